/**
 * Zaakberichten in memory, for tests of the screens: one or more in each of the states, with invented zaken, and a
 * source that can be made to fail or to hang. It keeps what the screens asked of it.
 */
import {
  EIND_STATEN,
  type Kop,
  type Moment,
  OPEN_STATEN,
  PER_PAGINA,
  type Staat,
  type ZaakberichtDetail,
  type Zaakberichten,
  type ZaakberichtFilter,
  type ZaakberichtLijst,
} from '../../src/proces/lopendezaken/beeld.ts';

/** The time in the screens; all zaakberichten are from before it. */
export const NU = new Date('2026-11-21T13:02:05Z');

export const STATEN: readonly Staat[] = [...OPEN_STATEN, ...EIND_STATEN];
const MINUUT = 60_000;

const REDEN: Readonly<Partial<Record<Staat, string>>> = {
  wacht_op_controle: 'De controle van accounts is niet bereikbaar (geen antwoord binnen 10 seconden).',
  fout: 'Fo03 StUF010: ontvanger is niet bekend.',
  geen_account: 'Geen account op het moment van de controle.',
  bsn_niet_authentiek: 'De BRP kent geen persoon met dit nummer.',
  niet_van_toepassing: 'Informeren staat uit voor dit statustype.',
  geen_toestemming: 'De inwoner wil geen berichten via MijnOverheid.',
  buiten_proefproductie: 'Deze persoon staat niet op de lijst van de proef.',
  afgewezen: 'Overgeslagen door een beheerder: de zaak is dubbel ingevoerd.',
  verlopen_onbekend: 'Geen bevestiging ontvangen voor het einde van de geldigheid.',
};

const ZAAKTYPEN = ['Parkeervergunning bewoner', 'Evenementenvergunning', 'Melding openbare ruimte', 'Kapvergunning'];
const STATUSSEN = ['Ontvangen', 'In behandeling genomen', 'Aanvullende informatie gevraagd', 'Besluit genomen'];

export const BERICHT_XML = `<?xml version="1.0" encoding="UTF-8"?>
<ZKN:zakLk01 xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:StUF="http://www.egem.nl/StUF/StUF0301" xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310">
  <ZKN:stuurgegevens>
    <StUF:berichtcode>Lk01</StUF:berichtcode>
    <StUF:zender><StUF:organisatie>00000001002564440000</StUF:organisatie><StUF:applicatie>Zaakbode</StUF:applicatie><StUF:administratie>Gemeente Voorbeeld</StUF:administratie></StUF:zender>
    <StUF:referentienummer>019aa5b2-8a11-7c33-9d10-1f2e3d4c5b6a</StUF:referentienummer>
  </ZKN:stuurgegevens>
  <ZKN:object StUF:entiteittype="ZAK" StUF:verwerkingssoort="T">
    <ZKN:identificatie>ZAAK-2026-0004803</ZKN:identificatie>
    <ZKN:omschrijving>Vergunning voor &lt;b&gt;buurtfeest&lt;/b&gt; &amp; optocht</ZKN:omschrijving>
    <ZKN:heeftAlsInitiator><ZKN:gerelateerde><ZKN:natuurlijkPersoon><BG:inp.bsn>*********</BG:inp.bsn></ZKN:natuurlijkPersoon></ZKN:gerelateerde></ZKN:heeftAlsInitiator>
    <ZKN:heeft StUF:verwerkingssoort="T">
      <ZKN:gerelateerde><ZKN:omschrijving>Besluit genomen</ZKN:omschrijving></ZKN:gerelateerde>
      <ZKN:toelichting>U krijgt het besluit per brief.</ZKN:toelichting>
      <ZKN:datumStatusGezet>20261121113805000</ZKN:datumStatusGezet>
    </ZKN:heeft>
  </ZKN:object>
</ZKN:zakLk01>`;

const ANTWOORD_XML = `<StUF:Fo03Bericht xmlns:StUF="http://www.egem.nl/StUF/StUF0301"><StUF:body><StUF:code>StUF010</StUF:code><StUF:plek>client</StUF:plek><StUF:omschrijving>Ontvanger is niet bekend</StUF:omschrijving></StUF:body></StUF:Fo03Bericht>`;

const ENVELOPPE = '<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/"><SOAP:Body/></SOAP:Envelope>';

const POGINGEN = (gezet: Date) => [
  {
    tijd: new Date(gezet.getTime() + 13_000),
    via: 'https://digikoppeling.voorziening.voorbeeld.example/een/heel/lang/adres/dat/af/moet/breken/ebms',
    uitkomst: 'niet_verstuurd',
    reden: 'De verbinding werd geweigerd.',
  },
  { tijd: new Date(gezet.getTime() + 15_000), via: 'https://b.example/ebms', uitkomst: 'verstuurd', reden: null },
];

