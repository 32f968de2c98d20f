/** What the other side may answer to our messages, and what we make of it: the right answer counts once, any other not at all (RS-F30 to F33). */
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { buildMessageError, type Packed, soapFault } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { type Gezien, OK } from './nepnet.testhulp.ts';
import { bevestiging, cpaTekst, foutmelding, gelezen, START, UUR } from './partner.testhulp.ts';

let db: Database;
let w: Wereld;
let p: Proces;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1);
});
afterEach(() => w.sluit());

/** Sends one message and forgets what was told so far. */
async function verzonden(): Promise<Gezien> {
  await w.bewaar(p, 1);
  await w.rond(p);
  w.verteld.length = 0;
  return w.net.berichten().at(-1)!;
}

const staten = async (): Promise<string[]> => (await w.berichten()).map((b) => b.staat);
const geenAntwoord = { status: 204, body: '' };

describe('an acknowledgment', () => {
  it('of a message that waits for it is told once and answered with 204 and nothing', async () => {
    const sent = await verzonden();
    expect(await p.post(bevestiging(sent))).toMatchObject(geenAntwoord);
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId: sent.messageId }]);
    expect(await staten()).toEqual(['bevestigd']);
    expect(await w.tel('signaal')).toBe(0);
  });

  it('that comes again changes nothing, also when copies come at once', async () => {
    const sent = await verzonden();
    const ack = bevestiging(sent);
    const answers = await Promise.all(Array.from({ length: 16 }, () => p.post(ack)));
    expect(answers.every((a) => a.status === 204)).toBe(true);
    expect(await p.post(ack)).toMatchObject(geenAntwoord);
    expect(w.verteld).toHaveLength(1);
    // Repeats are how ebMS repairs itself, no reason for a line in the log.
    expect(w.log.filter((l) => l.niveau === 'warn')).toEqual([]);
  });

  it('that comes before the HTTP answer to the message is not overwritten by it (RS-F32)', async () => {
    w.net.antwoordt(async (request) => {
      expect(await p.post(bevestiging(request))).toMatchObject(geenAntwoord);
      return OK;
    });
    const [messageId] = await w.bewaar(p, 1);
    await w.rond(p);
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId }]);
    expect(await staten()).toEqual(['bevestigd']);
    await w.wacht(p, 10 * UUR);
    expect(w.net.berichten()).toHaveLength(1);
  });

  it('that comes before the HTTP answer counts also when that answer is a refusal', async () => {
    w.net.antwoordt(async (request) => {
      await p.post(bevestiging(request));
      return { status: 500 };
    });
    const [messageId] = await w.bewaar(p, 1);
    await w.wacht(p, 10 * UUR);
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId }]);
    expect(w.net.berichten()).toHaveLength(1);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'bevestigd', fout: null });
  });

  it('that is lost comes again after our repeat', async () => {
    const sent = await verzonden();
    w.net.antwoordt(async (request) => {
      await p.post(bevestiging(request));
      return OK;
    });
    await w.wacht(p, 3 * UUR);
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId: sent.messageId }]);
    expect(w.net.berichten()).toHaveLength(2);
  });

  const vreemd: [string, (sent: Gezien) => Promise<Packed> | Packed][] = [
    ['of a message that we never sent', (sent) => bevestiging(sent, { messageId: 'onbekend@gemeente.example' })],
    [
      'of a message of ours, but under another CPA that we both know',
      async (sent) => {
        const ander = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-ANDER' }));
        return bevestiging(sent, { cpaId: ander.id });
      },
    ],
    ['under a CPA that we do not know', (sent) => bevestiging(sent, { cpaId: 'NOOIT-GEHOORD' })],
    [
      'that claims to come from ourselves, addressed to the other side',
      (sent) => {
        const { from, to } = gelezen(sent);
        return bevestiging(sent, { from: to, to: from });
      },
    ],
    [
      'from a party that is not in the CPA',
      (sent) => bevestiging(sent, { to: { partyIds: [{ type: 'urn:osb:oin', value: '00000099000000009000' }] } }),
    ],
    [
      'addressed to a party that is not in the CPA',
      (sent) => bevestiging(sent, { from: { partyIds: [{ type: 'urn:osb:oin', value: '00000099000000009000' }] } }),
    ],
    ['from and to the same party', (sent) => bevestiging(sent, { to: gelezen(sent).from })],
  ];

  it.each(vreemd)('%s changes nothing, is logged and answered with 204 (RS-F31)', async (_what, make) => {
    const sent = await verzonden();
    const ack = await make(sent);
    w.log.length = 0;
    expect(await p.post(ack)).toMatchObject(geenAntwoord);
    expect(w.verteld).toEqual([]);
    expect(await staten()).toEqual(['verzonden']);
    expect(w.log.filter((l) => l.niveau === 'warn')).toHaveLength(1);
    expect(await w.tel('signaal')).toBe(0);
    expect(await p.post(bevestiging(sent))).toMatchObject(geenAntwoord);
    expect(w.verteld).toHaveLength(1);
  });

  it('among strangers in one batch still counts', async () => {
    await w.bewaar(p, 3);
    await w.rond(p);
    w.verteld.length = 0;
    const [one, two, three] = w.net.berichten();
    await Promise.all([
      p.post(bevestiging(one!)),
      p.post(bevestiging(two!, { messageId: 'onbekend@gemeente.example' })),
      p.post(bevestiging(three!)),
      p.post(bevestiging(one!, { messageId: two!.messageId, from: gelezen(one!).to, to: gelezen(one!).from })),
    ]);
    expect(w.verteld.map((r) => r.messageId).sort()).toEqual([one!.messageId, three!.messageId].sort());
    expect(await staten()).toEqual(['bevestigd', 'verzonden', 'bevestigd']);
  });
});

