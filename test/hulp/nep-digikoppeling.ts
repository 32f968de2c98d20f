/**
 * CPAs in memory, for tests of the screens: one in each stand, with invented parties, and a source that can be made to
 * fail or to hang. It keeps what the screens asked of it.
 */
import type { CpaBeheer, CpaDetail, CpaFinding } from '../../src/interactie/beheer/bron.ts';
import { NU } from './nep-zaakberichten.ts';

const MINUUT = 60_000;
const DAG = 24 * 60 * MINUUT;
const geleden = (ms: number): Date => new Date(NU.getTime() - ms);

export const CPA_IDS = {
  goed: 'VOORBEELD-LZ_1_0001',
  neer: 'VOORBEELD-KETEN-MET-EEN-HEEL-LANGE-NAAM_00000001002564440000_00000004003214345001_2026-11-01',
  verlopen: 'VOORBEELD.OUD (2019)',
  anders: 'VOORBEELD-PRE_0001',
} as const;

export const NIEUW_XML = '<p:CPA>nieuw</p:CPA>';
export const FOUT_XML = '<geen-cpa/>';

const BEVINDINGEN: readonly CpaFinding[] = [
  {
    code: 'certificaat-zonder-oin',
    severity: 'fout',
    places: ['PartyInfo[2]/Certificate[B-tls]'],
    text: 'In dit certificaat staat geen OIN (subject.serialNumber). Vraag zo’n certificaat aan en laat de CPA opnieuw maken.',
  },
  {
    code: 'poort',
    severity: 'waarschuwing',
    places: ['PartyInfo[2]/DeliveryChannel[B-kanaal]'],
    text: 'Het adres https://voorziening.voorbeeld.example:8443/ebms gebruikt poort 8443. Digikoppeling schrijft poort 443 voor (TLS005).',
  },
  { code: 'profiel', severity: 'informatie', places: ['PartyInfo[1]/CanSend[zaakbericht]'], text: 'Profiel osb-rm.' },
];

const GOED: CpaDetail = {
  cpaId: CPA_IDS.goed,
  versie: 2,
  omgeving: 'demo',
  inGebruik: true,
  status: 'agreed',
  van: geleden(300 * DAG),
  totEnMet: geleden(-400 * DAG),
  partijen: [
    { naam: 'Gemeente Voorbeeld', partyId: '00000001002564440000', wij: true },
    { naam: 'Voorziening Voorbeeld', partyId: '00000004003214345001', wij: false },
  ],
  profielen: ['osb-rm'],
  fouten: 0,
  waarschuwingen: 0,
  certificaten: [
    {
      id: 'A-tls',
      partij: 'Gemeente Voorbeeld',
      gebruik: ['tls-client', 'tls-server'],
      oin: '00000001002564440000',
      onderwerp: 'C=NL, O=Gemeente Voorbeeld, serialNumber=00000001002564440000, CN=zaakbode.voorbeeld.example',
      vingerafdruk: 'AA:BB',
      tot: geleden(-30 * DAG),
      dagen: 30,
      vervangen: true,
    },
    {
      id: 'B-tls',
      partij: 'Voorziening Voorbeeld',
      gebruik: ['tls-server', 'ondertekenen'],
      oin: null,
      onderwerp: 'CN=voorziening.voorbeeld.example',
      vingerafdruk: 'CC:DD',
      tot: geleden(DAG),
      dagen: -1,
      vervangen: false,
    },
  ],
  neerSinds: null,
  neerReden: null,
  oudsteTeVerzenden: null,
  oudsteOnbevestigd: geleden(3000),
  ping: { op: geleden(5 * MINUUT), ms: 12, fout: null },
  bevindingen: [],
  acties: [
    {
      action: 'zaakbericht',
      service: 'VOORBEELD:LopendeZaken:1:0',
      from: '00000001002564440000',
      to: '00000004003214345001',
      endpoint: 'https://nieuw.voorbeeld.example/digikoppeling/ebms',
      profile: 'osb-rm',
    },
    {
      action: 'foutbericht',
      service: 'VOORBEELD:LopendeZaken:1:0',
      from: '00000004003214345001',
      to: '00000001002564440000',
      endpoint: 'https://zaakbode.voorbeeld.example/digikoppeling/ebms',
      profile: null,
    },
  ],
  adressen: [
    {
      partij: 'Gemeente Voorbeeld',
      kanaal: 'A-kanaal',
      inTekst: 'https://zaakbode.voorbeeld.example/digikoppeling/ebms',
      geldend: 'https://zaakbode.voorbeeld.example/digikoppeling/ebms',
    },
    {
      partij: 'Voorziening Voorbeeld',
      kanaal: 'B-kanaal',
      inTekst: 'https://voorziening.voorbeeld.example:8443/ebms',
      geldend: 'https://nieuw.voorbeeld.example/digikoppeling/ebms',
    },
  ],
  vervangingen: [
    {
      nr: 2,
      cpaId: CPA_IDS.goed,
      soort: 'adres',
      bron: 'https://voorziening.voorbeeld.example:8443/ebms',
      doel: 'https://nieuw.voorbeeld.example/digikoppeling/ebms',
      reden: 'De voorziening is verhuisd',
      wie: 'beheerder',
      sinds: geleden(3 * DAG),
      tot: null,
      totWie: null,
    },
    {
      nr: 1,
      cpaId: null,
      soort: 'certificaat',
      bron: 'AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99:AA:BB:CC:DD:EE:FF:00:11:22:33:44:55:66:77:88:99',
      doel: '-----BEGIN CERTIFICATE-----',
      reden: 'Vernieuwd',
      wie: 'opdrachtregel',
      sinds: geleden(30 * DAG),
      tot: geleden(20 * DAG),
      totWie: 'opdrachtregel',
    },
  ],
  versies: [
    { versie: 2, geladenOp: geleden(10 * DAG), wie: 'opdrachtregel', vingerafdruk: 'ab'.repeat(32), elders: null },
    { versie: 1, geladenOp: geleden(90 * DAG), wie: 'LZ_CPA', vingerafdruk: 'cd'.repeat(32), elders: '1 september' },
  ],
};