const TERUG = '00000000-0000-7000-8000-00000000f00d';

/** The `n`-th zaakbericht; its state follows from `n`, so as many in a row as there are states have them all. */
export function nepZaakbericht(n: number): ZaakberichtDetail {
  const staat = STATEN[n % STATEN.length]!;
  const gezet = new Date(NU.getTime() - (n * 47 + 3) * MINUUT);
  const verstuurd = ['verzonden', 'fout', 'afgeleverd', 'verlopen_onbekend'].includes(staat);
  const gecontroleerd =
    staat === 'wacht_op_controle' || staat === 'bsn_niet_authentiek' || staat === 'niet_van_toepassing';
  return {
    id: `00000000-0000-7000-8000-${String(n).padStart(12, '0')}`,
    zaaknummer: `ZAAK-2026-${String(4800 + n).padStart(7, '0')}`,
    zaaktype: ZAAKTYPEN[n % ZAAKTYPEN.length]!,
    statustype: STATUSSEN[n % STATUSSEN.length]!,
    staat,
    reden: REDEN[staat] ?? null,
    statusGezetOp: gezet,
    gewijzigdOp: new Date(gezet.getTime() + 2 * MINUUT),
    wachtOpBeheerder: staat === 'fout' || staat === 'verlopen_onbekend',
    tijdlijn: tijdlijn(gezet, verstuurd, staat === 'afgeleverd'),
    accountGecontroleerdOp: gecontroleerd ? null : new Date(gezet.getTime() + 12_000),
    messageId: verstuurd ? '019aa5b2-8a11-7c33-9d10-1f2e3d4c5b6a@zaakbode.voorbeeld.example' : null,
    referentienummer: verstuurd ? '019aa5b2-8a11-7c33-9d10-1f2e3d4c5b6a' : null,
    berichtXml: verstuurd ? BERICHT_XML : null,
    enveloppe: verstuurd ? ENVELOPPE : null,
    pogingen: verstuurd ? POGINGEN(gezet) : [],
    heeftBsn: verstuurd,
    soort: 'status',
    verteld: verstuurd && staat !== 'fout',
    verwant: staat === 'verlopen_onbekend' ? [{ id: TERUG, soort: 'intrekking', staat: 'te_verzenden' }] : [],
    rolsoort: verstuurd ? 'initiator' : null,
    stroom: verstuurd ? 'lopende-zaken' : null,
    inrichting: 2,
    besluit: [
      { vraag: 'Gaat deze status naar MijnOverheid?', antwoord: 'Ja, volgens de catalogus.' },
      { vraag: 'Aan wie?', antwoord: 'De initiator van de zaak.' },
    ],
    antwoordXml: staat === 'fout' ? ANTWOORD_XML : null,
  };
}

function tijdlijn(gezet: Date, verstuurd: boolean, afgeleverd: boolean): Moment[] {
  const na = (ms: number) => new Date(gezet.getTime() + ms);
  const momenten: Moment[] = [{ tijd: gezet, wat: 'Status gezet', toelichting: null }];
  if (verstuurd) {
    momenten.push({ tijd: na(12_000), wat: 'Account gecontroleerd', toelichting: 'De inwoner heeft een account.' });
    momenten.push({ tijd: na(13_000), wat: 'Verzonden', toelichting: 'Poging 1.' });
  }
  if (afgeleverd) momenten.push({ tijd: na(14_000), wat: 'Ontvangst bevestigd', toelichting: null });
  return momenten;
}

export interface NepZaakberichten extends Zaakberichten {
  /** The questions and actions so far, in order. */
  readonly gevraagd: { readonly wat: string; readonly met: readonly unknown[] }[];
  /** Makes the named functions throw, or never answer. */
  storing(functies: readonly (keyof Zaakberichten)[], soort?: 'fout' | 'zwijgt'): void;
}

