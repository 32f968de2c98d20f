/** Warnings from beginning to end on the real tables and the real outbox: told once, by one process, and never lost. */
import { createHmac } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import type { RegisterStand } from '../../integratie/bronnen/index.ts';
import { testDatabase } from '../../platform/db/database.testhulp.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import type { Mail } from '../../platform/mail/index.ts';
import { MailFault } from '../../platform/mail/index.ts';
import { NetFault, type NetRequest } from '../../platform/net/index.ts';
import { createOutbox, type Outbox, outboxMigrations, soleLiveness } from '../../platform/outbox/index.ts';
import { fixedClock, seededRandom } from '../../platform/time/index.ts';
import { BEGIN, createInrichtingen, createLopen, lopendezakenMigrations } from '../lopendezaken/index.ts';
import { createWaarschuwingen, type Waarschuwingen, waarschuwingenMigrations } from './index.ts';
import { meetwaarden } from './meten.ts';

const MINUUT = 60_000;
const UUR = 60 * MINUUT;
const SLEUTEL = 'een-sleutel-van-minstens-32-tekens';
const BSN = '999993653';

let db: Database;
let clock: ReturnType<typeof fixedClock>;
let outbox: Outbox;
let een: Waarschuwingen;
let ander: Waarschuwingen;
let regels: { wat: string; velden: object }[];
let webhooks: NetRequest[];
let mails: Mail[];
/** What the other side does. */
let webhookStatus: number | 'weg';
let mailWeg: boolean;
let standen: readonly RegisterStand[];
let cpaFout: boolean;

beforeEach(async () => {
  db = await testDatabase([outboxMigrations, lopendezakenMigrations, waarschuwingenMigrations]);
  clock = fixedClock(new Date('2026-11-02T09:00:00Z'));
  [regels, webhooks, mails] = [[], [], []];
  [webhookStatus, mailWeg, cpaFout, standen] = [200, false, false, []];
  const random = seededRandom(7);
  const onFault = (_wie: string, wat: string, error: unknown): void => void regels.push({ wat, velden: { error } });
  outbox = createOutbox({ db, clock, random, liveness: soleLiveness(random), onFault });
  const schrijf = (velden: object, wat: string): void => void regels.push({ wat, velden });
  const opties = {
    db,
    clock,
    random,
    log: { debug: schrijf, info: schrijf, warn: schrijf, error: schrijf },
    outbox,
    cpas: {
      cpas: async () => {
        if (cpaFout) throw new Error('CPA kapot');
        return [];
      },
    },
    registers: { stand: async () => standen },
    keystore: { identities: () => [] },
    inrichtingen: createInrichtingen({ db, clock, begin: BEGIN }),
    lopen: createLopen({ db, clock }),
    grenzen: { vastMinuten: 60, wegMinuten: 15, fouten: 3 },
    afzender: { gemeente: 'Demodam', omgeving: 'preproductie', base: 'https://zaakbode.example' },
  };
  een = createWaarschuwingen({
    ...opties,
    webhook: {
      url: 'https://chat.example/haak',
      sleutel: SLEUTEL,
      net: {
        async request(request) {
          webhooks.push(request);
          if (webhookStatus === 'weg') throw new NetFault('geen verbinding', false);
          return { status: webhookStatus, headers: {}, body: Buffer.alloc(0) };
        },
      },
    },
    mail: {
      aan: ['beheer@gemeente.example'],
      mailer: {
        async send(mail) {
          if (mailWeg) throw new MailFault('de mailserver is niet bereikbaar (ECONNREFUSED)');
          mails.push(mail);
        },
      },
    },
  });
  ander = createWaarschuwingen({
    ...opties,
    outbox: { ...outbox, subscribe: () => undefined },
    webhook: null,
    mail: null,
  });
});

const bronWeg = (sinds: Date): Promise<unknown> =>
  db.query(sql`insert into lopendezaken.bron (naam, weg_sinds, reden) values ('accounts', ${sinds}, ${`weg voor ${BSN}`})
    on conflict (naam) do update set weg_sinds = excluded.weg_sinds`);
const bronTerug = (): Promise<unknown> => db.query(sql`update lopendezaken.bron set weg_sinds = null`);

async function fouten(aantal: number): Promise<void> {
  await db.query(sql`
    insert into lopendezaken.zaakbericht (id, status_id, zaak_id, zaaknummer, zaaktype, statustype, staat, reden, status_gezet_op,
      gewijzigd_op, tijdlijn, token)
    select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 'ZAAK-GEHEIM', 'T', 'S', 'fout', ${`reden met ${BSN}`},
      ${clock.now()}, ${clock.now()}, '[]', 'beheer:' || n from generate_series(1, ${aantal}) as n`);
}

