/** Leads a `cid:` URI to the part that it names (RFC 2392). */
import type { Attachment } from './message.ts';

/** Percent-decoded, compared with the Content-ID; undecoded too, as some handlers do not encode. Null for any other URI. */
export function resolveCid(href: string, parts: readonly Attachment[]): Attachment | null {
  if (!/^cid:./is.test(href)) return null;
  const literal = href.slice('cid:'.length);
  const wanted = new Set([literal, percentDecoded(literal)]);
  return parts.find(({ contentId }) => contentId !== '' && wanted.has(contentId)) ?? null;
}

function percentDecoded(text: string): string | null {
  try {
    return decodeURIComponent(text);
  } catch {
    return null;
  }
}
