/**
 * A process of ours in the ebMS run, that may be killed at any moment: the message handler, the turns of what other systems
 * gave it to send, and two listeners that write what they are told, without a key: told twice must show.
 *
 * Arguments: the file with the `Opdracht`, and which of the ports is its own. `POST /bied` takes messages in as the REST API
 * does, all of them or an error; the same may be offered again.
 */
import { createPrivateKey } from 'node:crypto';
import { neemAan, zoekRoute } from '../../src/integratie/digikoppeling/aanbod/aannemen.ts';
import { verwerkResultaten } from '../../src/integratie/digikoppeling/aanbod/resultaten.ts';
import { zendingen } from '../../src/integratie/digikoppeling/aanbod/verzending.ts';
import type { Deel } from '../../src/integratie/digikoppeling/aanbod/zending.ts';
import { createDigikoppeling, KANAAL } from '../../src/integratie/digikoppeling/index.ts';
import { openPostgres, sql } from '../../src/platform/db/index.ts';
import { createFileObjectStore } from '../../src/platform/files/index.ts';
import { createServer } from '../../src/platform/http/index.ts';
import { createLog } from '../../src/platform/log/index.ts';
import { createNet } from '../../src/platform/net/index.ts';
import { createOutbox, postgresLiveness, type Subscriber } from '../../src/platform/outbox/index.ts';
import { systemClock as clock, systemRandom as random } from '../../src/platform/time/index.ts';
import {
  ACTION,
  digestVan,
  GEMEENTE,
  inhoudVan,
  labelVan,
  leesOpdracht,
  type Opdracht,
  type Proefbericht,
} from './ebms-opdracht.ts';

const BASE = 'https://gemeente.example';
const DOMEIN = 'gemeente.example';
const TRACE = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';

/** Results and events as they were told: nothing here is unique. */
export const PROEF_TABELLEN = `
  create schema proef;
  create table proef.verteld (message_id text not null, soort text not null);
  create table proef.melding (kind text not null, subject text not null);`;

async function main({ database, opslag, sleutels }: Opdracht, poort: number): Promise<void> {
  const db = await openPostgres({ url: database, max: 10 });
  const liveness = await postgresLiveness(database, random);
  const log = createLog({ level: 'error', mask: (line) => line });
  const outbox = createOutbox({
    db,
    clock,
    random,
    liveness,
    onFault: (subscriber, what, err) => log.error({ subscriber, err }, what),
  });
  const sleutel = createPrivateKey(sleutels.wij);
  const dk = createDigikoppeling({
    db,
    net: createNet(),
    clock,
    random,
    opslag: createFileObjectStore(opslag),
    outbox,
    liveness,
    log,
    domein: DOMEIN,
    volgorde: 'per-zaak',
    beveiliging: null,
    base: BASE,
    sleutels: () => sleutel,
  });
  outbox.subscribeFamily(zendingen(db, { digikoppeling: dk, clock, random }));
  outbox.subscribe(MELDINGEN);
  dk.opResultaat((tx, resultaten) =>
    verwerkResultaten(tx, resultaten, { outbox, clock, random, domein: DOMEIN, base: BASE }),
  );
  dk.opResultaat(async (tx, resultaten) => {
    await tx.query(sql`
      insert into proef.verteld select * from unnest(
        ${resultaten.map((r) => r.messageId)}::text[], ${resultaten.map((r) => r.soort)}::text[])`);
  });

  async function neem(bericht: Proefbericht): Promise<void> {
    const context = { db, clock, random, cpas: dk.cpas, objecten: dk.objecten, outbox, domein: DOMEIN, oin: GEMEENTE };
    const kop = { ...LEGE_KOP, cpaId: bericht.cpa, action: ACTION, volgordesleutel: bericht.baan };
    const [klein, groot] = inhoudVan(bericht) as [Buffer, Buffer?];
    const delen: Deel[] = [deelVan(klein)];
    if (groot) delen.push({ ...deelVan(groot), object: await dk.objecten.nieuw(groot.length, stukken(groot)) });
    const route = await zoekRoute(context, kop, null);
    const aanbieder = { clientId: 'proef', sleutel: labelVan(bericht), trace: TRACE, zicht: null };
    await neemAan(context, kop, route, { delen, inhoud: klein }, aanbieder);
  }

  const server = createServer({ log, random, ready: async () => true });
  dk.mount(server, '/ebms');
  server.post('/bied', async (request) => {
    await Promise.all((request.body as readonly Proefbericht[]).map(neem));
    return {};
  });
  outbox.start();
  dk.start();
  await server.listen({ port: poort, host: '127.0.0.1' });
  process.stdout.write(`${poort}\n`);
}

const LEGE_KOP = {
  vanPartij: null,
  naarPartij: null,
  service: null,
  conversationId: null,
  refToMessageId: null,
  messageId: null,
};

const deelVan = (inhoud: Buffer): Deel => ({
  naam: '',
  contentType: 'application/xml',
  bytes: inhoud.length,
  sha256: digestVan([inhoud]),
});

async function* stukken(inhoud: Buffer): AsyncGenerator<Buffer> {
  const size = 64 * 1024;
  for (let at = 0; at < inhoud.length; at += size) yield inhoud.subarray(at, at + size);
}

/** Whoever listens to what is told outside: of what came in, and of what became of ours. */
const MELDINGEN: Subscriber = {
  name: 'proef.melding',
  batch: 200,
  wants: ({ channel }) => channel === KANAAL.naam,
  handle: async (deliveries) => deliveries.map(() => ({ kind: 'klaar' })),
  async settle(tx, settled) {
    const events = settled.map(({ delivery }) => delivery.event);
    await tx.query(sql`
      insert into proef.melding select * from unnest(
        ${events.map(({ kind }) => kind)}::text[], ${events.map(({ subject }) => subject)}::text[])`);
  },
};

const [, script, file, plek] = process.argv;
if (script === import.meta.filename && file && plek) {
  const opdracht = leesOpdracht(file);
  await main(opdracht, opdracht.poorten.werkers[Number(plek)]!);
}
