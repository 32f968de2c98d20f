/** The `Range` header (RFC 9110 §14): one range of bytes. Several at once are answered with the whole, as the RFC allows. */

export interface Range {
  readonly van: number;
  /** The first byte that does not belong to it. */
  readonly tot: number;
}

/** The range that is asked; null for the whole; `onmogelijk` when no byte of it exists (416). */
export function leesRange(
  header: string | undefined,
  ifRange: string | string[] | undefined,
  etag: string,
  omvang: number,
): Range | null | 'onmogelijk' {
  if (header === undefined || (ifRange !== undefined && ifRange !== etag)) return null;
  const match = /^bytes=\s*(\d{0,15})-(\d{0,15})\s*$/.exec(header);
  if (!match) return null;
  const [first, last] = [match[1]!, match[2]!];
  if (first === '' && last === '') return null;
  if (first === '') {
    const lengte = Math.min(Number(last), omvang);
    return lengte === 0 ? 'onmogelijk' : { van: omvang - lengte, tot: omvang };
  }
  const van = Number(first);
  const tot = last === '' ? omvang : Math.min(Number(last) + 1, omvang);
  // A last position before the first makes the header invalid, and that is then ignored.
  if (last !== '' && Number(last) < van) return null;
  return van >= omvang ? 'onmogelijk' : { van, tot };
}