/** A source with `aantal` zaakberichten, the newest first. */
export function nepZaakberichten(aantal: number): NepZaakberichten {
  const alle = new Map(
    Array.from({ length: aantal }, (_, n) => nepZaakbericht(n)).map((detail) => [detail.id, detail]),
  );
  const gevraagd: { wat: string; met: readonly unknown[] }[] = [];
  let stuk: readonly (keyof Zaakberichten)[] = [];
  let hoe: 'fout' | 'zwijgt' = 'fout';

  async function vraag<T>(wat: keyof Zaakberichten, met: readonly unknown[], antwoord: () => T): Promise<T> {
    gevraagd.push({ wat, met });
    if (!stuk.includes(wat)) return antwoord();
    if (hoe === 'zwijgt') return new Promise<T>(() => {});
    throw new Error('database unavailable: connection refused');
  }

  function eindig(id: string, staat: Staat, reden: string | null): boolean {
    const detail = alle.get(id);
    if (detail === undefined || !detail.wachtOpBeheerder) return false;
    alle.set(id, { ...detail, staat, reden, wachtOpBeheerder: false });
    return true;
  }

  return {
    gevraagd,
    storing: (functies, soort = 'fout') => {
      stuk = functies;
      hoe = soort;
    },
    lijst: (filter) => vraag('lijst', [filter], () => lijst([...alle.values()], filter)),
    detail: (id) => vraag('detail', [id], () => alle.get(id) ?? null),
    stand: () =>
      vraag('stand', [], () => {
        const aantallen = Object.fromEntries(STATEN.map((staat) => [staat, 0])) as Record<Staat, number>;
        for (const { staat } of alle.values()) aantallen[staat] += 1;
        const vandaag = { afgeleverd: aantallen.afgeleverd, fout: aantallen.fout };
        const laatst = [...alle.values()].find(({ staat }) => staat === 'afgeleverd')?.gewijzigdOp ?? null;
        return {
          aantallen,
          vandaag,
          laatstAfgeleverd: laatst,
          oudste: [...alle.values()].at(-1)?.statusGezetOp ?? null,
        };
      }),
    aanZet: () => vraag('aanZet', [], () => kop([...alle.values()].filter((r) => r.wachtOpBeheerder))),
    onderweg: () => vraag('onderweg', [], () => kop([...alle.values()].filter((r) => ONDERWEG.includes(r.staat)))),
    controle: () =>
      vraag('controle', [], () =>
        aantal === 0
          ? { laatst: null, wacht: null }
          : {
              laatst: NU,
              wacht: { geprobeerdOp: NU, reden: REDEN.wacht_op_controle!, aantal: 3 },
            },
      ),
    zaaktypen: () => vraag('zaaktypen', [], () => (aantal === 0 ? [] : ZAAKTYPEN)),
    async *alles(filter) {
      gevraagd.push({ wat: 'alles', met: [filter] });
      yield gevonden([...alle.values()], filter);
    },
    vanPersoon: (bsn, inzage) =>
      vraag('vanPersoon', [bsn, inzage], () => (bsn === NEP_BSN ? [...alle.values()].slice(0, 2) : 'geen_bsn')),
    toonBsn: (id, inzage) => vraag('toonBsn', [id, inzage], () => (alle.get(id)?.heeftBsn ? NEP_BSN : null)),
    opnieuwAanbieden: (id, wie) => vraag('opnieuwAanbieden', [id, wie], () => eindig(id, 'te_verzenden', null)),
    overslaan: (id, reden, wie) => vraag('overslaan', [id, reden, wie], () => eindig(id, 'afgewezen', reden)),
  };
}

/** Reserved for tests. */
export const NEP_BSN = '999993653';
const ONDERWEG: readonly Staat[] = ['wacht_op_controle', 'te_verzenden', 'verzonden'];

function gevonden(alle: readonly ZaakberichtDetail[], filter: ZaakberichtFilter): ZaakberichtDetail[] {
  return alle.filter(
    ({ staat, zaaknummer, zaaktype, wachtOpBeheerder }) =>
      (filter.staat === undefined || staat === filter.staat) &&
      (filter.zaaknummer === undefined || zaaknummer === filter.zaaknummer) &&
      (filter.zaaktype === undefined || zaaktype === filter.zaaktype) &&
      (filter.aanZet === undefined || wachtOpBeheerder),
  );
}

/** `na` is the id of the last line of the page before, behind a place as the real one has. */
function lijst(alle: readonly ZaakberichtDetail[], filter: ZaakberichtFilter): ZaakberichtLijst {
  const found = gevonden(alle, filter);
  const vanaf = filter.na === undefined ? 0 : found.findIndex(({ id }) => filter.na === `1_${id}`) + 1;
  const regels = found.slice(vanaf, vanaf + PER_PAGINA);
  const verder = vanaf + PER_PAGINA < found.length ? `1_${regels.at(-1)!.id}` : null;
  return { regels, verder, totaal: found.length, meer: false };
}

function kop(regels: readonly ZaakberichtDetail[]): Kop {
  return { regels: regels.toReversed().slice(0, 5), aantal: regels.length };
}
