/** What a provider says of a person, as far as we ask it. */

export type Claims = Readonly<Record<string, unknown>>;

/**
 * The values of a claim that may lie deeper: `roles`, `realm_access.roles`. A claim that has the whole name, dots and all,
 * goes first. Anything but texts counts for nothing; null when there is no such claim.
 */
export function valuesOf(claims: Claims, path: string): readonly string[] | null {
  const found = Object.hasOwn(claims, path) ? claims[path] : deep(claims, path.split('.'));
  if (found === undefined || found === null) return null;
  return (Array.isArray(found) ? found : [found]).filter((value) => typeof value === 'string');
}

function deep(value: unknown, names: readonly string[]): unknown {
  let at = value;
  for (const name of names) {
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) return undefined;
    at = (at as Record<string, unknown>)[name];
  }
  return at;
}

const MAX_NAME = 100;

/** How the person is called on screens and in logs: `name`, else `preferred_username`, else the subject. */
export function nameIn(claims: Claims, subject: string): string {
  for (const name of ['name', 'preferred_username']) {
    const value = claims[name];
    if (typeof value !== 'string') continue;
    const clean = value
      .replaceAll(/\p{Cc}|\p{Cf}/gu, '')
      .toWellFormed()
      .trim();
    if (clean !== '') return [...clean].slice(0, MAX_NAME).join('');
  }
  return subject;
}