/** A look by both processes, and everything that is due delivered. */
async function ronde(): Promise<void> {
  await Promise.all([een.kijk(), ander.kijk()]);
  while ((await outbox.turn()) > 0);
}
async function naMinuten(minuten: number): Promise<void> {
  clock.advance(minuten * MINUUT);
  await ronde();
}
const gemeld = (): string[] =>
  webhooks.map(({ body }) => {
    const { gebeurtenis, soort } = JSON.parse(String(body));
    return `${gebeurtenis} ${soort}`;
  });

describe('a source that stays away', () => {
  it('is told within a minute after its limit, again after a day, and once when it is back', async () => {
    await bronWeg(clock.now());
    for (let i = 0; i < 14; i++) await naMinuten(1);
    expect(gemeld()).toEqual([]);
    await naMinuten(1);
    expect(gemeld()).toEqual(['begin bron']);
    for (let i = 0; i < 24; i++) await naMinuten(30);
    expect(gemeld()).toHaveLength(1);
    for (let i = 0; i < 24; i++) await naMinuten(30);
    expect(gemeld()).toEqual(['begin bron', 'herinnering bron']);
    await bronTerug();
    await naMinuten(1);
    await naMinuten(1);
    expect(gemeld()).toEqual(['begin bron', 'herinnering bron', 'voorbij bron']);
    expect(mails.map(({ subject }) => subject.split(' ')[0])).toEqual(['Waarschuwing', 'Herinnering', 'Voorbij']);
    expect(await een.lopend()).toEqual([]);
  });
  it('is shown in /beheer, in every process', async () => {
    await bronWeg(new Date(clock.now().getTime() - 20 * MINUUT));
    await ronde();
    const [gezien] = await ander.lopend();
    expect(gezien).toEqual({
      soort: 'bron',
      sinds: new Date('2026-11-02T08:40:00Z'),
      tekst: 'De accountcontrole geeft al langer dan 15 minuten geen antwoord.',
      advies: 'Zaakberichten wachten tot de controle lukt. Wat er misgaat: weg voor *********',
      href: '/beheer/lopende-zaken/berichten?staat=wacht_op_controle',
    });
  });
  it('begins anew when it goes away again', async () => {
    await bronWeg(clock.now());
    await naMinuten(15);
    await bronTerug();
    await naMinuten(1);
    await bronWeg(clock.now());
    await naMinuten(15);
    expect(gemeld()).toEqual(['begin bron', 'voorbij bron', 'begin bron']);
  });
});

describe('what is told', () => {
  it('holds what is wrong, since when, what to do and where, and nobody’s BSN or zaak', async () => {
    await fouten(1);
    await ronde();
    const [mail] = mails;
    expect(mail).toMatchObject({
      to: ['beheer@gemeente.example'],
      subject: 'Waarschuwing Zaakbode Demodam (preproductie): Eén zaakbericht wacht op een beheerder.',
      messageId: expect.stringMatching(/^[0-9a-f-]{36}@zaakbode\.example$/),
    });
    expect(mail!.text).toContain('Sinds: 2 november 2026 om 10:00');
    expect(mail!.text).toContain('Meer in Beheer: https://zaakbode.example/beheer/lopende-zaken/berichten?staat=fout');
    const alles = JSON.stringify([mails, webhooks.map(({ body }) => body), regels, await een.lopend()]);
    for (const geheim of [BSN, 'ZAAK-GEHEIM', SLEUTEL]) expect(alles).not.toContain(geheim);
  });
  it('goes to the webhook signed, with the time in what is signed', async () => {
    await fouten(1);
    await ronde();
    const { url, headers, body } = webhooks[0]!;
    const [, t, v1] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(headers!['x-zaakbode-handtekening']!)!;
    expect(url).toBe('https://chat.example/haak');
    expect(Number(t)).toBe(clock.now().getTime() / 1000);
    expect(v1).toBe(createHmac('sha256', SLEUTEL).update(`${t}.${body}`).digest('hex'));
    expect(JSON.parse(String(body))).toMatchObject({
      id: headers!['idempotency-key'],
      gebeurtenis: 'begin',
      link: 'https://zaakbode.example/beheer/lopende-zaken/berichten?staat=fout',
      text: mails[0]!.subject,
    });
  });
  it('is in the log too (L10)', async () => {
    await fouten(1);
    await ronde();
    expect(regels).toContainEqual({ wat: 'waarschuwing', velden: expect.objectContaining({ soort: 'beheerder' }) });
  });
});

