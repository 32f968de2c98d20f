/**
 * Does a geometry lie within an area (OGC Simple Features "within", RFC 7946 geometries)? Every point of it lies in the
 * area or on its border, and not all of them on the border. Exact: no tolerance, whatever the shapes, holes and seams.
 *
 * Nearly every zaak is a point, and nearly every other lies well inside or well outside: those are decided on the
 * doubles, whose sign is certain but for a narrow margin. Only what touches a border goes the exact way (`exact.ts`).
 */
import {
  geheel,
  kant,
  type Lijnstuk,
  ligging,
  middens,
  opLijnstuk,
  type Punt,
  tweemachten,
  weerszijden,
} from './exact.ts';
import type { Geometrie } from './geometrie.ts';

type Positie = readonly [number, number, ...number[]];
type Stuk = readonly [Positie, Positie];

/** West, south, east, north. */
export type Omhulling = readonly [number, number, number, number];

/** A geometry, taken apart: loose points, chains of edges, and areas by all the edges that bound them. */
interface Delen {
  readonly punten: readonly Positie[];
  readonly lijnen: readonly (readonly Stuk[])[];
  readonly vlakken: readonly (readonly Stuk[])[];
  readonly omhulling: Omhulling;
}

/** An area to look in, ready for many questions. */
export type Gebied = Delen;

export function gebiedVan(geometrie: Geometrie): Gebied {
  return delenVan(geometrie);
}

function delenVan(geometrie: Geometrie): Delen {
  const punten: Positie[] = [];
  const lijnen: (readonly Stuk[])[] = [];
  const vlakken: (readonly Stuk[])[] = [];
  const vlak = (ringen: readonly (readonly Positie[])[]) => vlakken.push(ringen.flatMap((ring) => stukken(ring, true)));
  const neem = ({ type, coordinates: c, geometries = [] }: Geometrie): void => {
    if (type === 'Point') punten.push(c as Positie);
    if (type === 'MultiPoint') punten.push(...(c as Positie[]));
    if (type === 'LineString') lijnen.push(stukken(c as Positie[], false));
    if (type === 'MultiLineString') lijnen.push(...(c as Positie[][]).map((lijn) => stukken(lijn, false)));
    if (type === 'Polygon') vlak(c as Positie[][]);
    if (type === 'MultiPolygon') for (const ringen of c as Positie[][][]) vlak(ringen);
    for (const deel of geometries) neem(deel);
  };
  neem(geometrie);
  const alle = [...punten, ...[...lijnen, ...vlakken].flatMap((stuk) => stuk.flat())];
  return { punten, lijnen, vlakken, omhulling: omhullingVan(alle) };
}

function stukken(posities: readonly Positie[], dicht: boolean): readonly Stuk[] {
  const volgende = (i: number): Positie | undefined => posities[i + 1] ?? (dicht ? posities[0] : undefined);
  const alle = posities.flatMap((p, i): Stuk[] => {
    const q = volgende(i);
    return q && (p[0] !== q[0] || p[1] !== q[1]) ? [[p, q]] : [];
  });
  // All in one place: a chain that is a point.
  return alle.length > 0 || !posities[0] ? alle : [[posities[0], posities[0]]];
}

function omhullingVan(posities: readonly Positie[]): Omhulling {
  let [west, zuid, oost, noord] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of posities) {
    west = Math.min(west, x);
    zuid = Math.min(zuid, y);
    oost = Math.max(oost, x);
    noord = Math.max(noord, y);
  }
  return [west, zuid, oost, noord];
}

/** Does the geometry lie within the area? */
export function ligtBinnen(geometrie: Geometrie, gebied: Gebied): boolean {
  const delen = delenVan(geometrie);
  const [west, zuid, oost, noord] = delen.omhulling;
  const [w, z, o, n] = gebied.omhulling;
  if (west > oost) return false;
  if (!(west >= w && zuid >= z && oost <= o && noord <= n)) return false;
  return vlot(delen, gebied) ?? precies(delen, gebied);
}

