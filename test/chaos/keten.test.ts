/**
 * Kill -9 of the real process, on a real PostgreSQL: at random under load and faults, and at every step of a message's
 * life that can be seen from outside. After each of them: every committed status shown exactly once and in order, every
 * zaakbericht delivered, and nothing else.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sql } from '../../src/platform/db/index.ts';
import type { StoringWijziging } from '../../src/simulator/index.ts';
import { TEST_DATABASE_URL } from '../eigen-database.testhulp.ts';
import { tot } from '../lopende-zaken.testhulp.ts';
import { type Keten, startKeten, type Zaak } from './keten.ts';
import { controleer } from './keten-boeken.ts';
import { maakOnrust, totRust } from './onrust.ts';
import { isGebouwd } from './proces.ts';
import type { Moment, Punt, Soort } from './tussenstation.ts';

const KAN = TEST_DATABASE_URL !== undefined && isGebouwd();
const WAAROM_NIET = KAN ? '' : ' (skipped: set TEST_DATABASE_URL to a PostgreSQL, and run npm run build)';
const print = (what: string, cijfers: object): void =>
  void process.stdout.write(`${what} ${JSON.stringify(cijfers)}\n`);

describe.skipIf(!KAN)(`killed at random${WAAROM_NIET}`, () => {
  let keten: Keten;
  beforeAll(async () => {
    keten = await startKeten({ direct: true });
  });
  afterAll(() => keten.close());

  it('loses, doubles and disorders nothing of 600 statussen in 60 zaken', { timeout: 200_000 }, async () => {
    const seed = Number(process.env['KETEN_SEED'] ?? 20_261_122);
    const verslag = await maakOnrust(keten, { seed, zaken: 60, perZaak: 10, minstensGedood: 15, maxMs: 90_000 });
    const bevinding = await controleer(keten);
    const { sindsStart, grootboek } = await keten.stand();
    print('keten', { ...verslag, ...bevinding, herhaaldOntvangen: grootboek.dubbel, sindsStart });
    expect(bevinding).toEqual({ vastgelegd: 600, getoond: 600, afgeleverd: 600, fouten: [] });
    expect(verslag.gedood).toBeGreaterThanOrEqual(15);
    expect(sindsStart.storingen).toBeGreaterThan(0);
    expect(keten.uitvoer()).not.toMatch(/99990\d{4}/);
  });
});

/** One step in the life of a message, and how to know from outside that it is there. */
interface Stap {
  readonly naam: string;
  /** What the simulator does wrong meanwhile. */
  readonly storing?: StoringWijziging;
  /** The point at which the station calls. */
  readonly punt?: Punt;
  /** Without a point: what must be true. `storingen` is how often the simulator failed before. Without either: at once. */
  readonly tot?: (keten: Keten, zaak: Zaak, storingen: number) => Promise<boolean>;
}

const staat =
  (wanted: string, made = true) =>
  async (keten: Keten, { nummer }: Zaak) => {
    const rows = await keten.db.query<{ staat: string; made: boolean }>(
      sql`select staat, message_id is not null as made from lopendezaken.zaakbericht where zaaknummer = ${nummer}`,
    );
    return rows.some((row) => row.staat === wanted && row.made === made);
  };
const MOMENTEN: readonly Moment[] = ['komt', 'doorgegeven', 'beantwoord'];
const puntenVan = (...soorten: readonly Soort[]): readonly Stap[] =>
  soorten.flatMap((soort) =>
    MOMENTEN.map((moment) => ({ naam: `at ${soort}.${moment}`, punt: `${soort}.${moment}` as const })),
  );

const STAPPEN: readonly Stap[] = [
  { naam: 'right after the POST' },
  { naam: 'while it waits for a check', storing: { accounts: 'neer' }, tot: staat('wacht_op_controle', false) },
  { naam: 'when it is made, not sent', storing: { ebms: 'neer' }, tot: staat('te_verzenden') },
  { naam: 'when its ack is lost', storing: { ack: 'weglaten' }, tot: staat('verzonden') },
  {
    naam: 'in a request that hangs',
    storing: { ebms: 'half-open' },
    tot: async (keten, _zaak, before) => (await keten.stand()).sindsStart.storingen > before,
  },
  ...puntenVan('brp', 'accounts', 'bericht', 'bevestiging'),
];
const STAPPEN_FOUT = puntenVan('foutbericht', 'ontvangst');

