/** What the pages of Lopende Zaken need beside the zaakberichten, in memory: an inrichting with versions, runs, a catalogus. */
import type { LopendeZaken, Verzoek } from '../../src/interactie/beheer/bron.ts';
import { fixedClock } from '../../src/platform/time/index.ts';
import { BEGIN, foutenIn, type Inrichting } from '../../src/proces/lopendezaken/inrichting.ts';
import { createVoorbeelden } from '../../src/proces/lopendezaken/voorbeelden.ts';
import { writeZakLk01 } from '../../src/standaarden/stuf/index.ts';
import { NU } from './nep-zaakberichten.ts';

export interface NepLopendeZaken extends LopendeZaken {
  /** What holds now. */
  nu(): Inrichting;
  /** Somebody else changes it. */
  zet(inrichting: Partial<Inrichting>): void;
  /** Makes everything fail. */
  stuk: boolean;
  /** Finds statussen that nothing explains. */
  kwijt: boolean;
  /** The strooms that were told to run. */
  readonly begonnen: string[];
}

const ZAAKTYPEN = [
  {
    identificatie: 'KAPVERGUNNING',
    omschrijving: 'Kapvergunning',
    publicatieIndicatie: true,
    statustypen: [
      { omschrijving: 'Ontvangen', volgnummer: 1, informeren: true, statustekst: 'Wij hebben uw aanvraag ontvangen.' },
      { omschrijving: 'In behandeling', volgnummer: 2, informeren: false, statustekst: '' },
      { omschrijving: 'Besluit genomen', volgnummer: 3, informeren: true, statustekst: '' },
    ],
  },
  {
    identificatie: 'MELDING-OPENBARE-RUIMTE-MET-EEN-LANGE-CODE-VAN-50-TEK',
    omschrijving: 'Melding openbare ruimte',
    publicatieIndicatie: false,
    statustypen: [{ omschrijving: 'Gemeld', volgnummer: 1, informeren: false, statustekst: '' }],
  },
];

const DAG = {
  dag: '2026-11-21',
  statussen: 1204,
  verzonden: 800,
  open: 4,
  overgeslagen: [
    { soort: 'geen_account', reden: null, aantal: 390 },
    { soort: 'niet_van_toepassing', reden: 'Deze status is in Beheer uitgezet.', aantal: 10 },
  ],
  onverklaard: 0,
  verwijderd: 1,
} as const;

