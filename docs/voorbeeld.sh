#!/usr/bin/env bash
# De hoofdtaak met alleen curl: een zaak met een aanvrager en een status, en het zaakbericht dat daarvan komt.
# Eerst `npm start`; dan in een andere terminal: bash docs/voorbeeld.sh
set -euo pipefail
basis=http://127.0.0.1:${PORT:-8080}
token=$(npx --no-install zaakbode token 2>/dev/null | tail -n 1)
api() { curl -fsS -H "Authorization: Bearer $token" -H 'Accept-Crs: EPSG:4326' -H 'Content-Crs: EPSG:4326' -H 'Content-Type: application/json' "$@"; }
# Het eerste adres van een soort in een antwoord.
adres() { grep -o "\"url\":\"[^\"]*/$1/[^\"]*\"" | head -n 1 | cut -d'"' -f4; }

zaaktype=$(api "$basis/catalogi/api/v1/zaaktypen?identificatie=MELDING" | adres zaaktypen)
statustype=$(api -G "$basis/catalogi/api/v1/statustypen" --data-urlencode "zaaktype=$zaaktype" | grep -o '{"url"[^{}]*"volgnummer":1,' | adres statustypen)
roltype=$(api -G "$basis/catalogi/api/v1/roltypen" --data-urlencode "zaaktype=$zaaktype" --data-urlencode omschrijvingGeneriek=initiator | adres roltypen)

vandaag=$(date -u +%F)
zaak=$(api "$basis/zaken/api/v1/zaken" -d "{\"bronorganisatie\":\"002564440\",\"verantwoordelijkeOrganisatie\":\"002564440\",
  \"zaaktype\":\"$zaaktype\",\"startdatum\":\"$vandaag\",\"omschrijving\":\"Scheve prullenbak\"}" | adres zaken)
echo "zaak:   $zaak"
api "$basis/zaken/api/v1/rollen" -o /dev/null -d "{\"zaak\":\"$zaak\",\"roltype\":\"$roltype\",\"betrokkeneType\":\"natuurlijk_persoon\",
  \"roltoelichting\":\"Melder\",\"betrokkeneIdentificatie\":{\"inpBsn\":\"999993653\"}}"
status=$(api "$basis/zaken/api/v1/statussen" -d "{\"zaak\":\"$zaak\",\"statustype\":\"$statustype\",\"datumStatusGezet\":\"$(date -u +%FT%TZ)\"}" | adres statussen)
echo "status: $status"

zaaknummer=$(api "$zaak" | grep -o '"identificatie":"[^"]*"' | cut -d'"' -f4)
# Beheer vraagt om in te loggen: kies bij de simulator van inloggen de lezer.
koekjes=$(mktemp); trap 'rm -f "$koekjes"' EXIT
beheer() { curl -fsSL -b "$koekjes" -c "$koekjes" "$@"; }
keuze=$(beheer "$basis/beheer" -o /dev/null -w '%{url_effective}')
beheer "$keuze" -d wie=lezer -o /dev/null
for _ in $(seq 40); do
  if beheer "$basis/beheer/lopende-zaken/berichten?zaaknummer=$zaaknummer&staat=afgeleverd" | grep -q "$zaaknummer</a>"; then
    echo "bij MijnOverheid afgeleverd; zie $basis/beheer/lopende-zaken/berichten?zaaknummer=$zaaknummer"
    exit 0
  fi
  sleep 0.25
done
echo "nog niet afgeleverd; zie $basis/beheer/lopende-zaken/berichten?zaaknummer=$zaaknummer" >&2
exit 1
