/**
 * Reads a MO-bericht as the template that comes with Zaakbode makes it. What a real MO-bericht looks like is not public, so a message by
 * another template is not understood here.
 *
 * Guarantees: gives the same facts as a zakLk01, so that one set of rules judges both. Written apart from the template's writer.
 */
import { attrOf, child, descend, textOf, type XmlElement } from '../../standaarden/xml/index.ts';
import { MO } from './namen.ts';
import type { Adres, Status, ZaakObject, ZakLk01 } from './zaklk01.ts';

const MUTATIE: Readonly<Record<string, { readonly mutatiesoort: string; readonly object: string }>> = {
  status: { mutatiesoort: 'T', object: 'T' },
  intrekking: { mutatiesoort: 'W', object: 'I' },
  verwijdering: { mutatiesoort: 'V', object: 'V' },
};

/** Null when the root is something else. */
export function leesMoBericht(root: XmlElement): ZakLk01 | null {
  if (root.ns !== MO || root.name !== 'zaakbericht') return null;
  const soort = MUTATIE[attrOf(root, '', 'soort') ?? ''];
  const withdrawn = soort?.mutatiesoort === 'W';
  const status = readStatus(root, withdrawn);
  const object = (statussen: readonly Status[]): ZaakObject => readZaak(root, soort?.object ?? null, statussen);
  return {
    berichtcode: 'Lk01',
    zender: address(child(root, MO, 'afzender')),
    ontvanger: address(child(root, MO, 'ontvanger')),
    referentienummer: text(root, 'referentie'),
    tijdstipBericht: text(root, 'tijdstip'),
    entiteittype: 'ZAK',
    mutatiesoort: soort?.mutatiesoort ?? null,
    indicatorOvername: 'V',
    objecten: withdrawn ? [object(status), object([])] : [object(status)],
  };
}

function address(element: XmlElement | undefined): Adres {
  return {
    organisatie: (element && attrOf(element, '', 'nummer')) ?? null,
    applicatie: (element && attrOf(element, '', 'applicatie')) ?? null,
    administratie: (element && textOf(element).trim()) || null,
  };
}

function readZaak(root: XmlElement, verwerkingssoort: string | null, statussen: readonly Status[]): ZaakObject {
  const persoon = child(root, MO, 'persoon');
  return {
    entiteittype: 'ZAK',
    verwerkingssoort,
    sleutel: null,
    identificatie: text(root, 'zaak', 'nummer'),
    omschrijving: text(root, 'zaak', 'omschrijving'),
    toelichting: text(root, 'zaak', 'toelichting'),
    startdatum: digits(text(root, 'zaak', 'begonnen')),
    uiterlijkeEinddatum: digits(text(root, 'zaak', 'uiterlijk')),
    einddatum: digits(text(root, 'zaak', 'beeindigd')),
    zaaktype: text(root, 'zaak', 'soort'),
    geadresseerden:
      persoon === undefined
        ? []
        : [
            {
              rol:
                attrOf(persoon, '', 'rol')
                  ?.replace(/^./, (first) => first.toUpperCase())
                  .replace('_', '-') ?? '',
              bsn: text(persoon, 'bsn'),
              authentiek: attrOf(persoon, '', 'authentiek') === 'true' ? 'J' : 'N',
            },
          ],
    statussen,
    geenStatus: ['T', 'E'],
  };
}

function readStatus(root: XmlElement, withdrawn: boolean): Status[] {
  const status = child(root, MO, 'status');
  if (status === undefined) return [];
  const verwijzing = descend(root, MO, 'zaak', 'verwijzing');
  const delen = [text(status, 'toelichting'), (verwijzing && attrOf(verwijzing, '', 'href')) ?? null];
  return [
    {
      verwerkingssoort: withdrawn ? 'E' : 'T',
      omschrijving: text(status, 'omschrijving'),
      volgnummer: attrOf(status, '', 'volgnummer') ?? null,
      toelichting: delen.filter((deel) => deel !== null).join(' ') || null,
      datumStatusGezet: digits(text(status, 'gezet')),
      eindRelatie: digits(text(status, 'ingetrokken')),
    },
  ];
}

/** `2026-11-02T09:30:15.250+01:00` as `20261102093015250`: the Dutch clock as it stands there. */
function digits(text: string | null): string | null {
  return text?.replace(/[+-]\d\d:\d\d$/, '').replace(/[-:T.]/g, '') ?? null;
}

function text(from: XmlElement, ...names: readonly string[]): string | null {
  const element = descend(from, MO, ...names);
  return (element && textOf(element).trim()) || null;
}