/** As in the program, on a zaak that is made up. */
const VOORBEELDEN = createVoorbeelden({
  db: undefined as never,
  bron: undefined as never,
  instellingen: {
    cpaId: 'proef',
    action: 'zaakbericht',
    oin: '00000001002564440000',
    applicatie: 'Zaakbode',
    administratie: 'Gemeente Voorbeeld',
    ontvanger: { organisatie: '00000004003214345001', applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
    domein: 'zaakbode.voorbeeld.example',
  },
  vormen: {
    schrijf: (standaard, bericht, soort) =>
      standaard === 'stuf' ? writeZakLk01(bericht, soort) : '<mo-bericht>999993653</mo-bericht>',
    keur: () => [],
  },
  clock: fixedClock(NU),
});

export function nepLopendeZaken({ leeg = false } = {}): NepLopendeZaken {
  let nu: Inrichting = BEGIN;
  const versies: Inrichting[] = [BEGIN];
  const door: { wie: string; reden: string }[] = [];
  const bewaar = (nieuw: Inrichting, wie: string, reden: string): void => {
    nu = nieuw;
    versies.push(nieuw);
    door.push({ wie, reden });
  };
  const regelVan = (versie: number) => ({ versie, sinds: NU, ...door[versie - 1]! });
  const verzoeken: Verzoek[] = [];
  const faal = async <T>(antwoord: () => T): Promise<T> => {
    if (self.stuk) throw new Error('database unavailable: connection refused');
    return antwoord();
  };
  const self: NepLopendeZaken = {
    stuk: false,
    kwijt: false,
    begonnen: [],
    nu: () => nu,
    zet(anders) {
      bewaar({ ...nu, ...anders, versie: nu.versie + 1 }, 'collega', 'Van een collega');
    },
    inrichtingen: {
      actueel: () => faal(() => nu),
      lees: () => faal(() => nu),
      bewaar: (nieuw, basis, wie, reden) =>
        faal(() => {
          const fouten = foutenIn({ ...nieuw, versie: basis + 1 });
          if (fouten.length > 0) return { soort: 'fout', fouten };
          if (basis !== nu.versie) return { soort: 'verouderd' };
          bewaar({ ...nieuw, versie: basis + 1 }, wie, reden);
          return { soort: 'bewaard', versie: nu.versie };
        }),
      geschiedenis: () =>
        faal(() =>
          versies
            .slice(1)
            .map((_v, i) => regelVan(i + 1))
            .reverse(),
        ),
      versie: (nr) =>
        faal(() => (versies[nr] ? { inrichting: versies[nr], door: nr === 0 ? null : regelVan(nr) } : null)),
    },
    voorbeelden: {
      ...VOORBEELDEN,
      zoek: (zaaknummer, zaaktype) =>
        faal(() => {
          const [context] = VOORBEELDEN.verzonnen(zaaktype);
          const zaak = { ...context.zaak, identificatie: zaaknummer, omschrijving: 'Kap van een eik' };
          return zaaknummer === 'ZAAK-2026-0000000007' ? [{ ...context, zaak }] : null;
        }),
    },
    herroepverzoeken: {
      vraag: (actie, object, reden, wie) =>
        faal(() => {
          if (!nu.acties[actie]) return 'uit';
          if (verzoeken.some((v) => v.object === object)) return 'al_gevraagd';
          const id = '0190a0a0-0000-7000-8000-00000000000a';
          const naam = `Nagebootst ${actie}`;
          const beslist = { beslistOp: null, beslistNaam: null, staat: 'open' } as const;
          const verzoek = { id, naam, object, reden, toon: [], vrager: wie.naam, op: NU, tot: NU, ...beslist };
          verzoeken.push({ ...verzoek, vanMij: true });
          return 'gevraagd';
        }),
      open: (id) => faal(() => verzoeken.filter(({ object }) => object === id)),
    },
    lopen: {
      magNu: () => faal(() => true),
      nu: ({ naam, planning }) =>
        faal(() => {
          if (planning.pauze === null) self.begonnen.push(naam);
          return planning.pauze === null;
        }),
      stand: ({ naam }) =>
        faal(() => ({
          stroom: naam,
          loopt: false,
          begonnenOp: leeg ? null : NU,
          klaarOp: leeg ? null : NU,
          wacht: leeg ? 0 : 12,
          gevraagdOp: null,
          gevraagdDoor: leeg ? null : 'beheerder Voorbeeld',
          volgende: leeg ? null : new Date(NU.getTime() + 600_000),
        })),
    },
    verantwoording: {
      periode: (van, tot) =>
        faal(() =>
          leeg
            ? [{ ...DAG, dag: tot, statussen: 0, verzonden: 0, open: 0, overgeslagen: [], verwijderd: 0 }]
            : [
                { ...DAG, dag: tot, onverklaard: self.kwijt ? 1 : 0 },
                { ...DAG, dag: van, statussen: 0, overgeslagen: [] },
              ],
        ),
      onverklaard: () =>
        faal(() =>
          self.kwijt
            ? [
                {
                  statusId: '00000000-0000-4000-8000-00000000000a',
                  zaaknummer: 'ZAAK-2026-0000000007',
                  zaaktype: 'Kapvergunning',
                  statustype: 'Ontvangen',
                  gezetOp: NU,
                },
              ]
            : [],
        ),
    },
    catalogus: {
      zaaktypen: ({ zoek = '', na }) =>
        faal(() => ({
          regels: leeg
            ? []
            : ZAAKTYPEN.filter(
                (z) => z.omschrijving.toLowerCase().includes(zoek.toLowerCase()) && z.identificatie > (na ?? ''),
              ),
          verder: zoek === 'veel' ? 'KAPVERGUNNING' : null,
        })),
      zaaktype: (identificatie) => faal(() => ZAAKTYPEN.find((z) => z.identificatie === identificatie) ?? null),
    },
  };
  return self;
}
