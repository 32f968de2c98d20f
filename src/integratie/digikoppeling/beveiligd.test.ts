/** Signed and encrypted profiles, the whole way: what leaves is what the CPA prescribes, and what comes in counts only when it is. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import {
  type Acknowledgment,
  buildAcknowledgment,
  CpaFault,
  type EbmsMessage,
  findRoute,
  octetsOf,
  openSecured,
  outgoingSecurity,
  outgoingSignalSigning,
  type Packed,
  parseMessage,
  readReferences,
  type UserMessageParams,
  validateAgainstCpa,
  verifyReceipt,
} from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import type { Cpa } from './index.ts';
import { type Gezien, OK } from './nepnet.testhulp.ts';
import {
  cpaTekst,
  foutbericht,
  GEMEENTE,
  HUN_ADRES,
  hunBericht,
  ONS_ADRES,
  START,
  UUR,
  VOORZIENING,
} from './partner.testhulp.ts';

type Profiel = 'osb-be-s' | 'osb-rm-s' | 'osb-be-e' | 'osb-rm-e';

let db: Database;
let w: Wereld;
let p: Proces;
let wij: Identity;
let zij: Identity;
let vreemde: Identity;

beforeAll(async () => {
  db = await proefDatabase();
  const authority = await createAuthority();
  [wij, zij, vreemde] = (await Promise.all(
    [GEMEENTE, VOORZIENING, VOORZIENING].map((oin) => authority.leaf({ oin })),
  )) as [Identity, Identity, Identity];
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1, { sleutels: ({ fingerprint256 }) => (fingerprint256 === wij.x509.fingerprint256 ? wij.key : null) });
});
afterEach(() => w.sluit());

const partij = (name: string, partyId: string, role: string, endpoint: string, { x509 }: Identity) => ({
  name,
  partyId,
  role,
  endpoint,
  signing: x509,
  encryption: x509,
});

const laad = (profile: Profiel, hun = zij): Promise<Cpa> =>
  p.dk.cpas.laad(
    cpaTekst({
      cpaId: `PROEF-${profile}`,
      profile,
      parties: [
        partij('Gemeente Proef', GEMEENTE, 'GEMEENTE', ONS_ADRES, wij),
        partij('Voorziening', VOORZIENING, 'VOORZIENING', HUN_ADRES, hun),
      ],
    }),
  );

const lees = ({ headers, body }: Pick<Gezien, 'headers' | 'body'>): EbmsMessage =>
  parseMessage({ contentType: headers['content-type'], soapAction: headers['soapaction'], body });

/** What the other side makes of it: as agreed, signed by us, and readable for it alone. */
function bijHen(cpa: Cpa, gezien: Gezien): EbmsMessage {
  const message = lees(gezien);
  expect(validateAgainstCpa(message, cpa, START)).toEqual([]);
  const { message: plain, errors } = openSecured(message, cpa, { decryption: [zij.key] });
  expect(errors).toEqual([]);
  return plain;
}

const vanHen = (cpa: Cpa, changes: Partial<UserMessageParams> = {}, key = zij.key): Packed =>
  hunBericht(cpa, {
    ...outgoingSecurity(findRoute(cpa, { fromPartyId: VOORZIENING, action: 'foutbericht' }), key),
    ...changes,
  });

/** Their signed acknowledgment of a message of ours. */
function hunBevestiging(
  cpa: Cpa,
  sent: Gezien,
  references = readReferences(lees(sent).soapPart),
  signed = true,
): Packed {
  return buildAcknowledgment({
    answerTo: lees(sent).header,
    messageId: `ack-van-${sent.messageId}`,
    timestamp: START,
    receivedAt: START,
    references,
    ...(signed && { signing: outgoingSignalSigning(cpa, VOORZIENING, zij.key) }),
  });
}

const staten = async (): Promise<string[]> => (await w.berichten()).map((b) => b.staat);

