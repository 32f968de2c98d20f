/**
 * Signed messages: whatever is done to one, it is refused or it says what was signed (RS-F56). What the signature leaves out by the
 * standard may differ: the Content-Type of a part, SyncReply, and parts that the Manifest does not name.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import {
  expectedOf,
  identities,
  readUser,
  signedMessage,
  signingOf,
} from '../../src/standaarden/ebms/beveiligd.testhulp.ts';
import {
  digestOf,
  EbmsFault,
  type EbmsMessage,
  type Packed,
  verifySignature,
} from '../../src/standaarden/ebms/index.ts';
import { NOW } from '../../src/standaarden/ebms/voorbeeld.testhulp.ts';
import { alsInvoer, klein, leesInvoer } from './bericht.ts';

export interface Getekend {
  readonly zaden: readonly string[];
  proef(input: string): string;
}

/** With keys of this run: what is found can be understood from its text, and not repeated from it. */
export async function getekend(): Promise<Getekend> {
  const { gemeente, voorziening } = await identities();
  const signing = signingOf(gemeente);
  const expected = expectedOf(gemeente);
  const originals: Packed[] = [
    signedMessage(signing, { attachments: [] }),
    signedMessage(signing, { attachments: [klein, { ...klein, contentId: 'c@x', content: Buffer.from('<a>1</a>') }] }),
    signedMessage(signing, { attachments: [klein], messageId: 'ander@x', refToMessageId: 'eerder@x', timestamp: NOW }),
  ];
  const said = originals.map((packed) => zegt(readUser(packed)));
  // So that a signature of another party stands in the corpus as well.
  const strange = signedMessage(signingOf(voorziening), { attachments: [klein], conversationId: 'vals' });
  return {
    zaden: [...originals, strange].map(alsInvoer),
    proef(input) {
      let message: EbmsMessage;
      try {
        message = leesInvoer(input);
      } catch (fault) {
        if (fault instanceof EbmsFault) return 'onleesbaar';
        throw fault;
      }
      if (!message.signed) return 'ongetekend';
      const errors = verifySignature(message, expected);
      for (const { errorCode, severity, location } of errors) {
        deepStrictEqual([errorCode, severity], ['SecurityFailure', 'Error']);
        ok(location);
      }
      if (errors.length > 0) return 'geweigerd';
      ok(said.includes(zegt(message)), 'a message verifies and says what nobody signed');
      return 'geldig';
    },
  };
}

/** What was said and signed. */
function zegt(message: EbmsMessage): string {
  const { header, ackRequested, messageOrder } = message;
  const payloads =
    message.kind === 'user'
      ? message.manifest?.map(({ href, attachment }) => [
          href,
          attachment && Buffer.from(digestOf(attachment.content, 'sha256')).toString('hex'),
        ])
      : null;
  return JSON.stringify([message.kind, header, ackRequested, messageOrder, payloads]);
}