/** The answer when it is plain on the doubles; null when something touches a border. */
function vlot({ punten, lijnen, vlakken }: Delen, gebied: Gebied): boolean | null {
  if (gebied.lijnen.length + gebied.punten.length > 0) return null;
  let rand = false;
  const plaats = (p: Positie): 'binnen' | 'rand' | 'buiten' => {
    const plaatsen = gebied.vlakken.map((vlak) => liggingVan(vlak, p));
    return plaatsen.includes('binnen') ? 'binnen' : plaatsen.includes('rand') ? 'rand' : 'buiten';
  };
  for (const punt of punten) {
    const waar = plaats(punt);
    if (waar === 'buiten') return false;
    if (waar === 'rand') rand = true;
  }
  if (rand) return null;
  for (const keten of [...lijnen, ...vlakken]) {
    if (plaats(keten[0]![0]) === 'buiten') return false;
    const rond = gebied.vlakken.find((vlak) => liggingVan(vlak, keten[0]![0]) === 'binnen');
    if (!rond || keten.some((stuk) => rond.some((ander) => raken(stuk, ander)))) return null;
    // Rings of one area are several chains: each begins where we have not looked.
    if (keten.some(([p]) => liggingVan(rond, p) !== 'binnen')) return null;
  }
  // A hole of the surroundings may lie inside.
  for (const vlak of vlakken) {
    if (gebied.vlakken.some((rond) => rond.some(([p]) => liggingVan(vlak, p) === 'binnen'))) return null;
  }
  return true;
}

/** What a double's determinant may be off by, as a part of its terms (Shewchuk, orient2d). */
const MARGE = 3.330_669_073_875_471_6e-16;

/** `kant` on doubles; exact when they are too close to tell. */
function kantVan([a, b]: Stuk, p: Positie): -1 | 0 | 1 {
  const left = (b[0] - a[0]) * (p[1] - a[1]);
  const right = (b[1] - a[1]) * (p[0] - a[0]);
  const sum = Math.abs(left) + Math.abs(right);
  // Below this, terms may have lost their last digits to underflow.
  if (sum > 1e-250 && Math.abs(left - right) > MARGE * sum) return left > right ? 1 : -1;
  const schaal = Math.max(...[a, b, p].flatMap(([x, y]) => [tweemachten(x), tweemachten(y)]));
  const [ea, eb, ep] = [a, b, p].map((one) => punt(one, schaal)) as [Punt, Punt, Punt];
  return kant([ea, eb], ep);
}

function liggingVan(vlak: readonly Stuk[], p: Positie): 'binnen' | 'rand' | 'buiten' {
  let binnen = false;
  for (const stuk of vlak) {
    const [a, b] = stuk;
    const above = a[1] > p[1];
    if (above === b[1] > p[1]) {
      if (inVak(stuk, p) && kantVan(stuk, p) === 0) return 'rand';
      continue;
    }
    // Wholly to the left or to the right of the point.
    if (p[0] > a[0] && p[0] > b[0]) continue;
    if (p[0] < a[0] && p[0] < b[0]) {
      binnen = !binnen;
      continue;
    }
    const side = kantVan(stuk, p);
    if (side === 0) return 'rand';
    if (side > 0 !== above) binnen = !binnen;
  }
  return binnen ? 'binnen' : 'buiten';
}

function inVak([a, b]: Stuk, p: Positie): boolean {
  return (
    p[0] >= Math.min(a[0], b[0]) &&
    p[0] <= Math.max(a[0], b[0]) &&
    p[1] >= Math.min(a[1], b[1]) &&
    p[1] <= Math.max(a[1], b[1])
  );
}

