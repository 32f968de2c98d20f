/** Callbacks on a real network: slow, silent, sending elsewhere, and a name that leads into the house. */
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createVault } from '../../platform/crypto/index.ts';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import { silentLog } from '../../platform/log/index.ts';
import { createOutbound, type Net } from '../../platform/net/index.ts';
import { createOutbox, type Outbox, outboxMigrations, soleLiveness } from '../../platform/outbox/index.ts';
import { seededRandom, systemClock, uuidv7 } from '../../platform/time/index.ts';
import { abonnementen } from './bezorgen.ts';
import { notificatiesMigrations } from './index.ts';
import { createTeller } from './teller.ts';

const random = seededRandom(5);
const clock = systemClock;
const vault = createVault('sleutel voor tests', random);

let db: Database;
let outbox: Outbox;
let net: Net | undefined;
const servers: Server[] = [];

beforeEach(async () => {
  db = await testDatabase([outboxMigrations, notificatiesMigrations]);
  outbox = createOutbox({ db, clock, random, liveness: soleLiveness(random), onFault: () => undefined });
});
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
  await outbox.stop();
  await net?.close();
});

/** A server of this test; gives its address. */
async function luister(handler: RequestListener): Promise<string> {
  const server = createServer(handler);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

function bezorgMet(made: Net): void {
  net = made;
  const opties = { vault, clock, random, bron: 'urn:nld:oin:1:systeem:x', log: silentLog, teller: createTeller() };
  outbox.subscribeFamily(abonnementen({ ...opties, net: made }));
}

async function abonneer(callbackUrl: string): Promise<void> {
  await db.query(sql`
    insert into notificaties.abonnement (id, callback_url, auth, kanalen, send_cloudevents, cloudevent_filters, client_id,
      aangemaakt_op)
    values (${uuidv7(clock, random)}, ${callbackUrl}, ${vault.seal('Bearer x')}, '[{"naam":"zaken","filters":{}}]', false,
      '[]', 'test', ${clock.now()})`);
}

/** News about so many objects. */
async function nieuws(aantal: number): Promise<void> {
  const events = Array.from({ length: aantal }, () => ({
    channel: 'zaken',
    kind: 'zaak.create',
    subject: uuidv7(clock, random),
    trace: null,
    body: { kanaal: 'zaken', hoofdObject: 'x', resource: 'zaak', resourceUrl: 'x', actie: 'create', kenmerken: {} },
  }));
  await db.transaction((tx) => outbox.publish(tx, events));
}

const open = (url: string) => [{ origin: url, intern: true }];
const staat = async () =>
  await db.query<{ state: string; reason: string | null }>(sql`select distinct state, reason from outbox.delivery`);

describe('RS-F46: a subscriber who takes long', () => {
  it('has eight messages under way at most, and holds up nobody else', async () => {
    const poort = Promise.withResolvers<void>();
    const vol = Promise.withResolvers<void>();
    let onderweg = 0;
    let meeste = 0;
    const traag = await luister(async (_request, response) => {
      meeste = Math.max(meeste, ++onderweg);
      if (onderweg === 8) vol.resolve();
      await poort.promise;
      onderweg--;
      response.writeHead(204).end();
    });
    const alles = Promise.withResolvers<void>();
    let gekregen = 0;
    const vlot = await luister((_request, response) => {
      response.writeHead(204).end();
      if (++gekregen === 40) alles.resolve();
    });
    bezorgMet(createOutbound([...open(traag), ...open(vlot)]));
    await abonneer(`${traag}/hook`);
    await abonneer(`${vlot}/hook`);
    outbox.start();
    await nieuws(40);
    await Promise.all([vol.promise, alles.promise]);
    expect([meeste, gekregen]).toEqual([8, 40]);
    poort.resolve();
  });
});

describe('RS-F47: a callback', () => {
  it('that sends on to another address is not followed there', async () => {
    let elders = 0;
    const ander = await luister((_request, response) => {
      elders++;
      response.writeHead(204).end();
    });
    const hier = await luister((_request, response) => response.writeHead(307, { location: `${ander}/hook` }).end());
    bezorgMet(createOutbound([...open(hier), ...open(ander)]));
    await abonneer(`${hier}/hook`);
    await nieuws(1);
    await outbox.turn();
    await outbox.turn();
    expect(elders).toBe(0);
    expect(await staat()).toEqual([{ state: 'open', reason: 'antwoord 307: een doorverwijzing wordt niet gevolgd' }]);
  });
  it('whose name has come to lead to an address inside the house is not called', async () => {
    let gevraagd = 0;
    const binnen = await luister((_request, response) => {
      gevraagd++;
      response.writeHead(204).end();
    });
    const { port } = new URL(binnen);
    const naam = `http://afnemer.example:${port}`;
    const lookup = ((_name: string, _options: object, callback: (e: null, found: object[]) => void) =>
      callback(null, [{ address: '127.0.0.1', family: 4 }])) as never;
    bezorgMet(createOutbound([{ origin: naam, intern: false }], lookup));
    await abonneer(`${naam}/hook`);
    await nieuws(1);
    await outbox.turn();
    await outbox.turn();
    expect(gevraagd).toBe(0);
    expect((await staat()).map(({ state }) => state)).toEqual(['open']);
  });
});