describe('a MessageError', () => {
  it('with severity Error ends the message with code, text and the answer as it came', async () => {
    const sent = await verzonden();
    const error = foutmelding(sent);
    expect(await p.post(error)).toMatchObject(geenAntwoord);
    expect(w.verteld).toEqual([
      {
        soort: 'geweigerd',
        messageId: sent.messageId,
        reden: 'SecurityFailure: Not from you',
        antwoord: Buffer.from(error.body).toString(),
      },
    ]);
    await w.wacht(p, 30 * UUR);
    expect(w.net.berichten()).toHaveLength(1);
    expect(w.verteld).toHaveLength(1);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'geweigerd', fout: 'SecurityFailure: Not from you' });
  });

  it('keeps its text when the HTTP answer comes after it', async () => {
    w.net.antwoordt(async (request) => {
      await p.post(foutmelding(request));
      return OK;
    });
    await w.bewaar(p, 1);
    await w.rond(p);
    expect(w.verteld.map((r) => r.soort)).toEqual(['geweigerd']);
    expect((await w.berichten())[0]).toMatchObject({ staat: 'geweigerd', fout: 'SecurityFailure: Not from you' });
  });

  it('with severity Warning changes nothing and is logged', async () => {
    const sent = await verzonden();
    expect(await p.post(foutmelding(sent, 'Warning'))).toMatchObject(geenAntwoord);
    expect(w.verteld).toEqual([]);
    expect(await staten()).toEqual(['verzonden']);
    expect(w.log.filter((l) => l.niveau === 'warn')).toEqual([
      {
        niveau: 'warn',
        velden: { messageId: sent.messageId, melding: 'SecurityFailure: Not from you' },
        wat: 'waarschuwing van de andere kant',
      },
    ]);
  });

  it.each<[string, (sent: Gezien) => Promise<Packed> | Packed]>([
    ['about a message that we never sent', (sent) => foutmelding(sent, 'Error', { messageId: 'onbekend@x.example' })],
    [
      'about a message of ours under another CPA',
      async (sent) => {
        const ander = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-ANDER' }));
        return foutmelding(sent, 'Error', { cpaId: ander.id });
      },
    ],
    ['under a CPA that we do not know', (sent) => foutmelding(sent, 'Error', { cpaId: 'NOOIT-GEHOORD' })],
    [
      'that claims to come from ourselves',
      (sent) => foutmelding(sent, 'Error', { from: gelezen(sent).to, to: gelezen(sent).from }),
    ],
  ])('%s changes nothing, is logged and answered with 204, never with an error', async (_what, make) => {
    const sent = await verzonden();
    const error = await make(sent);
    w.log.length = 0;
    expect(await p.post(error)).toMatchObject(geenAntwoord);
    expect(w.verteld).toEqual([]);
    expect(await staten()).toEqual(['verzonden']);
    expect(w.log.filter((l) => l.niveau === 'warn')).toHaveLength(1);
    expect(await w.tel('signaal')).toBe(0);
  });

  it('after the acknowledgment changes nothing, and an acknowledgment after it neither', async () => {
    const one = await verzonden();
    await p.post(bevestiging(one));
    await p.post(foutmelding(one));
    const two = await verzonden();
    await p.post(foutmelding(two));
    await p.post(bevestiging(two));
    expect(await staten()).toEqual(['bevestigd', 'geweigerd']);
    expect(w.verteld.map((r) => r.soort)).toEqual(['geweigerd']);
  });

  it('packed in a multipart with odd octets is stored all the same', async () => {
    const sent = await verzonden();
    const { body } = foutmelding(sent);
    const multipart = Buffer.concat([
      Buffer.from('\0 vooraf \0\r\n--b\r\nContent-Type: text/xml\r\n\r\n'),
      body,
      Buffer.from('\r\n--b--\r\n'),
    ]);
    const contentType = 'multipart/related; boundary=b; type="text/xml"';
    expect(await p.post({ contentType, body: multipart })).toMatchObject(geenAntwoord);
    expect(w.verteld).toMatchObject([{ soort: 'geweigerd' }]);
  });
});