/** Sets two statussen on the zaak as clients do, kills the product the first time that the step is there, and starts it again. */
async function doodBij(keten: Keten, { storing, punt, tot: waar }: Stap, zaak: Zaak): Promise<void> {
  const storingen = (await keten.stand()).sindsStart.storingen;
  if (storing) await keten.storing(storing);
  const begin = Date.now() - 86_400_000;
  const bijPunt = new Promise<void>((resolve) => {
    keten.station.bij = async (hier) => {
      if (hier !== punt) return;
      keten.station.bij = () => undefined;
      await keten.dood();
      resolve();
    };
  });
  const eerste = keten.zetStatus(zaak, 0, new Date(begin));
  if (punt !== undefined) await bijPunt;
  else {
    await (waar ? tot(() => waar(keten, zaak, storingen), Boolean) : eerste);
    await keten.dood();
  }
  const tweede = eerste.then(() => keten.zetStatus(zaak, 1, new Date(begin + 60_000)));
  await keten.storing({ herstel: true });
  await keten.start();
  await tweede;
}

const regelsVan = async (keten: Keten, { nummer }: Zaak) =>
  (await keten.ledger()).filter((r) => r.zaakidentificatie === nummer).map((r) => [r.status, r.uitkomst]);

describe.skipIf(!KAN)(`killed at a step of a message's life${WAAROM_NIET}`, () => {
  let keten: Keten;
  let zaken: readonly Zaak[];
  let geweest = 0;
  beforeAll(async () => {
    keten = await startKeten({ direct: false });
    zaken = await keten.zaken(STAPPEN.length);
  });
  afterAll(() => keten.close());

  it.each(STAPPEN)('converges when killed $naam', async (stap) => {
    const zaak = zaken[STAPPEN.indexOf(stap)]!;
    await doodBij(keten, stap, zaak);
    geweest += 2;
    await totRust(keten, geweest, 20_000);
    expect(await regelsVan(keten, zaak)).toEqual([
      ['Ontvangen', 'toegepast'],
      ['In behandeling', 'toegepast'],
    ]);
  });

  it('and after all of them together nothing is lost, doubled, out of order or left over', async () => {
    const bevinding = await controleer(keten);
    print('stappen', { stappen: geweest / 2, gedood: keten.gedood.length, ...bevinding });
    expect(bevinding.fouten).toEqual([]);
    expect(keten.uitvoer()).not.toMatch(/99990\d{4}/);
  });
});

describe.skipIf(!KAN)(`killed while a foutbericht comes in${WAAROM_NIET}`, () => {
  let keten: Keten;
  let zaken: readonly Zaak[];
  beforeAll(async () => {
    keten = await startKeten({ direct: false });
    zaken = await keten.zaken(STAPPEN_FOUT.length);
  });
  afterAll(() => keten.close());

  it.each(STAPPEN_FOUT)('keeps the error and its zaak in order when killed $naam', async (stap) => {
    const zaak = zaken[STAPPEN_FOUT.indexOf(stap)]!;
    const fo03 = { code: 'StUF046', zaaknummer: zaak.nummer, aantal: 1 };
    await doodBij(keten, { ...stap, storing: { fo03 } }, zaak);
    const staten = () =>
      keten.db.query<{ id: string; staat: string; antwoord: string | null }>(sql`
        select id, staat, antwoord from lopendezaken.zaakbericht where zaaknummer = ${zaak.nummer} order by status_gezet_op`);
    const [fout] = await tot(
      staten,
      (rows) => rows.length === 2 && rows[0]!.staat === 'fout' && rows[0]!.antwoord !== null,
    );
    await tot(
      () => regelsVan(keten, zaak),
      (regels) => regels[0]?.[1] === 'stuf-fout',
    );
    await keten.opnieuw(fout!.id);
    await tot(staten, (rows) => rows.every((row) => row.staat === 'afgeleverd'));
    // The second status may have left before the foutbericht was known; then it is the error that comes after it.
    const regels = await regelsVan(keten, zaak);
    expect(regels.map(String).sort()).toEqual([
      'In behandeling,toegepast',
      'Ontvangen,stuf-fout',
      'Ontvangen,toegepast',
    ]);
  });
});
