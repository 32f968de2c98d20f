/** Freezes plain data all the way down, so that a list handed to the whole application cannot change under anyone. */

export function deepFreeze<T>(waarde: T): T {
  if (typeof waarde === 'object' && waarde !== null && !Object.isFrozen(waarde)) {
    Object.freeze(waarde);
    for (const onderdeel of Object.values(waarde)) deepFreeze(onderdeel);
  }
  return waarde;
}