describe('a text of the other side that is too long', () => {
  /** As a listener may keep it: PostgreSQL refuses half a character in JSON, and then nothing of the answer would be stored, ever. */
  const bewaarAlsJson = (): void =>
    w.luistert(async (tx, resultaten) => {
      await tx.query(sql`select ${JSON.stringify(resultaten)}::jsonb as bewaard`);
    });

  it.each(['', 'x'])('is cut between two characters, in a MessageError: %j', async (before) => {
    bewaarAlsJson();
    const sent = await verzonden();
    const text = `${before}${'🏡'.repeat(12_000)}`;
    const error = buildMessageError({
      answerTo: gelezen(sent),
      messageId: 'lang@voorziening.example',
      timestamp: START,
      errors: [{ errorCode: 'Unknown', severity: 'Error', location: null, text }],
    });
    expect(await p.post(error)).toMatchObject(geenAntwoord);
    expect(w.verteld).toMatchObject([{ soort: 'geweigerd' }]);
  });

  it.each(['', 'x'])('is cut between two characters, in a SOAP Fault: %j', async (before) => {
    bewaarAlsJson();
    const { body } = soapFault('Client', `${before}${'🏡'.repeat(1_000)}`);
    w.net.antwoordt({ status: 400, body: Buffer.from(body).toString() });
    await w.bewaar(p, 1);
    // The attempt is kept as JSON: one that cannot be kept would be made again and again.
    await p.dk.turn();
    expect((await w.berichten())[0]!.fout).toMatch(/^HTTP 400: x?🏡/u);
  });
});

