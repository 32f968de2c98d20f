/** The checklist on a database of its own, with everything it looks at in the hands of the test. */
import type { CpaDetail } from '../../integratie/digikoppeling/index.ts';
import { digikoppelingMigrations } from '../../integratie/digikoppeling/index.ts';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import type { Database } from '../../platform/db/index.ts';
import { outboxMigrations } from '../../platform/outbox/index.ts';
import { fixedClock, seededRandom } from '../../platform/time/index.ts';
import {
  BEHEERDER,
  createLogboek,
  createVierOgen,
  handelingenMigrations,
  type Logboek,
  type VierOgen,
  type Wie,
} from '../../registraties/handelingen/index.ts';
import {
  EIND_STATEN,
  lopendezakenMigrations,
  OPEN_STATEN,
  type ZaakberichtDetail,
  type ZaakberichtRegel,
} from '../lopendezaken/index.ts';
import {
  type Aansluiten,
  type AansluitenOptions,
  aansluitenMigrations,
  type Certificaatfeit,
  createAansluiten,
  createPoort,
  type Installatie,
  type Omgeving,
  type Poort,
} from './index.ts';

export const NU = new Date('2026-11-22T10:00:00Z');
export const OIN = '00000001002564440000';
export const LOGIUS = '00000004003214345001';
export const ANNE: Wie = { subject: 'p-1', naam: 'beheerder een', rol: BEHEERDER, trace: null };
export const BILAL: Wie = { subject: 'p-2', naam: 'beheerder twee', rol: BEHEERDER, trace: null };
export const TESTER = '999993653';
export const ANDER = '999990019';

export const CERTIFICAAT: Certificaatfeit = {
  onderwerp: 'CN=zaakbode.voorbeeld.example, serialNumber=00000001002564440000',
  nummer: OIN,
  vingerafdruk: 'ab'.repeat(32),
  domeinnamen: ['zaakbode.voorbeeld.example'],
  tot: '2028-01-01T00:00:00.000Z',
  dagen: 400,
  keten: true,
  pem: '',
  bezwaar: { client: null, server: null },
};

export const ZAAKTYPE = {
  identificatie: 'PARKEREN',
  omschrijving: 'Bewonersvergunning parkeren',
  statustypen: [
    { volgnummer: 1, omschrijving: 'Ontvangen', tekst: 'Wij hebben uw aanvraag ontvangen.', informeren: true },
    { volgnummer: 2, omschrijving: 'Besluit genomen', tekst: '', informeren: true },
  ],
};

export function cpaRegel(anders: Partial<CpaDetail> = {}): CpaDetail {
  return {
    cpaId: 'LZ-1',
    versie: 1,
    omgeving: 'preproductie',
    inGebruik: true,
    status: 'agreed',
    van: new Date('2026-01-01T00:00:00Z'),
    totEnMet: new Date('2030-01-01T00:00:00Z'),
    partijen: [
      { naam: 'Gemeente Voorbeeld', partyId: OIN, wij: true },
      { naam: 'MijnOverheid', partyId: LOGIUS, wij: false },
    ],
    profielen: ['osb-rm'],
    fouten: 0,
    waarschuwingen: 0,
    certificaten: [],
    neerSinds: null,
    neerReden: null,
    oudsteTeVerzenden: null,
    oudsteOnbevestigd: null,
    ping: { op: NU, ms: 12, fout: null },
    bevindingen: [],
    acties: [],
    adressen: [
      {
        partij: 'Gemeente Voorbeeld',
        kanaal: 'x',
        inTekst: 'https://wij.example/ebms',
        geldend: 'https://wij.example/ebms',
      },
      { partij: 'MijnOverheid', kanaal: 'y', inTekst: 'https://zij.example/ebms', geldend: 'https://zij.example/ebms' },
    ],
    vervangingen: [],
    versies: [],
    ...anders,
  };
}

export const INSTALLATIE: Omit<Installatie, 'aansluiting'> = {
  versie: '1.2.3',
  gemeente: 'Voorbeeld',
  nummer: OIN,
  ontvanger: LOGIUS,
  endpoint: 'https://zaakbode.voorbeeld.example/digikoppeling/ebms',
  accountbron: 'https://accounts.example',
  brp: 'https://brp.example',
  andereAdapter: false,
  tls: 'Zaakbode zelf, op 0.0.0.0:8443',
  xsd: true,
  registers: [],
  opslag: { database: 'PostgreSQL, db.example/zaakbode', documenten: '/data/documenten', sleutels: '/data/sleutels' },
  waarschuwingen: { aan: ['beheer@voorbeeld.example'], vastMinuten: 60, wegMinuten: 15, fouten: 10 },
};