export const CPAS: readonly CpaDetail[] = [
  GOED,
  {
    ...GOED,
    cpaId: CPA_IDS.neer,
    neerSinds: geleden(2 * DAG),
    neerReden: 'geen verbinding (ECONNREFUSED)',
    oudsteTeVerzenden: geleden(2 * DAG),
    fouten: 1,
    waarschuwingen: 1,
    bevindingen: BEVINDINGEN,
    vervangingen: [],
    ping: { op: geleden(MINUUT), ms: null, fout: 'HTTP 404' },
  },
  {
    ...GOED,
    cpaId: CPA_IDS.verlopen,
    omgeving: null,
    totEnMet: geleden(400 * DAG),
    profielen: [],
    acties: [],
    certificaten: [],
    vervangingen: [],
    oudsteOnbevestigd: null,
    ping: null,
  },
  { ...GOED, cpaId: CPA_IDS.anders, omgeving: 'preproductie', inGebruik: false, fouten: 1, bevindingen: BEVINDINGEN },
];

export interface NepDigikoppeling extends CpaBeheer {
  /** The actions so far, in order. */
  readonly gedaan: { readonly wat: string; readonly met: readonly unknown[] }[];
  /** Makes the named functions throw, or never answer. */
  storing(functies: readonly (keyof CpaBeheer)[], soort?: 'fout' | 'zwijgt'): void;
}

/** Without anything when `leeg`. */
export function nepDigikoppeling({ leeg = false }: { readonly leeg?: boolean } = {}): NepDigikoppeling {
  const gedaan: { wat: string; met: readonly unknown[] }[] = [];
  let stuk: readonly (keyof CpaBeheer)[] = [];
  let hoe: 'fout' | 'zwijgt' = 'fout';
  const alle = new Map((leeg ? [] : CPAS).map((een) => [een.cpaId, een]));
  async function vraag<T>(wat: keyof CpaBeheer, antwoord: () => T): Promise<T> {
    if (!stuk.includes(wat)) return antwoord();
    if (hoe === 'zwijgt') return new Promise<T>(() => {});
    throw new Error('database unavailable: connection refused');
  }
  const doe = <T>(wat: keyof CpaBeheer, met: readonly unknown[], antwoord: () => T): Promise<T> => {
    gedaan.push({ wat, met });
    return vraag(wat, antwoord);
  };
  return {
    gedaan,
    storing: (functies, soort = 'fout') => {
      stuk = functies;
      hoe = soort;
    },
    omgeving: 'demo',
    cpas: () => vraag('cpas', () => [...alle.values()]),
    cpa: (cpaId) => vraag('cpa', () => alle.get(cpaId) ?? null),
    versie: (cpaId, versie) =>
      vraag('versie', () => {
        const one = alle.get(cpaId)?.versies.find((v) => v.versie === versie);
        return one ? { ...one, tekst: `<p:CPA>\n  <p:Start>versie ${versie}</p:Start>\n</p:CPA>` } : null;
      }),
    controleer: (tekst) =>
      vraag('controleer', () =>
        tekst === FOUT_XML
          ? {
              cpaId: null,
              acties: [],
              bevindingen: [
                {
                  code: 'niet-leesbaar',
                  severity: 'fout',
                  places: ['bestand'],
                  text: 'Dit is geen CPA: kies een ander bestand',
                },
              ],
              bekend: null,
            }
          : {
              cpaId: tekst === NIEUW_XML ? 'VOORBEELD-NIEUW' : CPA_IDS.goed,
              acties: GOED.acties,
              bevindingen: tekst === NIEUW_XML ? [] : BEVINDINGEN,
              bekend: tekst === NIEUW_XML ? null : { versie: 2, gelijk: false },
            },
      ),
    laad: (laad, wie) =>
      doe('laad', [laad, wie], () =>
        laad.omgeving === 'demo'
          ? { cpaId: CPA_IDS.goed, versie: 3, nieuw: true }
          : { fouten: [{ plaats: CPA_IDS.goed, tekst: 'Deze CPA is voor een andere omgeving.' }] },
      ),
    vervang: (wat, wie) =>
      doe('vervang', [wat, wie], () =>
        wat.reden === ''
          ? { veld: 'reden' as const, tekst: 'Vul in waarom. De reden blijft bij de CPA staan.' }
          : wat.bron === ''
            ? { veld: 'bron' as const, tekst: 'Dit staat niet in de CPA.' }
            : null,
      ),
    stopVervanging: (nr, wie) => doe('stopVervanging', [nr, wie], () => nr === 2),
    ping: (cpaId, wie) => doe('ping', [cpaId, wie], () => (alle.has(cpaId) ? { ms: 12 } : null)),
  };
}