describe('a text of the other side with a BSN in it', () => {
  const TEKST = 'Onbekend: 999993653';

  it('is kept and told without, in a SOAP Fault and in a MessageError', async () => {
    const { body } = soapFault('Client', TEKST);
    w.net.antwoordt({ status: 503, body: Buffer.from(body).toString() });
    await w.bewaar(p, 1);
    await p.dk.turn();
    expect((await w.kanaal()).neer_reden).toMatch(/^HTTP 503: Onbekend: /);
    const [row] = await w.db.query<{ alles: string }>(
      sql`select concat(fout, verloop) as alles from digikoppeling.bericht`,
    );
    expect(`${(await w.kanaal()).neer_reden} ${row!.alles}`).not.toContain('999993653');
    const errors = [{ errorCode: 'Unknown', severity: 'Error', location: null, text: TEKST }] as const;
    const answerTo = gelezen(w.net.berichten()[0]!);
    await p.post(buildMessageError({ answerTo, messageId: 'bsn@voorziening.example', timestamp: START, errors }));
    const [told] = w.verteld;
    expect(told).toMatchObject({
      soort: 'geweigerd',
      reden: expect.stringMatching(/^Unknown: Onbekend: (?!999993653)/),
    });
  });
});

describe('a listener that cannot take a result in', () => {
  it('keeps the acknowledgment from being stored: 5xx, and it counts when it comes again', async () => {
    const sent = await verzonden();
    w.luistert(async () => {
      throw new Error('nog niet');
    });
    expect((await p.post(bevestiging(sent))).status).toBe(500);
    expect(await staten()).toEqual(['verzonden']);
    w.luistert(async () => undefined);
    expect(await p.post(bevestiging(sent))).toMatchObject(geenAntwoord);
    expect(w.verteld).toHaveLength(1);
  });

  it('of one message does not keep the acknowledgments of others from being stored', async () => {
    await w.bewaar(p, 6);
    await w.rond(p);
    w.verteld.length = 0;
    const bad = w.net.berichten()[2]!.messageId;
    w.luistert(async (_tx, resultaten) => {
      if (resultaten.some((r) => r.messageId === bad)) throw new Error('dit nooit');
    });
    const answers = await Promise.all(w.net.berichten().map((g) => p.post(bevestiging(g))));
    expect(answers.map((a) => a.status)).toEqual([204, 204, 500, 204, 204, 204]);
    expect(w.verteld.map((r) => r.messageId)).not.toContain(bad);
    expect(w.verteld).toHaveLength(5);
  });
});

describe('any mixture of answers', () => {
  it('leaves each message in the state of the first answer that counts, told once', async () => {
    const soorten = ['ack', 'fout', 'waarschuwing', 'vreemd'] as const;
    const answer = fc.record({ soort: fc.constantFrom(...soorten), over: fc.nat(3) });
    await fc.assert(
      fc.asyncProperty(fc.array(answer, { maxLength: 12 }), async (answers) => {
        const ids = await w.bewaar(p, 4);
        await w.rond(p);
        w.verteld.length = 0;
        const sent = ids.map((id) => w.net.berichten().find((g) => g.messageId === id)!);
        const expected = new Map<string, string>();
        for (const { soort, over } of answers) {
          const about = sent[over]!;
          if (soort === 'ack') await p.post(bevestiging(about));
          else if (soort === 'fout') await p.post(foutmelding(about));
          else if (soort === 'waarschuwing') await p.post(foutmelding(about, 'Warning'));
          else await p.post(bevestiging(about, { from: gelezen(about).to, to: gelezen(about).from }));
          const counts = soort === 'ack' ? 'bevestigd' : soort === 'fout' ? 'geweigerd' : null;
          if (counts !== null && !expected.has(about.messageId)) expected.set(about.messageId, counts);
        }
        expect(w.verteld.map((r) => [r.messageId, r.soort])).toEqual([...expected]);
      }),
      { numRuns: 25 },
    );
  });
});

describe('a SOAP Fault posted to us as if it were a message', () => {
  it('is refused as unreadable and never answered with a message', async () => {
    const answer = await p.post(soapFault('Client', 'verdwaald'));
    expect(answer.status).toBe(500);
    expect(await w.tel('signaal')).toBe(0);
  });
});