/** Do two edges have a point in common? */
function raken(een: Stuk, ander: Stuk): boolean {
  const [a, b] = een;
  const [c, d] = ander;
  if (Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0])) return false;
  if (Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])) return false;
  const [kc, kd, ka, kb] = [kantVan(een, c), kantVan(een, d), kantVan(ander, a), kantVan(ander, b)];
  if (kc * kd < 0 && ka * kb < 0) return true;
  return (
    (kc === 0 && inVak(een, c)) ||
    (kd === 0 && inVak(een, d)) ||
    (ka === 0 && inVak(ander, a)) ||
    (kb === 0 && inVak(ander, b))
  );
}

const punt = ([x, y]: Positie, schaal: number): Punt => ({ x: geheel(x, schaal), y: geheel(y, schaal), w: 1n });

/** The exact way, in whole numbers of one scale. */
function precies(delen: Delen, gebied: Gebied): boolean {
  const posities = [delen, gebied].flatMap((one) => [...one.punten, ...[...one.lijnen, ...one.vlakken].flat(2)]);
  const schaal = posities.reduce((most, [x, y]) => Math.max(most, tweemachten(x), tweemachten(y)), 0);
  const heel = (een: readonly Stuk[]): readonly Lijnstuk[] =>
    een.map(([a, b]): Lijnstuk => [punt(a, schaal), punt(b, schaal)]);
  const vlakken = gebied.vlakken.map(heel);
  const lijnen = gebied.lijnen.flatMap(heel);
  const losse = gebied.punten.map((p) => punt(p, schaal));
  const omtrek = vlakken.flat();

  const inVlak = (p: Punt): boolean => vlakken.some((vlak) => ligging(vlak, p) === 'binnen');
  const bedekt = (p: Punt): boolean =>
    vlakken.some((vlak) => ligging(vlak, p) !== 'buiten') ||
    lijnen.some((lijn) => opLijnstuk(lijn, p)) ||
    losse.some((los) => los.x * p.w === p.x && los.y * p.w === p.y);

  // Within an area: not only on its border. Lines and points have no border to tell apart.
  let diep = vlakken.length === 0;
  for (const p of delen.punten.map((one) => punt(one, schaal))) {
    if (!bedekt(p)) return false;
    diep ||= inVlak(p);
  }
  const snijders = [...omtrek, ...lijnen, ...losse.map((los): Lijnstuk => [los, los])];
  for (const stuk of delen.lijnen.flatMap(heel)) {
    for (const p of middens(stuk, snijders)) {
      if (!bedekt(p)) return false;
      diep ||= inVlak(p);
    }
  }
  for (const vlak of delen.vlakken.map(heel)) {
    if (!vlakBedekt(vlak, omtrek, bedekt)) return false;
    diep = true;
  }
  return diep;
}

/** Is every face into which the edges of both cut this area covered? Each face has a piece of an edge on its border. */
function vlakBedekt(vlak: readonly Lijnstuk[], omtrek: readonly Lijnstuk[], bedekt: (p: Punt) => boolean): boolean {
  const alle = [...vlak, ...omtrek.filter((stuk) => nabij(stuk, vlak))];
  return alle.every((stuk) =>
    middens(stuk, alle).every((p) => {
      if (ligging(vlak, p) === 'buiten') return true;
      if (!bedekt(p)) return false;
      return weerszijden(p, stuk, alle).every((naast) => ligging(vlak, naast) !== 'binnen' || bedekt(naast));
    }),
  );
}

/** Does the box around this edge meet the box around the area? An edge farther off cuts nothing in it. */
function nabij([a, b]: Lijnstuk, vlak: readonly Lijnstuk[]): boolean {
  const ver = (as: 'x' | 'y'): boolean => {
    const most = a[as] > b[as] ? a[as] : b[as];
    const least = a[as] > b[as] ? b[as] : a[as];
    return vlak.every(([p]) => p[as] > most) || vlak.every(([p]) => p[as] < least);
  };
  return !ver('x') && !ver('y');
}
