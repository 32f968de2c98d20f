/** Reads what a client sends: everything that is wrong at once, each with the name of its field, and no BSN repeated. */
import { type InvalidParam, invalid } from '../../../platform/http/index.ts';
import { value } from '../../../registraties/kern/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { MEESTE_BESTAND, MEESTE_BIJLAGEN } from './api.ts';

const { list, object, orNull, part, text, whole } = value;

/** What stands in the header of the message, which travels and is logged as it is: no white space, and no BSN. */
const kenmerk = (max: number): value.Parser<string> =>
  text({
    max,
    blank: false,
    pattern: /^[\x21-\x7e]+$/,
    check: (tekst) =>
      maskBsn(tekst) === tekst ? null : ['bsn', 'Zet hier geen BSN in: dit staat in het log en in de envelop.'],
  });

/** RFC 5322 msg-id (Koppelvlakstandaard ebMS2 §5, MessageId): other handlers refuse one without domain. */
const messageId = text({
  max: 255,
  blank: false,
  pattern: /^[A-Za-z0-9][A-Za-z0-9._+-]*@[A-Za-z0-9][A-Za-z0-9._-]*$/,
  check: (tekst) => (maskBsn(tekst) === tekst ? null : ['bsn', 'Zet hier geen BSN in: dit staat in het log.']),
});

const naam = text({ max: 200 });

/** type/subtype with parameters, as it stands in a header. */
const contentType = text({
  max: 255,
  blank: false,
  pattern:
    /^[A-Za-z0-9!#$&^_.+-]+\/[A-Za-z0-9!#$&^_.+-]+(\s*;\s*[A-Za-z0-9!#$&^_.+-]+=("[\x20\x21\x23-\x7e]*"|[A-Za-z0-9!#$&^_.+-]+))*$/,
});

const kop = {
  cpaId: part(text({ max: 255, blank: false })),
  vanPartij: part(orNull(text({ max: 255, blank: false })), null),
  naarPartij: part(orNull(text({ max: 255, blank: false })), null),
  service: part(orNull(text({ max: 255, blank: false })), null),
  action: part(text({ max: 255, blank: false })),
  conversationId: part(orNull(kenmerk(255)), null),
  refToMessageId: part(orNull(kenmerk(255)), null),
  messageId: part(orNull(messageId), null),
  /** Kept as a digest only, so a zaaknummer or the like does no harm here. */
  volgordesleutel: part(orNull(text({ max: 255, blank: false })), null),
} as const;

const inBericht = object({
  naam: part(naam, ''),
  contentType: part(contentType),
  inhoud: part(value.base64()),
});
const alsBestand = object({
  naam: part(naam, ''),
  contentType: part(contentType),
  omvang: part(whole(0, MEESTE_BESTAND)),
});

/** A message with its payloads in it. */
export const BERICHT = object({ ...kop, bijlagen: part(list(inBericht, MEESTE_BIJLAGEN)) });
/** A message of which the payloads come after it, as files in the same order. */
export const FORMULIER = object({ ...kop, bijlagen: part(list(alsBestand, MEESTE_BIJLAGEN)) });

type Gelezen<P> = P extends value.Parser<infer T> ? T : never;
export type Bericht = Gelezen<typeof BERICHT>;
export type Formulier = Gelezen<typeof FORMULIER>;
/** What both say of the message itself. */
export type Kop = Omit<Bericht, 'bijlagen'>;

/** The body as the parser reads it. A key that we do not know is a mistake: a `messageID` would not count. */
export function lees<T>(parser: value.Parser<T>, body: unknown): T {
  const faults: InvalidParam[] = [];
  const found = parser.parse(body, '', { faults, ownId: () => null });
  const known = parser.schema.properties ?? {};
  const unknown = typeof body === 'object' && body ? Object.keys(body).filter((key) => !Object.hasOwn(known, key)) : [];
  if (unknown.length > 0) {
    const reason = `Onbekende velden: ${unknown.map((key) => key.slice(0, 60)).join(', ')}.`;
    faults.push({ name: 'nonFieldErrors', code: 'unknown-fields', reason });
  }
  if (found !== undefined && faults.length === 0) return found;
  throw invalid(
    ...faults.map(({ name, code, reason }) => ({
      name: maskBsn(name.replace(/^\./, '') || 'nonFieldErrors'),
      code,
      reason: maskBsn(reason),
    })),
  );
}
