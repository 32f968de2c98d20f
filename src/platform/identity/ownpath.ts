/** Where a person goes after login: the page that was asked for, and never another site (no open redirect). */

const NOWHERE = 'http://own.invalid';
const MAX_LENGTH = 2_000;

/**
 * The path, with its query, when it lies at or below `home`; else `home`. It is read as a browser reads it, so that what
 * looks like a path and leads elsewhere (`//host`, `/\host`, `/x/..//host`) is seen for what it is.
 */
export function ownPath(wanted: unknown, home: string): string {
  if (typeof wanted !== 'string' || wanted.length > MAX_LENGTH || !wanted.startsWith('/')) return home;
  const url = URL.parse(wanted, NOWHERE);
  if (url === null || url.origin !== NOWHERE) return home;
  const { pathname, search } = url;
  return pathname === home || pathname.startsWith(`${home}/`) ? pathname + search : home;
}