describe.each(['osb-be-s', 'osb-rm-s', 'osb-be-e', 'osb-rm-e'] as const)('under %s', (profile) => {
  it('a message of ours is signed, and encrypted when the profile says so, each time the same octets', async () => {
    const cpa = await laad(profile);
    const [messageId] = await w.bewaar(p, 1, cpa);
    w.net.antwoordt(() => (w.net.berichten().length === 1 ? { status: 503 } : OK));
    await w.wacht(p, 10_000);
    const [first, again] = w.net.berichten();
    expect(again!.body.equals(first!.body)).toBe(true);
    expect(first!.body.includes('zakLk01')).toBe(!profile.endsWith('-e'));
    const message = bijHen(cpa, first!);
    if (message.kind !== 'user') throw new Error(message.kind);
    expect(message.signed).toBe(true);
    expect(Buffer.from(octetsOf(message.attachments[0]!.content)).toString()).toBe(`<zakLk01>${messageId} é</zakLk01>`);
  });

  it('a message of theirs is opened and kept plain, and acknowledged with proof when they ask for it', async () => {
    const cpa = await laad(profile);
    const sent = vanHen(cpa);
    expect(await p.post(sent)).toMatchObject({ status: 204 });
    const [event] = await w.gebeurtenissen();
    expect((await p.dk.payload(event!.body['id']!))!.inhoud).toEqual(Buffer.from(foutbericht.content));
    await w.rond(p);
    const signals = w.net.signalen();
    expect(signals).toHaveLength(profile.startsWith('osb-rm') ? 1 : 0);
    for (const signal of signals) {
      const ack = bijHen(cpa, signal) as Acknowledgment;
      const { soapPart } = parseMessage({ ...sent, soapAction: '"ebXML"' });
      expect(verifyReceipt(ack, readReferences(soapPart))).toEqual([]);
    }
  });

  it.each([
    [
      'signed by another',
      (cpa: Cpa) => {
        const { key, x509: certificate } = vreemde;
        const { signing } = outgoingSecurity(
          findRoute(cpa, { fromPartyId: VOORZIENING, action: 'foutbericht' }),
          zij.key,
        );
        return vanHen(cpa, { signing: { ...signing!, key, certificate } });
      },
    ],
    ['not signed at all', (cpa: Cpa) => vanHen(cpa, { signing: null })],
  ])('a message that is %s is refused with SecurityFailure, and not kept', async (_, make) => {
    const cpa = await laad(profile);
    expect(await p.post(make(cpa))).toMatchObject({ status: 204 });
    await w.rond(p);
    const [signal] = w.net.signalen();
    expect(lees(signal!)).toMatchObject({
      kind: 'error',
      errors: [{ errorCode: 'SecurityFailure', severity: 'Error' }],
    });
    expect(await w.tel('ontvangen')).toBe(0);
  });
});

describe('a signed acknowledgment (non-repudiation of receipt)', () => {
  let cpa: Cpa;
  let sent: Gezien;

  beforeEach(async () => {
    cpa = await laad('osb-rm-s');
    await w.bewaar(p, 1, cpa);
    await w.rond(p);
    w.verteld.length = 0;
    sent = w.net.berichten()[0]!;
  });

  it('with the digests of what we sent ends the message', async () => {
    expect(await p.post(hunBevestiging(cpa, sent))).toMatchObject({ status: 204 });
    expect(w.verteld).toEqual([{ soort: 'bevestigd', messageId: sent.messageId }]);
    expect(await staten()).toEqual(['bevestigd']);
    expect(await p.post(hunBevestiging(cpa, sent))).toMatchObject({ status: 204 });
    expect(w.verteld).toHaveLength(1);
  });

  it.each([
    ['without signature', () => hunBevestiging(cpa, sent, undefined, false)],
    ['without digests', () => hunBevestiging(cpa, sent, [])],
    [
      'with the digest of another message',
      () => {
        const references = readReferences(lees(sent).soapPart);
        return hunBevestiging(
          cpa,
          sent,
          references.map((r) => ({ ...r, digest: Buffer.alloc(32).toString('base64') })),
        );
      },
    ],
    [
      'signed by another',
      () =>
        buildAcknowledgment({
          answerTo: lees(sent).header,
          messageId: 'ack-vals@x',
          timestamp: START,
          receivedAt: START,
          references: readReferences(lees(sent).soapPart),
          signing: { ...outgoingSignalSigning(cpa, VOORZIENING, zij.key), key: vreemde.key, certificate: vreemde.x509 },
        }),
    ],
  ])('%s changes nothing and is logged; the right one still counts (RS-F31)', async (_, make) => {
    expect(await p.post(make())).toMatchObject({ status: 204, body: '' });
    expect(w.verteld).toEqual([]);
    expect(await staten()).toEqual(['verzonden']);
    expect(w.log.some((l) => l.niveau === 'warn')).toBe(true);
    await p.post(hunBevestiging(cpa, sent));
    expect(await staten()).toEqual(['bevestigd']);
  });
});

