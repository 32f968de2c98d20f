/**
 * `_zoek` with `zaakgeometrie.within`: zaken whose geometry lies in an area. The index on the boxes around them leaves a
 * few; which of those lie in the area itself is told by `binnen.ts`, to the last digit, on either database alike.
 */
import { setImmediate } from 'node:timers/promises';
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import type { SearchFilter } from '../kern/index.ts';
import { gebiedVan, ligtBinnen, type Omhulling } from './binnen.ts';
import { type Geometrie, geojson } from './geometrie.ts';

/** How many are read at a time; in between others get their turn. */
const BATCH = 5_000;
const START = '00000000-0000-0000-0000-000000000000';

export const binnenGebied: SearchFilter = {
  schema: { type: 'object', properties: { within: geojson.schema } },
  condition(value, t) {
    const gebied = gebiedOf(value);
    return gebied ? inOmhulling(gebiedVan(gebied).omhulling, t) : raw('true');
  },
  async refine(value, t, db) {
    const geometrie = gebiedOf(value);
    if (!geometrie) return raw('true');
    const gebied = gebiedVan(geometrie);
    const found: string[] = [];
    for (let after = START; ; ) {
      const rows = await db.query<{ id: string; zaakgeometrie: Geometrie }>(sql`
        select z.id, z.zaakgeometrie from zaken.zaak z where z.id > ${after} and ${inOmhulling(gebied.omhulling, 'z')}
        order by z.id limit ${BATCH}`);
      found.push(...rows.filter((row) => ligtBinnen(row.zaakgeometrie, gebied)).map((row) => row.id));
      if (rows.length < BATCH) return sql`${raw(t)}.id = any(${found}::uuid[])`;
      after = rows.at(-1)!.id;
      await setImmediate();
    }
  },
};

/** By the index. Its box is compared with some tolerance, so it leaves too much and never too little. */
function inOmhulling([west, zuid, oost, noord]: Omhulling, t: string): Sql {
  if (west > oost) return raw('false');
  return sql`${raw(t)}.zaakgeometrie is not null and zaken.omhulling(${raw(t)}.zaakgeometrie) <@
    box(point(${west}::float8, ${zuid}::float8), point(${oost}::float8, ${noord}::float8))`;
}

/** The area asked for; null when there is none. Throws the reason when it is no geometry. */
function gebiedOf(value: unknown): Geometrie | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error('Hier hoort een object.');
  const { within } = value as { within?: unknown };
  if (within === undefined || within === null) return null;
  const faults: InvalidParam[] = [];
  const geometrie = geojson.parse(within, 'within', { faults, ownId: () => null });
  if (!geometrie) throw new Error(faults[0]!.reason);
  return geometrie;
}
