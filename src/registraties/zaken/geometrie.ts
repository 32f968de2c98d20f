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

export const geojson: value.Parser<Geometrie> = {
  schema: {
    type: 'object',
    required: ['type'],
    properties: { type: { type: 'string', enum: [...Object.keys(DEPTH), 'GeometryCollection'] } },
  },
  parse(input, name, context) {
    const geometry = read(input, 0);
    if (geometry) return geometry;
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
  return depth !== undefined && arePositions(coordinates, depth) ? { type, coordinates } : undefined;
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