it('an acknowledgment with their certificate of before counts for what was sent under that version, and for nothing later (RS-F43)', async () => {
  const before = await laad('osb-rm-s');
  const [first] = await w.bewaar(p, 1, before);
  await w.rond(p);
  const after = await laad('osb-rm-s', vreemde);
  const [second] = await w.bewaar(p, 1, after);
  await w.rond(p);
  const [one, two] = w.net.berichten();
  await p.post(hunBevestiging(before, one!));
  await p.post(hunBevestiging(before, two!));
  const rows = await w.berichten();
  expect(rows.map((b) => [b.message_id, b.staat])).toEqual([
    [first, 'bevestigd'],
    [second, 'verzonden'],
  ]);
});

it('a copy of a signed message gets the very same signed acknowledgment', async () => {
  const cpa = await laad('osb-rm-s');
  const message = vanHen(cpa);
  await p.post(message);
  await p.post(message);
  await w.rond(p);
  const [first, second] = w.net.signalen();
  expect(second!.body.equals(first!.body)).toBe(true);
});

it('a copy of an encrypted message that comes after its TimeToLive is known as a copy too, though it is encrypted anew', async () => {
  const cpa = await laad('osb-rm-e');
  const large = {
    contentId: 'groot@v.example',
    contentType: 'application/pdf',
    content: Buffer.alloc(1_500_000, 'ab'),
  };
  for (const attachments of [[foutbericht], [foutbericht, large]]) {
    const messageId = `copie-${attachments.length}@voorziening.example`;
    w.clock.set(START);
    await p.post(vanHen(cpa, { attachments, messageId }));
    w.clock.advance(28 * UUR);
    await p.post(vanHen(cpa, { attachments, messageId }));
    await w.rond(p);
    const [first, second] = w.net.signalen().slice(-2);
    expect(lees(second!).kind).toBe('acknowledgment');
    expect(second!.body.equals(first!.body)).toBe(true);
  }
  expect([await w.tel('ontvangen'), await w.tel('object')]).toEqual([2, 0]);
});

it('a large signed message is verified by its digests, and a large encrypted one is opened; both are kept', async () => {
  const content = Buffer.alloc(1_500_000, 'ab\r\n');
  const attachments = [foutbericht, { contentId: 'groot@v.example', contentType: 'application/pdf', content }];
  for (const profile of ['osb-rm-s', 'osb-rm-e'] as const) {
    const cpa = await laad(profile);
    const messageId = `groot-${profile}@voorziening.example`;
    expect(await p.post(vanHen(cpa, { attachments, messageId }))).toMatchObject({ status: 204 });
    const [row] = await w.db.query<{ delen: { bytes: number; object?: string }[]; inhoud: Uint8Array }>(
      sql`select delen, inhoud from digikoppeling.ontvangen where message_id = ${messageId}`,
    );
    expect(row!.delen.map(({ bytes }) => bytes)).toEqual([foutbericht.content.byteLength, content.length]);
    expect(row!.delen[1]!.object === undefined).toBe(profile === 'osb-rm-e');
  }
  expect([w.opslag.objecten.size, await w.tel('object')]).toEqual([1, 1]);
  const changed = vanHen(await laad('osb-rm-s'), { attachments, messageId: 'stuk@v.example' });
  const body = Buffer.from(changed.body);
  body[body.length - 5_000]! ^= 1;
  await p.post({ ...changed, body });
  expect(
    await w.db.query(sql`select 1 as ok from digikoppeling.ontvangen where message_id = 'stuk@v.example'`),
  ).toEqual([]);
});

it('without our key for the certificate in the CPA nothing is stored, and the reason is told', async () => {
  const zonder = w.proces(2, { sleutels: () => null });
  const cpa = await laad('osb-rm-s');
  await expect(w.bewaar(zonder, 1, cpa)).rejects.toBeInstanceOf(CpaFault);
  await expect(w.bewaar(zonder, 1, cpa)).rejects.toThrow(/eigen sleutel/);
  expect(await w.tel('bericht')).toBe(0);
});
