/** GeoJSON of a zaak (RFC 7946), WGS84. Read strictly: what comes in is handed out again to others. */
import type { value } from '../kern/index.ts';

export interface Geometrie {
  readonly type: string;
  readonly coordinates?: unknown;
  readonly geometries?: readonly Geometrie[];
}

/** How deep the lists of numbers are nested, per type. */
const DEPTH: Readonly<Record<string, number>> = {
  Point: 0,
  MultiPoint: 1,
  LineString: 1,
  MultiLineString: 2,
  Polygon: 2,
  MultiPolygon: 3,
};

const type: value.Schema = { type: 'string', enum: [...Object.keys(DEPTH), 'GeometryCollection'] };

/** Most positions in one geometry: the border of a province in detail. */
const MOST_POSITIONS = 10_000;

export const geojson: value.Parser<Geometrie> = {
  schema: {
    type: 'object',
    required: ['type'],
    properties: {
      type,
      coordinates: { type: 'array', items: {} },
      geometries: { type: 'array', items: { type: 'object', required: ['type'], properties: { type } } },
    },
  },
  parse(input, name, context) {
    const geometry = read(input, 0);
    if (geometry && countPositions(geometry) <= MOST_POSITIONS) return geometry;
    context.faults.push({
      name,
      code: 'invalid',
      reason: 'Dit is geen geldige GeoJSON-geometrie in WGS84 (lengte, breedte).',
    });
    return undefined;
  },
};

function read(input: unknown, level: number): Geometrie | undefined {
  if (typeof input !== 'object' || input === null || level > 3) return undefined;
  const { type, coordinates, geometries } = input as Geometrie;
  if (type === 'GeometryCollection') {
    if (!Array.isArray(geometries) || geometries.length > 100) return undefined;
    const all = geometries.map((one) => read(one, level + 1));
    return all.includes(undefined) ? undefined : { type, geometries: all as Geometrie[] };
  }
  const depth = typeof type === 'string' ? DEPTH[type] : undefined;
  if (depth === undefined || !arePositions(coordinates, depth)) return undefined;
  return linesHold(type, coordinates as unknown[]) ? { type, coordinates } : undefined;
}

/** RFC 7946 §3.1.4 and §3.1.6: a line has two positions at least; a ring has four, and ends where it began. */
function linesHold(type: string, coordinates: readonly unknown[]): boolean {
  const isRing = (ring: unknown): boolean => {
    const positions = ring as readonly (readonly number[])[];
    const [first, last] = [positions[0]!, positions.at(-1)!];
    return positions.length >= 4 && first[0] === last[0] && first[1] === last[1];
  };
  const isLine = (line: unknown): boolean => (line as readonly unknown[]).length >= 2;
  const isPolygon = (polygon: unknown): boolean => (polygon as readonly unknown[]).every(isRing);
  if (type === 'LineString') return isLine(coordinates);
  if (type === 'MultiLineString') return coordinates.every(isLine);
  if (type === 'Polygon') return isPolygon(coordinates);
  return type !== 'MultiPolygon' || coordinates.every(isPolygon);
}

function countPositions({ coordinates, geometries = [] }: Geometrie): number {
  const count = (list: unknown): number => {
    if (!Array.isArray(list)) return 0;
    return typeof list[0] === 'number' ? 1 : list.reduce<number>((sum, one) => sum + count(one), 0);
  };
  return geometries.reduce((sum, one) => sum + countPositions(one), count(coordinates));
}

function arePositions(input: unknown, depth: number): boolean {
  if (!Array.isArray(input) || input.length > 100_000) return false;
  if (depth > 0) return input.length > 0 && input.every((one) => arePositions(one, depth - 1));
  const [longitude, latitude] = input as unknown[];
  return (
    (input.length === 2 || input.length === 3) &&
    input.every((n) => typeof n === 'number' && Number.isFinite(n)) &&
    Math.abs(longitude as number) <= 180 &&
    Math.abs(latitude as number) <= 90
  );
}
