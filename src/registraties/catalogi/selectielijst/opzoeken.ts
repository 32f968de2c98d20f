/**
 * An object of the embedded reference lists by its address: our own, or that of the public services which most catalogi
 * in the country refer to, so that those need no way out to be recognised.
 */
import type { Embedded } from '../../kern/index.ts';
import { selectielijst } from './lijst.ts';
import { presentProcestype, presentResultaat, presentResultaattypeomschrijving } from './presenteer.ts';
import { REFERENTIELIJSTEN } from './routes.ts';

const PUBLIC = ['https://selectielijst.openzaak.nl/api/v1', 'https://referentielijsten-api.vng.cloud/api/v1'];

/** `bases`: those of our own addresses. */
export function ingebouwdeLijsten(bases: readonly string[]): Embedded {
  const roots = [...bases.map((base) => `${base}${REFERENTIELIJSTEN}`), ...PUBLIC];
  return (address) => {
    const root = roots.find((one) => address.startsWith(`${one}/`));
    if (root === undefined) return null;
    const [soort, uuid, ...rest] = address
      .slice(root.length + 1)
      .replace(/\/$/, '')
      .split('/');
    if (uuid === undefined || rest.length > 0) return null;
    const lijst = selectielijst();
    const shown = <T>(thing: T | undefined, present: (thing: T, root: string) => object) =>
      thing === undefined ? null : { ...present(thing, root) };
    switch (soort) {
      case 'procestypen':
        return shown(lijst.procestype(uuid), presentProcestype);
      case 'resultaten':
        return shown(lijst.resultaat(uuid), presentResultaat);
      case 'resultaattypeomschrijvingen':
        return shown(lijst.resultaattypeomschrijving(uuid), presentResultaattypeomschrijving);
      default:
        return null;
    }
  };
}
