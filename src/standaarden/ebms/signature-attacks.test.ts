/**
 * Signed messages changed by somebody without the key (RS-F56): other references, another form, other algorithms, other keys. Each
 * attack starts from a valid sample, and is refused when it is read or when its signature is verified.
 */
import { createHmac } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  ALGORITHMS,
  attacked,
  changed,
  expectedOf,
  type Identities,
  identities,
  SIGNATURE_PATH as PLACE,
  part,
  RSA_SHA1,
  readUser,
  SHA1,
  signedMessage,
  signingOf,
  unsignedMessage,
  verdict,
} from './beveiligd.testhulp.ts';
import { type Packed, parseMessage, verifySignature } from './index.ts';
import { incoming, zaakbericht } from './voorbeeld.testhulp.ts';

const second = { contentId: 'twee@x', contentType: 'text/plain', content: Buffer.from('twee') };

let ids: Identities;
let good: Packed;
let bare: Packed;
beforeAll(async () => {
  ids = await identities();
  good = signedMessage(signingOf(ids.gemeente), { attachments: [zaakbericht, second] });
  bare = signedMessage(signingOf(ids.gemeente), { attachments: [] });
});

const fares = (change: (text: string) => string, packed = bare): string[] =>
  attacked(packed, change, expectedOf(ids.gemeente));

it('the samples themselves are right', () => {
  expect([good, bare].map((packed) => verdict(incoming(packed), expectedOf(ids.gemeente)))).toEqual([[], []]);
});

describe('the references are the envelope and every part, and nothing else', () => {
  const references = (text: string): string[] => text.match(/<ds:Reference .*?<\/ds:Reference>/gs) ?? [];
  /** Signed with the right key over the wrong things: a sloppy partner, or a part that is meant to be exchanged later. */
  const signedOver = (change: (text: string) => string): string[] => {
    const signing = signingOf(ids.gemeente);
    const partly = signedMessage(signing, { attachments: [second] });
    return fares(change, partly);
  };
  it('a part without reference', () => {
    const [one, two] = [good, signedMessage(signingOf(ids.gemeente), { attachments: [second] })];
    expect(fares((text) => text.replace(references(text)[1] ?? '', ''), one)).toEqual([
      `cid:${zaakbericht.contentId} The signature does not cover this part`,
    ]);
    expect(fares((text) => text.replace(references(text)[1] ?? '', ''), two)).toHaveLength(1);
  });
  it.each<[string, (text: string) => string, string]>([
    [
      'the envelope without reference',
      (text) => text.replace(references(text)[0] ?? '', ''),
      'one reference to the envelope',
    ],
    [
      'the envelope twice',
      (text) => text.replace('</ds:SignedInfo>', `${references(text)[0]}$&`),
      'one reference to the envelope',
    ],
    [
      'a part twice',
      (text) => text.replace('</ds:SignedInfo>', `${references(text)[1]}$&`),
      'not those of the Manifest',
    ],
    [
      'a part that is not there',
      (text) => text.replace('</ds:SignedInfo>', `${references(text)[1]?.replace('twee', 'drie')}$&`),
      'not those of the Manifest',
    ],
    ['a web address', (text) => text.replace('URI="cid:twee@x"', 'URI="http://127.0.0.1/"'), 'A reference must be'],
    ['no URI', (text) => text.replace('URI="cid:twee@x"', ''), 'A reference must be'],
    ['transforms of a part', (text) => text.replace('URI="cid:twee@x">', '$&<ds:Transforms/>'), 'no transforms'],
  ])('%s', (_, attack, expected) => {
    expect(signedOver(attack)).toEqual([expect.stringContaining(expected)]);
  });

  it('the digest of another part', () => {
    const attack = (text: string): string => {
      const [one, two] = [...text.matchAll(/<ds:DigestValue>(.*?)</g)].slice(1).map(([, value]) => value ?? '');
      return text.replace(one!, 'X').replace(two!, one!).replace('>X<', `>${two}<`);
    };
    expect(fares(attack, good)).toEqual([
      `${PLACE} The signature is not of the key in the CPA, or the message was changed after signing`,
    ]);
  });

  it('two parts that changed places', () => {
    const attack = (text: string): string =>
      text
        .replace('<zaak-1@gemeente.example>', '<X>')
        .replace('<twee@x>', '<zaak-1@gemeente.example>')
        .replace('<X>', '<twee@x>');
    expect(fares(attack, good).map((line) => line.split(' ')[0])).toEqual([
      'cid:zaak-1@gemeente.example',
      'cid:twee@x',
    ]);
  });

  it('a part that was changed', () => {
    expect(fares((text) => text.replace('twee\r\n', 'drie\r\n'), good)).toEqual([
      'cid:twee@x This part cannot be decrypted, or it is not what was signed',
    ]);
  });

  it('a Content-ID that can be read in two ways', () => {
    const attack = (text: string): string => {
      const boundary = /^--.*\r\n/.exec(text)?.[0] ?? '';
      return text
        .replace(/--[^\r\n]*--\r\n$/, `${boundary}Content-ID: <cid%3atwee@x>\r\n\r\nkwaad\r\n$&`)
        .replace('href="cid:twee@x"', 'href="cid:%74wee@x"');
    };
    expect(fares(attack, good)).toHaveLength(1);
  });
});

