/** The API for other systems on a test database, with the other side of the CPA played by the test. */
import { type Log, silentLog } from '../../../platform/log/index.ts';
import {
  type Answer,
  BASE,
  type Registers,
  type RegistersOptions,
  registers,
} from '../../../registraties/registers.testhulp.ts';
import { type Cpa, type Packed, SOAP_ACTION } from '../../../standaarden/ebms/index.ts';
import type { Stroom } from '../dragers/index.ts';
import { geheugenOpslag } from '../geheugenopslag.testhulp.ts';
import {
  createAanbod,
  createDigikoppeling,
  type Digikoppeling,
  digikoppelingMigrations,
  digikoppelingOpenapi,
} from '../index.ts';
import { type NepNet, nepNet, OK } from '../nepnet.testhulp.ts';
import { bevestiging, cpaTekst, foutmelding, GEMEENTE } from '../partner.testhulp.ts';

export const ROOT = '/digikoppeling/api/v1';

export interface Wereld {
  readonly r: Registers;
  readonly dk: Digikoppeling;
  readonly net: NepNet;
  readonly cpa: Cpa;
  /** POST /berichten with this laid over a message that is right. */
  verzend(extra?: object, options?: { as?: string; headers?: Record<string, string> }): Promise<Answer>;
  lees(id: string): Promise<Answer['body']>;
  kies(id: string, keuze: string, as?: string): Promise<Answer>;
  /** Lets everything that is due happen. */
  rond(): Promise<void>;
  /** Moves the clock and lets what is due happen. */
  later(ms: number): Promise<void>;
  /** An ebMS message that the other side posts to us. */
  post(packed: Packed): Promise<number>;
  /** The other side acknowledges every business message that it saw and did not acknowledge. */
  bevestigAlles(): Promise<void>;
  /** The other side refuses the last message. */
  weiger(): Promise<void>;
  /** As it began, but for clients: ten times as fast as a world of its own. */
  leeg(): Promise<void>;
}

const LEEG = `
  delete from digikoppeling.zending; delete from digikoppeling.overdracht; delete from digikoppeling.signaal;
  delete from digikoppeling.ontvangen; delete from digikoppeling.bericht; delete from digikoppeling.object;
  delete from digikoppeling.drager;
  update digikoppeling.kanaal set worker = null, neer_sinds = null, neer_reden = null, pogingen = 0, volgende = '-infinity', geweigerd = '{}';
  delete from outbox.lane; delete from outbox.delivery; delete from outbox.fresh; delete from outbox.event; delete from outbox.subject;`;

export const BIJLAGE = {
  naam: 'bericht.xml',
  contentType: 'application/xml',
  inhoud: Buffer.from('<bericht>é</bericht>').toString('base64'),
};

export async function wereld(
  options: {
    readonly om?: RegistersOptions['om'];
    readonly log?: Log;
    stromen?(clock: Registers['clock']): readonly Stroom[];
  } = {},
): Promise<Wereld> {
  let dk: Digikoppeling | undefined;
  let net: NepNet | undefined;
  const r = await registers({
    ...(options.log && { log: options.log }),
    ...(options.om && { om: options.om }),
    migraties: [digikoppelingMigrations],
    extra: async (ports, outbox) => {
      const { db, clock, random } = ports;
      net = nepNet(clock);
      dk = createDigikoppeling({
        db,
        net,
        clock,
        random,
        opslag: geheugenOpslag(),
        outbox,
        liveness: { key: () => 1, alive: async () => [1], close: async () => undefined },
        log: options.log ?? silentLog,
        domein: 'gemeente.example',
        volgorde: 'per-zender',
        beveiliging: null,
        base: BASE,
        stromen: options.stromen?.(clock as Registers['clock']) ?? [],
      });
      const aanbod = createAanbod({ ports, outbox, digikoppeling: dk, domein: 'gemeente.example', oin: GEMEENTE });
      const handler = dk;
      return {
        mount(server) {
          handler.mount(server, '/digikoppeling/ebms');
          aanbod.mount(server);
        },
        openapi: digikoppelingOpenapi(BASE),
      };
    },
  });
  const handler = dk!;
  const wire = net!;
  const cpa = await handler.cpas.laad(cpaTekst());
  const bevestigd = new Set<string>();
  const begin = r.clock.now();

  const w: Wereld = {
    r,
    dk: handler,
    net: wire,
    cpa,
    verzend: (extra = {}, opties = {}) =>
      r.send(
        'POST',
        `${ROOT}/berichten`,
        { cpaId: cpa.id, action: 'zaakbericht', bijlagen: [BIJLAGE], ...extra },
        opties,
      ),
    lees: async (id) => (await r.send('GET', `${ROOT}/berichten/${id}`)).body,
    kies: (id, keuze, as) =>
      r.send('POST', `${ROOT}/berichten/${id}/${keuze}`, undefined, as === undefined ? {} : { as }),
    async rond() {
      while ((await r.outbox.turn()) + (await handler.turn()) > 0);
    },
    async later(ms) {
      r.clock.advance(ms);
      await w.rond();
    },
    async post({ contentType, body }) {
      const answer = await r.server.inject({
        method: 'POST',
        url: '/digikoppeling/ebms',
        headers: { 'content-type': contentType, soapaction: SOAP_ACTION },
        payload: Buffer.from(body),
      });
      return answer.statusCode;
    },
    async bevestigAlles() {
      for (const gezien of wire.berichten()) {
        if (bevestigd.has(gezien.messageId)) continue;
        if ((await w.post(bevestiging(gezien))) === 204) bevestigd.add(gezien.messageId);
      }
      await w.rond();
    },
    async leeg() {
      await r.db.script(LEEG);
      r.clock.set(begin);
      wire.gezien.length = 0;
      wire.antwoordt(OK);
      bevestigd.clear();
    },
    async weiger() {
      await w.post(foutmelding(wire.berichten().at(-1)!));
      await w.rond();
    },
  };
  return w;
}