/** As Beheer has them, with other words. */
export const STATEN = Object.fromEntries(
  [...OPEN_STATEN, ...EIND_STATEN].map((staat) => {
    const label = `Stand ${staat.replaceAll('_', ' ')}`;
    return [staat, { label, uitleg: `Uitleg van ${label}.`, doen: `Wat u doet bij ${label}.` }];
  }),
) as AansluitenOptions['staten'];

const details = (regels: readonly ZaakberichtRegel[]): readonly ZaakberichtDetail[] =>
  regels.map((regel) => ({
    ...regel,
    tijdlijn: [],
    accountGecontroleerdOp: NU,
    messageId: `${regel.id}@zaakbode.example`,
    referentienummer: `ref-${regel.id}`,
    berichtXml: null,
    enveloppe: null,
    antwoordXml: null,
    pogingen: [],
    heeftBsn: true,
    soort: 'status',
    verteld: true,
    verwant: [],
    rolsoort: 'initiator',
    stroom: 'alles',
    inrichting: 1,
    besluit: [],
  }));

export interface Proefplaats {
  readonly db: Database;
  readonly aansluiten: Aansluiten;
  readonly poort: Poort;
  readonly vierOgen: VierOgen;
  readonly logboek: Logboek;
  readonly clock: ReturnType<typeof fixedClock>;
}

export async function proefplaats(
  omgeving: Omgeving,
  anders: Partial<AansluitenOptions> & {
    readonly bestaand?: boolean;
    readonly regels?: readonly ZaakberichtRegel[];
  } = {},
): Promise<Proefplaats> {
  const db = await testDatabase([
    outboxMigrations,
    digikoppelingMigrations,
    lopendezakenMigrations,
    aansluitenMigrations,
    handelingenMigrations,
  ]);
  const clock = fixedClock(NU);
  const random = seededRandom(1);
  const logboek = createLogboek(db, clock);
  const vierOgen = createVierOgen({ db, clock, random, logboek });
  const { bestaand = false, regels = [], ...rest } = anders;
  const poort = createPoort({ omgeving, bestaand, clock });
  const cpas = [cpaRegel({ omgeving })];
  const aansluiten = createAansluiten({
    db,
    clock,
    random,
    vierOgen,
    omgeving,
    staten: STATEN,
    inrichting: async () => ({
      authentiek: ['de BRP kent de persoon'],
      rollen: ['initiator'],
      maxVertrouwelijkheid: 'zaakvertrouwelijk',
      verwijzing: true,
      herroepen: false,
    }),
    installatie: {
      ...INSTALLATIE,
      aansluiting: bestaand ? 'bestaand' : null,
    },
    cpas: { cpas: async () => cpas, cpa: async (id) => cpas.find(({ cpaId }) => cpaId === id) ?? null },
    certificaten: async () => [CERTIFICAAT],
    stromen: async () => [
      {
        naam: 'alles',
        zaaktypen: null,
        standaard: 'stuf',
        overDigikoppeling: true,
        planning: 'Zaakberichten gaan meteen weg.',
        cpaId: null,
        perSeconde: 5,
      },
    ],
    zaaktypen: async () => [ZAAKTYPE],
    berichten: {
      lijst: async () => ({ regels, verder: null, totaal: regels.length, meer: false }),
      detail: async (id) => details(regels).find((regel) => regel.id === id) ?? null,
    },
    voorbeeld: ({ zaaktype, nummer }) => `<voorbeeld>${zaaktype.statustypen[nummer]!.omschrijving}</voorbeeld>`,
    netwerk: {
      zoek: async () => ['192.0.2.1'],
      verbind: async () => '198.51.100.7',
      tls: async () => ({ protocol: 'TLSv1.3', onderwerp: 'CN=zij', tot: '2028-01-01T00:00:00.000Z' }),
    },
    proefopstelling: async (scenarios) =>
      scenarios.map((one) => ({
        ...one,
        zaaknummer: 'Z-1',
        uitkomst: 'goed',
        bevinding: '',
        gezienDoor: '',
        gezienOp: '',
        wie: '',
        op: '',
        eerder: null,
        berichten: [],
      })),
    poort,
    ...rest,
  });
  return { db, aansluiten, poort, vierOgen, logboek, clock };
}

/** How a step stands. */
export async function stap(aansluiten: Aansluiten, id: string) {
  const { fasen } = await aansluiten.beeld();
  return fasen.flatMap((fase) => fase.stappen).find((one) => one.id === id)!;
}

/** Ticks these steps, and fails when one may not be. */
export async function vink(aansluiten: Aansluiten, ...ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    const fouten = await aansluiten.vink(id, { gedaan: true, datum: '', toelichting: '' }, ANNE);
    if (fouten.length > 0) throw new Error(`${id}: ${fouten[0]!.tekst}`);
  }
}