describe('the form of a signature', () => {
  it.each<[string, (text: string) => string]>([
    ['two signatures', (text) => text.replace('<ds:Signature', `${part(text, 'ds:Signature')}$&`)],
    [
      'a second one deeper down',
      (text) => text.replace('</soap:Body>', `<x:o xmlns:x="urn:x">${part(text, 'ds:Signature')}</x:o>$&`),
    ],
    ['no SignedInfo', (text) => text.replace(part(text, 'ds:SignedInfo'), '')],
    ['no SignatureValue', (text) => text.replace(part(text, 'ds:SignatureValue'), '')],
    ['an empty SignatureValue', (text) => text.replace(part(text, 'ds:SignatureValue'), '<ds:SignatureValue/>')],
    ['a SignatureValue that is no base64', (text) => text.replace('<ds:SignatureValue>', '$&*')],
    ['an Object', (text) => text.replace('</ds:Signature>', '<ds:Object/>$&')],
    [
      'a parameter of the method',
      (text) =>
        text.replace(
          /(<ds:SignatureMethod[^>]*)\/>/,
          '$1><ds:HMACOutputLength>1</ds:HMACOutputLength></ds:SignatureMethod>',
        ),
    ],
    ['no transforms', (text) => text.replace(part(text, 'ds:Transforms'), '')],
    ['a transform less', (text) => text.replace(/<ds:Transform [^>]*enveloped-signature"\/>/, '')],
    [
      'a transform more',
      (text) =>
        text.replace('</ds:Transforms>', '<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"/>$&'),
    ],
    ['an XPath that selects nothing', (text) => text.replace(part(text, 'ds:XPath'), '<ds:XPath>false()</ds:XPath>')],
    [
      'an XPath that leaves out more',
      (text) => text.replace(/(<ds:XPath>)not\(/, '$1not(ancestor-or-self::eb:MessageHeader | '),
    ],
    ['an XPath of another prefix', (text) => text.replaceAll('@soap:actor', '@eb:actor')],
    ['an XPath whose prefix is taken over', (text) => text.replace('<ds:XPath>', '<ds:XPath xmlns:soap="urn:x">')],
    ['canonical with comments', (text) => text.replaceAll('REC-xml-c14n-20010315', '$&#WithComments')],
    [
      'canonical in another way',
      (text) =>
        text.replaceAll('http://www.w3.org/TR/2001/REC-xml-c14n-20010315', 'http://www.w3.org/2006/12/xml-c14n11'),
    ],
    [
      'parameters of canonicalization',
      (text) =>
        text.replace(/(<ds:CanonicalizationMethod[^>]*)\/>/, '$1><x:x xmlns:x="urn:x"/></ds:CanonicalizationMethod>'),
    ],
  ])('%s', (_, attack) => {
    expect(fares(attack)).toEqual([expect.stringContaining(`${PLACE} `)]);
  });

  it('a document type declaration', () => {
    expect(fares((text) => text.replace('<soap:Envelope', '<!DOCTYPE a []>$&'))).toEqual(['fault: OtherXml']);
    const read = readUser(bare);
    const soapPart = Buffer.from(Buffer.from(read.soapPart).toString().replace('<soap:Envelope', '<!DOCTYPE a []>$&'));
    expect(verifySignature({ ...read, soapPart }, expectedOf(ids.gemeente))).toHaveLength(1);
  });

  it('a namespace that has no canonical form', () => {
    expect(fares((text) => text.replace('<soap:Header>', '$&<x:o xmlns:x="relatief"/>'))).toEqual([
      `${PLACE} The envelope has no canonical form`,
    ]);
  });
});

it('an envelope that would keep the canonicaliser busy is refused before it starts, within a second', () => {
  const many = (count: number, one: (name: string) => string): string =>
    Array.from({ length: count }, (_, i) => one(i.toString(36).padStart(4, '0'))).join('');
  const declarations = many(500, (name) => ` xmlns:n${name}="urn:x"`);
  const start = performance.now();
  for (const block of [
    `<x:o xmlns:x="urn:x"${many(20_000, (name) => ` a${name}=""`)}/>`,
    `<x:o xmlns:x="urn:x"${declarations}>${many(1500, () => '<x:p/>')}</x:o>`,
    `<x:o xmlns:x="urn:x">${many(15_000, () => '<x:p/>')}</x:o>`,
  ])
    expect(fares((text) => text.replace('<ds:Signature', `${block}$&`))).toEqual([expect.stringContaining(PLACE)]);
  expect(performance.now() - start).toBeLessThan(3000);
});

describe('text and comments', () => {
  it('a comment does not cut text short: it is read whole, and it is no change', () => {
    const message = changed(bare, (text) => text.replace('>gesprek-1<', '>gesprek<!-- weg -->-1<'));
    expect(verdict(message, expectedOf(ids.gemeente))).toEqual([]);
    expect(parseMessage(message).header.conversationId).toBe('gesprek-1');
  });
  it('the same document spelled otherwise is the same document', () => {
    const respelled = (text: string) =>
      text
        .replace('>gesprek-1<', '><![CDATA[gesprek]]>&#45;1<')
        .replace('<soap:Body></soap:Body>', '<soap:Body/>')
        .replace('eb:version="2.0" soap:mustUnderstand="1"', "soap:mustUnderstand = '1'  eb:version='2.0'");
    expect(fares(respelled)).toEqual([]);
  });
  it.each<[string, (text: string) => string]>([
    ['an instruction in text', (text) => text.replace('>gesprek-1<', '>gesprek<?weg?>-1<')],
    ['white space', (text) => text.replace('<soap:Body>', ' $&')],
    [
      'another prefix',
      (text) =>
        text
          .replaceAll('eb:Role', 'e:Role')
          .replaceAll(
            '<e:Role>',
            `<e:Role xmlns:e="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd">`,
          ),
    ],
    ['a declaration more', (text) => text.replace('<soap:Header>', '<soap:Header xmlns:x="urn:x">')],
    ['xml:lang on the root', (text) => text.replace('<soap:Envelope', '$& xml:lang="nl"')],
  ])('%s is a change', (_, attack) => {
    expect(fares(attack)).toHaveLength(1);
  });
});

describe('keys and algorithms', () => {
  it('the key comes from the CPA: a message signed by another, with its certificate in KeyInfo', () => {
    const message = incoming(signedMessage(signingOf(ids.voorziening)));
    expect(verdict(message, expectedOf(ids.gemeente))).toHaveLength(1);
    expect(verdict(message, expectedOf(ids.voorziening))).toEqual([]);
  });

  it('an HMAC with the public key as its secret', () => {
    const hmac = 'http://www.w3.org/2001/04/xmldsig-more#hmac-sha256';
    const attack = (text: string): string => {
      const swapped = text.replace(ALGORITHMS.signatureAlgorithm, hmac);
      const secret = ids.gemeente.x509.publicKey.export({ type: 'spki', format: 'pem' });
      const value = createHmac('sha256', secret).update(part(swapped, 'ds:SignedInfo')).digest('base64');
      return swapped.replace(part(text, 'ds:SignatureValue'), `<ds:SignatureValue>${value}</ds:SignatureValue>`);
    };
    expect(fares(attack)).toEqual([`${PLACE} The signature algorithm is not the one of the CPA`]);
    const agreed = expectedOf(ids.gemeente, { signatureAlgorithm: hmac });
    expect(verdict(changed(bare, attack), agreed)).toEqual([
      `${PLACE} The CPA names an algorithm that is not known here`,
    ]);
  });

  it('other algorithms than agreed', () => {
    const stronger = {
      hashFunction: 'http://www.w3.org/2001/04/xmlenc#sha512',
      signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha512',
    };
    const message = incoming(signedMessage(signingOf(ids.gemeente, stronger)));
    expect(verdict(message, expectedOf(ids.gemeente))).toEqual([expect.stringContaining('not the one of the CPA')]);
    expect(verdict(message, expectedOf(ids.gemeente, { ...stronger, hashFunction: ALGORITHMS.hashFunction }))).toEqual([
      expect.stringContaining('A digest algorithm is not the one of the CPA'),
    ]);
  });

  it('SHA-1 agreed in the CPA is refused without the switch', () => {
    for (const names of [{ hashFunction: SHA1 }, { signatureAlgorithm: RSA_SHA1 }]) {
      expect(verdict(incoming(bare), expectedOf(ids.gemeente, names))).toEqual([
        expect.stringContaining('SHA-1, which is refused'),
      ]);
      expect(verdict(incoming(bare), expectedOf(ids.gemeente, { ...names, allowSha1: true }))).toEqual([
        expect.stringContaining('not the one of the CPA'),
      ]);
    }
  });

  it('no signature at all', () => {
    const read = parseMessage(incoming(unsignedMessage()));
    expect(verifySignature(read, expectedOf(ids.gemeente)).map(({ text }) => text)).toEqual([
      'The message is not signed',
    ]);
  });
});
