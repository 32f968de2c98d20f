/**
 * What a batch of zaken costs in questions to the database, with the register, the gate and Digikoppeling as they are: to
 * decide and to compose at most two, to store what follows from it a fixed number, however many zaken are in the batch.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { type DemoZaaktype, maakCatalogus, maakZaak, type ZgwClient, zetStatus } from '../src/demodata.ts';
import { DEMO_OIN, demoCpa, demoCpaFeiten } from '../src/demoverbinding.ts';
import { eigenBron } from '../src/integratie/bronnen/index.ts';
import { createDigikoppeling, digikoppelingMigrations } from '../src/integratie/digikoppeling/index.ts';
import { createFileObjectStore } from '../src/platform/files/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { createNet } from '../src/platform/net/index.ts';
import { type Outbox, type Subscriber, soleLiveness } from '../src/platform/outbox/index.ts';
import { seededRandom } from '../src/platform/time/index.ts';
import { aansluitenMigrations, createPoort } from '../src/proces/aansluiten/index.ts';
import {
  BEGIN,
  createInrichtingen,
  createLopen,
  koppelLopendeZaken,
  laadVormen,
  lopendezakenMigrations,
} from '../src/proces/lopendezaken/index.ts';
import { type Registers, registers } from '../src/registraties/registers.testhulp.ts';

const ONTVANGER = '00000004003214345001';
const BSNS = ['999993653', '999990019', '999990135', '999990202', '999990275'];

let r: Registers;
let api: ZgwClient;
let type: DemoZaaktype;
/** Per batch: whose it was, how many zaken, and what it asked. */
const gemeten: { wie: string; zaken: number; vragen: number }[] = [];

/** Counts what a subscriber asks while it works, and what is asked to store what it decided. */
function geteld(een: Subscriber): Subscriber {
  return {
    ...een,
    async handle(deliveries, signal) {
      const before = r.db.roundTrips();
      const outcomes = await een.handle(deliveries, signal);
      gemeten.push({ wie: een.name, zaken: deliveries.length, vragen: r.db.roundTrips() - before });
      return outcomes;
    },
  };
}

beforeAll(async () => {
  r = await registers({ migraties: [digikoppelingMigrations, lopendezakenMigrations, aansluitenMigrations] });
  const { db, clock, outbox } = r;
  const random = seededRandom(3);
  const log = silentLog;
  const digikoppeling = createDigikoppeling({
    db,
    net: createNet(),
    clock,
    random,
    opslag: createFileObjectStore('/nergens'),
    outbox,
    liveness: soleLiveness(random),
    log,
    domein: 'gemeente.example',
    volgorde: 'per-zaak',
    beveiliging: null,
  });
  const [own, simulator] = ['http://127.0.0.1:9', 'http://127.0.0.1:9'];
  const { id: cpaId } = await digikoppeling.cpas.laad(demoCpa(demoCpaFeiten(ONTVANGER), 'Demodam', own, simulator));
  const tellend: Pick<Outbox, keyof Outbox> = {
    ...outbox,
    subscribe: (een) => outbox.subscribe(geteld(een)),
    subscribeFamily: (familie) =>
      outbox.subscribeFamily({ ...familie, members: async (from) => (await familie.members(from)).map(geteld) }),
  };
  koppelLopendeZaken(tellend, {
    db,
    bron: eigenBron(db),
    authentiek: { naam: 'BRP', bekend: async (bsns) => bsns.map(() => true) },
    accounts: { stand: async (bsns) => bsns.map(() => ({ soort: 'actief', geactiveerdOp: null })) },
    digikoppeling,
    outbox,
    verwerkingen: r.ports.verwerkingen,
    instellingen: {
      cpaId,
      oin: DEMO_OIN,
      applicatie: 'Zaakbode',
      administratie: 'Gemeente Demodam',
      ontvanger: { organisatie: ONTVANGER, applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
      action: 'zaakbericht',
      domein: 'gemeente.example',
    },
    inrichtingen: createInrichtingen({ db, clock, begin: BEGIN }),
    lopen: createLopen({ db, clock }),
    vormen: await laadVormen({ sjabloon: null, xsd: null }),
    toelating: createPoort({ omgeving: 'productie', bestaand: true, clock }),
    clock,
    random,
    log,
    publish: outbox.publish,
  });
  const ask = async (method: string, path: string, body?: unknown) => {
    const { status, body: answer } = await r.send(method, path, body);
    expect(status).toBeLessThan(300);
    return answer;
  };
  api = { post: (path, body) => ask('POST', path, body), get: (path) => ask('GET', path) };
  type = (await maakCatalogus(api)).get('PARKEREN')!;
});

/** A status on so many zaken, handled in one batch of each step; what each step asked. */
async function vertel(aantal: number): Promise<readonly (readonly [string, number, number])[]> {
  const zaken = [];
  for (let i = 0; i < aantal; i++) zaken.push(await maakZaak(api, type, BSNS[i]!, 'Parkeren', '2026-01-01'));
  for (const { url } of zaken) await zetStatus(api, url, type.statustypen[0]!, r.clock.now());
  gemeten.length = 0;
  while ((await r.outbox.turn()) > 0);
  return gemeten.map(({ wie, zaken: n, vragen }) => [wie, n, vragen]);
}

describe('a batch of zaken of the own register', () => {
  it('is decided with one question to the database, and composed with two, however many they are', async () => {
    // The first batch asks for the inrichting and the CPA as well, which are remembered.
    await vertel(1);
    for (const aantal of [1, 5]) {
      r.clock.advance(100);
      expect(await vertel(aantal)).toEqual([
        ['lopendezaken.beoordeling', aantal, 1],
        ['lopendezaken.verzending', aantal, 2],
      ]);
    }
  });
  it('costs the same number of questions in all, however many they are', async () => {
    const totaal = async (aantal: number): Promise<number> => {
      const zaken = [];
      for (let i = 0; i < aantal; i++) zaken.push(await maakZaak(api, type, BSNS[i]!, 'Parkeren', '2026-01-01'));
      for (const { url } of zaken) await zetStatus(api, url, type.statustypen[0]!, r.clock.now());
      const before = r.db.roundTrips();
      while ((await r.outbox.turn()) > 0);
      return r.db.roundTrips() - before;
    };
    expect(await totaal(5)).toBe(await totaal(1));
  });
});
