/**
 * Plane geometry without rounding. Coordinates are doubles, and a double is a fraction with a power of two below it; so
 * every question about where a point lies has an exact answer in whole numbers. Nothing here has a tolerance.
 */

/** A point of which each coordinate is a whole number divided by `w` (> 0). */
export interface Punt {
  readonly x: bigint;
  readonly y: bigint;
  readonly w: bigint;
}

/** An edge between two points with `w` 1. */
export type Lijnstuk = readonly [Punt, Punt];

/** A fraction; the denominator is positive. */
interface Breuk {
  readonly t: bigint;
  readonly n: bigint;
}

/** How many times this double must be doubled to be whole. */
export function tweemachten(value: number): number {
  let times = 0;
  for (let rest = value; !Number.isInteger(rest); rest *= 2) times++;
  return times;
}

/** The double times 2^scale, exactly; `scale` is at least its `tweemachten`. */
export function geheel(value: number, scale: number): bigint {
  const own = tweemachten(value);
  // In two steps: 2^1074 is no double.
  return BigInt(value * 2 ** Math.min(own, 1000) * 2 ** Math.max(own - 1000, 0)) << BigInt(scale - own);
}

const teken = (value: bigint): -1 | 0 | 1 => (value > 0n ? 1 : value < 0n ? -1 : 0);

/** On which side of the line from a to b the point lies: 1 left, -1 right, 0 on it. */
export function kant([a, b]: Lijnstuk, p: Punt): -1 | 0 | 1 {
  return teken((b.x - a.x) * (p.y - a.y * p.w) - (b.y - a.y) * (p.x - a.x * p.w));
}

const tussen = (value: bigint, een: bigint, ander: bigint): boolean =>
  een < ander ? een <= value && value <= ander : ander <= value && value <= een;

export function opLijnstuk(edge: Lijnstuk, p: Punt): boolean {
  const [a, b] = edge;
  return tussen(p.x, a.x * p.w, b.x * p.w) && tussen(p.y, a.y * p.w, b.y * p.w) && kant(edge, p) === 0;
}

/** Where the point lies of the area that these edges bound, by how many of them a ray to the right meets. */
export function ligging(edges: readonly Lijnstuk[], p: Punt): 'binnen' | 'rand' | 'buiten' {
  let binnen = false;
  for (const edge of edges) {
    const [a, b] = edge;
    const above = a.y * p.w > p.y;
    if (above === b.y * p.w > p.y) {
      if (opLijnstuk(edge, p)) return 'rand';
      continue;
    }
    const side = kant(edge, p);
    if (side === 0) return 'rand';
    if (side > 0 !== above) binnen = !binnen;
  }
  return binnen ? 'binnen' : 'buiten';
}

const breuk = (t: bigint, n: bigint): Breuk => (n < 0n ? { t: -t, n: -n } : { t, n });
const vergelijk = (a: Breuk, b: Breuk): number => teken(a.t * b.n - b.t * a.n);
const opStuk = ({ t, n }: Breuk): boolean => t >= 0n && t <= n;

/** The points, as parts of the way along the first edge, where the second meets it. */
function ontmoetingen([a, b]: Lijnstuk, [c, d]: Lijnstuk): readonly Breuk[] {
  const r = { x: b.x - a.x, y: b.y - a.y };
  const q = { x: d.x - c.x, y: d.y - c.y };
  const ac = { x: c.x - a.x, y: c.y - a.y };
  const across = r.x * q.y - r.y * q.x;
  const off = ac.x * r.y - ac.y * r.x;
  if (across !== 0n) {
    const here = breuk(ac.x * q.y - ac.y * q.x, across);
    return opStuk(here) && opStuk(breuk(off, across)) ? [here] : [];
  }
  const length = r.x * r.x + r.y * r.y;
  if (off !== 0n || length === 0n) return [];
  const along = (p: Punt): Breuk => breuk((p.x - a.x) * r.x + (p.y - a.y) * r.y, length);
  return [along(c), along(d)].filter(opStuk);
}

/** Points inside each piece into which the others cut this edge: one per piece. */
export function middens(edge: Lijnstuk, others: readonly Lijnstuk[]): readonly Punt[] {
  const [a, b] = edge;
  const r = { x: b.x - a.x, y: b.y - a.y };
  if (r.x === 0n && r.y === 0n) return [a];
  const cuts: Breuk[] = [{ t: 0n, n: 1n }, ...others.flatMap((other) => ontmoetingen(edge, other)), { t: 1n, n: 1n }];
  cuts.sort(vergelijk);
  return cuts.slice(1).flatMap((end, i) => {
    const start = cuts[i]!;
    if (vergelijk(start, end) === 0) return [];
    const w = 2n * start.n * end.n;
    const t = start.t * end.n + end.t * start.n;
    return [{ x: a.x * w + r.x * t, y: a.y * w + r.y * t, w }];
  });
}

/** Two points beside this one, left and right of the edge through it, with no other edge in between. */
export function weerszijden(p: Punt, [a, b]: Lijnstuk, edges: readonly Lijnstuk[]): readonly [Punt, Punt] {
  const left = { x: a.y - b.y, y: b.x - a.x };
  return [ernaast(p, left, edges), ernaast(p, { x: -left.x, y: -left.y }, edges)];
}

function ernaast(p: Punt, richting: { x: bigint; y: bigint }, edges: readonly Lijnstuk[]): Punt {
  let nearest: Breuk = { t: 1n, n: 1n };
  const consider = (found: Breuk): void => {
    if (found.t > 0n && vergelijk(found, nearest) < 0) nearest = found;
  };
  for (const [c, d] of edges) {
    const q = { x: d.x - c.x, y: d.y - c.y };
    const pc = { x: c.x * p.w - p.x, y: c.y * p.w - p.y };
    const across = richting.x * q.y - richting.y * q.x;
    const off = pc.x * richting.y - pc.y * richting.x;
    if (across !== 0n) {
      if (opStuk(breuk(off, across * p.w))) consider(breuk(pc.x * q.y - pc.y * q.x, across * p.w));
    } else if (off === 0n) {
      const length = p.w * (richting.x * richting.x + richting.y * richting.y);
      for (const end of [c, d]) {
        consider(breuk((end.x * p.w - p.x) * richting.x + (end.y * p.w - p.y) * richting.y, length));
      }
    }
  }
  const w = 2n * nearest.n;
  return {
    x: p.x * w + richting.x * nearest.t * p.w,
    y: p.y * w + richting.y * nearest.t * p.w,
    w: p.w * w,
  };
}
