/**
 * The form of a catalogus in an archive, as Open Zaak writes and reads it: one file per kind, named after it in capitals
 * (`ZaakTypeInformatieObjectType.json`), each a list of objects as the API shows them, with the names of their fields in
 * small letters and underscores.
 */

const WORDS = /(zaak|status|resultaat|rol|besluit|informatie|object|type|eigenschap|catalogus)/;

/** `zaaktypeinformatieobjecttype` → `ZaakTypeInformatieObjectType.json`. */
export function bestandsnaam(soort: string): string {
  const words = soort.split(WORDS).filter((word) => word !== '');
  return `${words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('')}.json`;
}

function withKeys(value: unknown, rename: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map((one) => withKeys(one, rename));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [rename(key), withKeys(one, rename)]));
}

/** `beginGeldigheid` → `begin_geldigheid`, in every object within. */
export function metStreepjes(value: unknown): unknown {
  return withKeys(value, (key) => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));
}

/** The other way; names that have no underscore stay, so a file in the words of the API is read too. */
export function zonderStreepjes(value: unknown): unknown {
  return withKeys(value, (key) => key.replace(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase()));
}
