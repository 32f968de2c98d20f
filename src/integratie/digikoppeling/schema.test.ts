/** Everything that leaves us, held against the published schema of ebMS 2.0 (Koppelvlakstandaard ebMS2: structure as in msg-header-2_0.xsd). */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { buildPing, buildStatusRequest, OIN_TYPE } from '../../standaarden/ebms/index.ts';
import { gedeeld, laadSchema } from '../../standaarden/xml/xsd.testhulp.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { type Gezien, OK } from './nepnet.testhulp.ts';
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

const folder = gedeeld('xsd/ebms');
const zonder = folder === null ? ' (skipped: ../shared/xsd/ebms is not there)' : '';

/** The envelope in a request: the whole body, or the first part of a multipart. */
function envelop({ body }: Gezien): string {
  const text = body.toString('utf8');
  return text.slice(text.indexOf('<soap:Envelope'), text.indexOf('</soap:Envelope>') + '</soap:Envelope>'.length);
}

describe.skipIf(folder === null)(`what we send${zonder}`, () => {
  it('is valid: message, acknowledgment, error, ping and pong, status asked and told', async () => {
    const schema = laadSchema(folder!, 'msg-header-2_0.xsd');
    const vraag = {
      from: [{ type: OIN_TYPE, value: VOORZIENING }],
      to: [{ type: OIN_TYPE, value: GEMEENTE }],
      cpaId: w.cpa.id,
      conversationId: 'gesprek-vraag',
      timestamp: START,
    };
    w.net.antwoordt(OK, true);
    await w.bewaar(p, 2);
    await p.post(hunBericht(w.cpa));
    await p.post(hunBericht(w.cpa, { conversationId: 'anders' }));
    await p.post(hunBericht(w.cpa, { messageId: 'laat@voorziening.example', timeToLive: new Date(0) }));
    await p.post(buildPing({ ...vraag, messageId: 'ping@voorziening.example' }));
    await p.post(buildStatusRequest({ ...vraag, messageId: 'vraag@voorziening.example', aboutMessageId: 'x' }));
    await w.rond(p);
    await p.dk.ping(w.cpa.id, GEMEENTE, 1);
    await p.dk.status(w.cpa.id, GEMEENTE, 'x', 1);
    const sent = w.net.gezien.map((g) => ({ action: /<eb:Action>([^<]*)/.exec(envelop(g))![1], g }));
    expect(sent.map((s) => s.action).sort()).toEqual([
      'Acknowledgment',
      'MessageError',
      'MessageError',
      'Ping',
      'Pong',
      'StatusRequest',
      'StatusResponse',
      'zaakbericht',
      'zaakbericht',
    ]);
    for (const { action, g } of sent) expect([action, schema.validate(envelop(g))]).toEqual([action, []]);
  });

  it('would not be if it were wrong: the schema does tell', async () => {
    const schema = laadSchema(folder!, 'msg-header-2_0.xsd');
    await w.bewaar(p, 1);
    await w.rond(p);
    const wrong = envelop(w.net.berichten()[0]!).replace(/<eb:CPAId>[^<]*<\/eb:CPAId>/, '');
    expect(schema.validate(wrong)).not.toEqual([]);
  });
});
