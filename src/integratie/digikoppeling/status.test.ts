import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { buildStatusRequest, buildStatusResponse, OIN_TYPE, parseMessage } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { OK } from './nepnet.testhulp.ts';
import { GEMEENTE, hunBericht, START, VOORZIENING } from './partner.testhulp.ts';

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

const HUN_ID = 'hun-bericht-1@voorziening.example';

const vraag = (aboutMessageId: string, from = VOORZIENING, to = GEMEENTE) =>
  buildStatusRequest({
    from: [{ type: OIN_TYPE, value: from }],
    to: [{ type: OIN_TYPE, value: to }],
    cpaId: w.cpa.id,
    conversationId: 'gesprek-vraag',
    messageId: `vraag-over-${aboutMessageId}`,
    timestamp: START,
    aboutMessageId,
  });

async function antwoordOp(request: ReturnType<typeof vraag>) {
  await w.rond(p);
  const before = w.net.signalen().length;
  expect(await p.post(request)).toMatchObject({ status: 204, body: '' });
  await w.rond(p);
  const [signal] = w.net.signalen().slice(before);
  return parseMessage({ contentType: signal!.headers['content-type'], soapAction: '"ebXML"', body: signal!.body });
}

describe('a StatusRequest (ebMS 2.0 §7)', () => {
  it('about a message that we took in is answered with Received and when', async () => {
    await p.post(hunBericht(w.cpa));
    expect(await antwoordOp(vraag(HUN_ID))).toMatchObject({
      kind: 'statusResponse',
      status: 'Received',
      refToMessageId: HUN_ID,
      statusTimestamp: START,
      header: { refToMessageId: `vraag-over-${HUN_ID}`, conversationId: 'gesprek-vraag' },
    });
  });

  it('about one that was handed over, with Processed', async () => {
    await p.post(hunBericht(w.cpa));
    const [event] = await w.gebeurtenissen();
    await w.db.transaction((tx) => p.dk.bevestig(tx, [event!.body['id']!]));
    expect(await antwoordOp(vraag(HUN_ID))).toMatchObject({ status: 'Processed' });
  });

  it('about one that never came, with NotRecognized and no time', async () => {
    expect(await antwoordOp(vraag('nooit@voorziening.example'))).toMatchObject({
      status: 'NotRecognized',
      statusTimestamp: null,
    });
  });

  it('by another than its sender, with UnAuthorized: whether it came is not told', async () => {
    await p.post(hunBericht(w.cpa));
    expect(await antwoordOp(vraag(HUN_ID, GEMEENTE, VOORZIENING))).toMatchObject({
      status: 'UnAuthorized',
      statusTimestamp: null,
    });
  });
});

describe('asking it ourselves', () => {
  /** The other side answers what it is asked about, in a request of its own. */
  function antwoordt(status: 'Received' | 'NotRecognized'): void {
    w.net.antwoordt(async (request) => {
      const asked = parseMessage({
        contentType: request.headers['content-type'],
        soapAction: '"ebXML"',
        body: request.body,
      });
      if (asked.kind !== 'statusRequest') return OK;
      await p.post(
        buildStatusResponse({
          answerTo: asked.header,
          messageId: 'antwoord-1@voorziening.example',
          timestamp: START,
          aboutMessageId: asked.refToMessageId,
          status,
          statusTimestamp: status === 'Received' ? START : null,
        }),
      );
      return OK;
    }, true);
  }

  it.each(['Received', 'NotRecognized'] as const)('gives what the other side says: %s', async (status) => {
    antwoordt(status);
    expect(await p.dk.status(w.cpa.id, GEMEENTE, 'bericht-1@gemeente.example')).toEqual({
      status,
      tijdstip: status === 'Received' ? START : null,
    });
  });

  it('gives the reason when there is no answer', async () => {
    w.net.antwoordt(OK, true);
    expect(await p.dk.status(w.cpa.id, GEMEENTE, 'x', 1)).toEqual({ fout: 'geen StatusResponse binnen 0.001 s' });
    expect(await p.dk.status('ONBEKEND', GEMEENTE, 'x', 1)).toEqual({ fout: 'CPA ONBEKEND is niet geladen' });
  });
});
