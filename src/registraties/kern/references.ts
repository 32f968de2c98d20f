/**
 * Addresses of our own resources: written with the base by which the request came, recognised by any listed base, and
 * canonical in events, audit and messages.
 */

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}';
const ONLY_UUID = new RegExp(`^${UUID}$`, 'i');

export function isUuid(text: string): boolean {
  return ONLY_UUID.test(text);
}

/** The uuid in an address of ours with this path, or null when it is not ours. */
export function ownId(address: string, href: string, bases: readonly string[]): string | null {
  for (const base of bases) {
    if (!address.startsWith(`${base}${href}/`)) continue;
    const id = address.slice(base.length + href.length + 1).replace(/\/$/, '');
    if (isUuid(id)) return id.toLowerCase();
  }
  return null;
}

/** The base for the answer to a request: the one that it came by when that is listed, else the canonical one. */
export function baseOf(protocol: string, host: string, bases: readonly string[]): string {
  const asked = `${protocol}://${host}`;
  // A base with a path (behind a gateway) is found by its origin.
  return bases.find((base) => base === asked || base.startsWith(`${asked}/`)) ?? bases[0]!;
}

/** An SQL literal of a base. Bases come from the settings; the quote is doubled all the same. */
export function baseLiteral(base: string): string {
  return `'${base.replaceAll("'", "''")}'`;
}
