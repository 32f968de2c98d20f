/**
 * The negative catalogue of the header the whole way through: each fault of a sender is accepted as HTTP, stored in nothing but the
 * MessageError that it gets, with the same errors that the library names, at its own endpoint (RS-F52).
 */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUS, type Fout } from '../../standaarden/ebms/catalogus.testhulp.ts';
import { type MessageError, type Packed, parseMessage, readSoapFault } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { cpaTekst, foutbericht, gewijzigd, HUN_ADRES, veranderd } from './partner.testhulp.ts';

let w: Wereld;
let p: Proces;

beforeAll(async () => {
  w = await wereld(await proefDatabase());
  p = w.proces(1);
});
afterEach(async () => {
  await p.dk.cpas.laad(cpaTekst());
  await w.leeg();
  w.net.gezien.length = 0;
  w.log.length = 0;
});
afterAll(() => w.sluit());

async function gestuurd({ xml, octets, cpa }: Fout): Promise<{ status: number; body: string }> {
  const packed: Packed = xml === undefined ? gewijzigd(w.cpa, octets!) : veranderd(w.cpa, xml);
  if (cpa !== undefined) await p.dk.cpas.laad(cpa(cpaTekst()));
  const answer = await p.post(packed);
  expect([await w.tel('ontvangen'), (await w.gebeurtenissen()).length]).toEqual([0, 0]);
  expect(w.log.filter(({ niveau }) => niveau !== 'info').map(({ niveau }) => niveau)).toEqual(['warn']);
  return answer;
}

/** The one MessageError that leaves, and nothing else. */
async function teruggestuurd(): Promise<MessageError> {
  await w.rond(p);
  const [signal, ...others] = w.net.signalen();
  expect([others, signal?.url]).toEqual([[], HUN_ADRES]);
  const { headers, body } = signal!;
  const message = parseMessage({ contentType: headers['content-type'], soapAction: headers['soapaction'], body });
  expect(message.kind).toBe('error');
  return message as MessageError;
}

const regels = (errors: MessageError['errors']): string[] =>
  errors.map(({ errorCode, location }) => `${errorCode} ${location}`.replace(foutbericht.contentId, 'PAYLOAD'));

describe('a message with', () => {
  const bereikbaar = CATALOGUS.filter(({ unreachable }) => !unreachable);
  it.each(bereikbaar.map((fout) => [fout.wat, fout] as const))('%s gets a MessageError', async (_wat, fout) => {
    expect(await gestuurd(fout)).toMatchObject({ status: 204, body: '' });
    const error = await teruggestuurd();
    expect(regels(error.errors)).toEqual(fout.errors);
    expect(error).toMatchObject({
      highestSeverity: 'Error',
      refToMessageId: 'hun-bericht-1@voorziening.example',
      header: { cpaId: w.cpa.id, conversationId: 'gesprek-1' },
    });
  });

  const onbereikbaar = CATALOGUS.filter(({ unreachable }) => unreachable);
  it.each(onbereikbaar.map((fout) => [fout.wat, fout] as const))(
    '%s gets a SOAP Fault: the CPA gives no way to the sender',
    async (_wat, fout) => {
      const answer = await gestuurd(fout);
      expect(answer.status).toBe(500);
      expect(readSoapFault(Buffer.from(answer.body))).toMatchObject({
        code: 'Client',
        text: expect.stringMatching(fout.errors[0]!.split(' ')[0]!),
      });
      expect(await w.tel('signaal')).toBe(0);
    },
  );
});