describe('/metrics', () => {
  it('counts what is wrong per soort, those with nothing too', async () => {
    await fouten(1);
    await ronde();
    const [warnings] = await ander.metrics();
    const per = Object.fromEntries(warnings!.samples.map(({ labels, value }) => [labels['kind'], value]));
    expect(per).toEqual({ vast: 0, beheerder: 1, bron: 0, register: 0, kanaal: 0, certificaat: 0, fouten: 0 });
  });
  it('tells how long our own certificates hold', () => {
    const certificaat = { vingerafdruk: 'a'.repeat(64), naam: 'x', tot: new Date('2026-11-12T09:00:00Z'), cpaId: null };
    expect(meetwaarden([], [certificaat], clock.now())[1]!.samples).toEqual([
      { labels: { certificate: 'aaaaaaaaaaaaaaaa' }, value: 10 },
    ]);
  });
});

describe('a register of another', () => {
  it('that cannot be read is told, and that it is back', async () => {
    standen = [
      { naam: 'elders', leesFout: 'Register elders heeft een storing (500).', leesFoutSinds: clock.now() },
    ] as never;
    await naMinuten(14);
    expect(gemeld()).toEqual([]);
    await naMinuten(2);
    standen = [];
    await naMinuten(1);
    expect(gemeld()).toEqual(['begin register', 'voorbij register']);
  });
});

describe('rising errors', () => {
  it('are told at the limit, and over when a quarter of an hour brought less than half', async () => {
    await fouten(2);
    await ronde();
    expect(gemeld()).toEqual(['begin beheerder']);
    await fouten(1);
    await naMinuten(1);
    expect(gemeld()).toEqual(['begin beheerder', 'begin fouten']);
    await naMinuten(16);
    expect(gemeld().at(-1)).toBe('voorbij fouten');
    expect((await een.lopend()).map(({ tekst }) => tekst)).toEqual(['3 zaakberichten wachten op een beheerder.']);
  });
});

describe('over several processes', () => {
  it('one look at a time counts, and each trouble is told once', async () => {
    await fouten(1);
    const told = await Promise.all([een.kijk(), ander.kijk(), een.kijk(), ander.kijk()]);
    expect(told.reduce((sum, n) => sum + n)).toBe(1);
  });
  it('what a process found that lost its turn meanwhile does not count', async () => {
    await fouten(1);
    const traag = een.kijk();
    await db.query(sql`update waarschuwingen.ronde set nummer = nummer + 1`);
    // Either it was still before its turn, or what it found came too late: never both told.
    const told = (await traag) + (await ander.kijk());
    expect(told).toBeLessThanOrEqual(1);
    clock.advance(20_000);
    await ander.kijk();
    expect(await een.lopend()).toHaveLength(1);
  });
});

describe('a way out that is down (RS-F49)', () => {
  it('holds up no other, and what could not go goes later, in order and once', async () => {
    mailWeg = true;
    await fouten(1);
    await ronde();
    expect(gemeld()).toEqual(['begin beheerder']);
    expect(mails).toEqual([]);
    await db.query(sql`delete from lopendezaken.zaakbericht`);
    await naMinuten(1);
    expect(gemeld()).toEqual(['begin beheerder', 'voorbij beheerder']);
    mailWeg = false;
    await naMinuten(10);
    expect(mails.map(({ subject }) => subject.split(' ')[0])).toEqual(['Waarschuwing', 'Voorbij']);
    expect(regels.filter(({ wat }) => wat.includes('komt niet aan'))).toHaveLength(1);
  });
  it.each(['weg', 500, 404, 302] as const)('(webhook: %s) is tried again', async (hoe) => {
    webhookStatus = hoe;
    await fouten(1);
    await ronde();
    expect(mails).toHaveLength(1);
    webhookStatus = 204;
    await naMinuten(10);
    const ids = new Set(webhooks.map(({ headers }) => headers!['idempotency-key']));
    expect([webhooks.length, ids.size]).toEqual([2, 1]);
  });
  it('for days, is given up: it is old news', async () => {
    webhookStatus = 'weg';
    await fouten(1);
    await ronde();
    clock.advance(73 * UUR);
    while ((await outbox.turn()) > 0);
    webhookStatus = 200;
    webhooks.length = 0;
    clock.advance(UUR);
    while ((await outbox.turn()) > 0);
    expect(webhooks).toEqual([]);
  });
});

describe('what cannot be looked at', () => {
  it('ends no warning and stops no other', async () => {
    await db.query(sql`
      insert into waarschuwingen.waarschuwing (id, sleutel, soort, trap, sinds, tekst, advies, href, gemeld_op)
      values (gen_random_uuid(), 'kanaal:x', 'kanaal', '', ${clock.now()}, 'Neer.', 'Wacht.', '/beheer', ${clock.now()})`);
    cpaFout = true;
    await fouten(1);
    await ronde();
    expect((await een.lopend()).map(({ soort }) => soort)).toEqual(['beheerder', 'kanaal']);
    cpaFout = false;
    await naMinuten(1);
    expect((await een.lopend()).map(({ soort }) => soort)).toEqual(['beheerder']);
  });
});
