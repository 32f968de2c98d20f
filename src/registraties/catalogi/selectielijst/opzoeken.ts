/**
 * An object of the embedded reference lists by its address: our own, or that of the public services which most catalogi
 * in the country refer to, so that those need no way out to be recognised.
 */
import type { Embedded } from '../../kern/index.ts';
import { REFERENTIELIJSTEN, SOORTEN } from './soorten.ts';

const PUBLIC = ['https://selectielijst.openzaak.nl/api/v1', 'https://referentielijsten-api.vng.cloud/api/v1'];

/** The public services have other communicatiekanalen than we. */
const OURS_ONLY: ReadonlySet<string> = new Set(['communicatiekanalen']);

/** `bases`: those of our own addresses. */
export function ingebouwdeLijsten(bases: readonly string[]): Embedded {
  const roots = [...bases.map((base) => `${base}${REFERENTIELIJSTEN}`), ...PUBLIC];
  return (address) => {
    const root = roots.find((one) => address.startsWith(`${one}/`));
    if (root === undefined) return null;
    const [pad, uuid, ...rest] = address
      .slice(root.length + 1)
      .replace(/\/$/, '')
      .split('/');
    if (uuid === undefined || rest.length > 0) return null;
    if (PUBLIC.includes(root) && OURS_ONLY.has(pad!)) return null;
    const found = SOORTEN.find((soort) => soort.pad === pad)?.een(uuid, root);
    return found ? { ...found } : null;
  };
}
