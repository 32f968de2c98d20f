/**
 * Wrapping (XSW, RS-F56): somebody without the key moves the signed original to where the signature still finds it, and puts a forgery
 * where it is read; or adds what the transforms leave out. Refused when it is read, or when its signature is verified.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import {
  attacked,
  expectedOf,
  type Identities,
  identities,
  SIGNATURE_PATH as PLACE,
  part,
  signedMessage,
  signingOf,
} from './beveiligd.testhulp.ts';
import type { Packed } from './index.ts';
import { zaakbericht } from './voorbeeld.testhulp.ts';

const NEXT = 'soap:actor="http://schemas.xmlsoap.org/soap/actor/next"';
const NEXT_MSH = 'soap:actor="urn:oasis:names:tc:ebxml-msg:actor:nextMSH"';

let ids: Identities;
let bare: Packed;
let withPayload: Packed;
beforeAll(async () => {
  ids = await identities();
  bare = signedMessage(signingOf(ids.gemeente), { attachments: [] });
  withPayload = signedMessage(signingOf(ids.gemeente), { attachments: [zaakbericht] });
});

const fares = (change: (text: string) => string, packed = bare): string[] =>
  attacked(packed, change, expectedOf(ids.gemeente));

/** What the attacker wants to be read: another action. */
const forged = (text: string): string => text.replace('>zaakbericht<', '>foutbericht<');

describe('wrapping: the signed original goes somewhere else, and a forged copy takes its place', () => {
  const signature = (text: string): string => part(text, 'ds:Signature');
  const envelope = (text: string): string => text.slice(text.indexOf('<soap:Envelope'));
  const header = (text: string): string => part(text, 'eb:MessageHeader');
  it.each<[string, (text: string) => string]>([
    [
      'XSW1: the original inside ds:Object of the signature',
      (text) => forged(text).replace('</ds:Signature>', `<ds:Object>${envelope(text)}</ds:Object></ds:Signature>`),
    ],
    [
      'XSW2: the original beside the signature',
      (text) => forged(text).replace('<ds:Signature', `<x:o xmlns:x="urn:x">${envelope(text)}</x:o><ds:Signature`),
    ],
    [
      'XSW3: the original header before the forged one',
      (text) => forged(text).replace('<soap:Header>', `$&<x:o xmlns:x="urn:x">${header(text)}</x:o>`),
    ],
    [
      'XSW4: the original header around the forged one',
      (text) => text.replace(header(text), header(text).replace('</eb:MessageHeader>', `${forged(header(text))}$&`)),
    ],
    [
      'XSW5: the signature in a wrapper, the forged header in its place',
      (text) => forged(text).replace(signature(text), `<x:o xmlns:x="urn:x">${signature(text)}</x:o>`),
    ],
    [
      'XSW6: the signature moved into the body',
      (text) =>
        forged(text)
          .replace(signature(text), '')
          .replace('</soap:Body>', `${signature(text)}$&`),
    ],
    [
      'XSW7: the original in an extension that nobody reads, with actor next',
      (text) => forged(text).replace('</soap:Header>', `<x:o xmlns:x="urn:x" ${NEXT}>${header(text)}</x:o>$&`),
    ],
    [
      'XSW8: the original envelope in the signature, the signature of it inside too',
      (text) => forged(text).replace('</ds:KeyInfo>', `${envelope(text)}$&`),
    ],
    [
      'the original header kept for the digest, the forged one with actor next before it',
      (text) => text.replace('<soap:Header>', `$&${forged(header(text)).replace('<eb:MessageHeader', `$& ${NEXT}`)}`),
    ],
    ['a second body with actor next', (text) => text.replace('</soap:Header>', `$&<soap:Body ${NEXT}/>`)],
  ])('%s', (_, attack) => {
    expect(fares(attack)[0]).toMatch(/^fault: |ds:Signature /);
  });

  it('the whole original in the body, referred to by Id', () => {
    const attack = (text: string): string => {
      const inside = envelope(text).replace('<soap:Envelope', '<soap:Envelope Id="o"');
      return forged(text)
        .replace('URI=""', 'URI="#o"')
        .replace('</soap:Body>', `<x:o xmlns:x="urn:x">${inside.replace(signature(text), '')}</x:o>$&`);
    };
    expect(fares(attack)).toEqual([`${PLACE} A reference must be to the envelope (URI="") or to a part (cid:)`]);
  });

  it('two elements with one Id', () => {
    const attack = (text: string) =>
      text
        .replace('URI=""', 'URI="#o"')
        .replace('<soap:Body>', '<soap:Body Id="o">')
        .replace('<soap:Header>', '<soap:Header Id="o">');
    expect(fares(attack)[0]).toContain('A reference must be to the envelope');
  });
});

describe('what the transforms leave out of the signature is not read', () => {
  const add = (where: string, what: string) => (text: string) => text.replace(where, `${what}${where}`);
  it.each<[string, (text: string) => string]>([
    ['a header block', add('<ds:Signature', `<eb:MessageOrder eb:version="2.0" ${NEXT}/>`)],
    ['the same for nextMSH', add('<ds:Signature', `<eb:MessageOrder eb:version="2.0" ${NEXT_MSH}/>`)],
    ['a time', add('</eb:MessageData>', `<eb:RefToMessageId ${NEXT}>x</eb:RefToMessageId>`)],
    ['a party', (text) => text.replace('</eb:PartyId>', `$&<eb:PartyId ${NEXT}>1</eb:PartyId>`)],
    [
      'a Manifest',
      add('</soap:Body>', `<eb:Manifest eb:version="2.0" ${NEXT}><eb:Reference xlink:href="cid:x"/></eb:Manifest>`),
    ],
    ['the body itself', (text) => text.replace('<soap:Body', `$& ${NEXT}`)],
    ['a foreign block', add('<ds:Signature', `<x:o xmlns:x="urn:x" ${NEXT}/>`)],
    ['a SyncReply elsewhere', add('</soap:Body>', `<eb:SyncReply eb:version="2.0" ${NEXT}/>`)],
    ['a SyncReply with content', add('<ds:Signature', `<eb:SyncReply eb:version="2.0" ${NEXT}><eb:x/></eb:SyncReply>`)],
  ])('%s', (_, attack) => {
    expect(fares(attack)).toEqual([expect.stringContaining(`${PLACE} Something with actor next or nextMSH`)]);
  });

  it('an empty SyncReply may come and go on the way', () => {
    expect(fares(add('<ds:Signature', `<eb:SyncReply eb:version="2.0" soap:mustUnderstand="1" ${NEXT}/>`))).toEqual([]);
  });

  it('a payload that was not signed, named by a Reference with actor next', () => {
    const attack = (text: string): string =>
      text.replace('</eb:Manifest>', `<eb:Reference ${NEXT} xlink:href="cid:drie@x"/>$&`);
    expect(fares(attack, withPayload)).toHaveLength(1);
  });
});
