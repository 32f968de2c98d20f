/**
 * Publishing: a concept becomes definitief (POST .../publish). From then on it is fixed (ztc-009) and zaken can use it.
 * A zaaktype must be whole by then: somebody who starts it, a way to end, and a first and a last status.
 */
import type { FastifyReply, FastifyRequest } from 'fastify';
import { sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid, type Server } from '../../platform/http/index.ts';
import { type AnyResource, answer, type Cause, type Ports, write, writeIn, writeRequestOf } from '../kern/index.ts';
import { besluittype } from './besluittype.ts';
import { NAAM, overlapping, type Soort } from './geldigheid.ts';
import { informatieobjecttype } from './informatieobjecttype.ts';
import { conceptRelatie } from './openzaak.ts';
import { zaaktype } from './zaaktype.ts';

/** The same resource, written by publishing: an update of `concept` alone. */
const published = (
  resource: AnyResource,
  check: (tx: Tx, id: string, row: Record<string, unknown>, ports: Ports) => Promise<readonly InvalidParam[]>,
): AnyResource => ({
  ...resource,
  scopes: { ...resource.scopes, update: ['catalogi.schrijven'] },
  write: {
    ...resource.write!,
    rules: [
      [
        async ({ tx, id, row, ports }) => {
          const faults = await check(tx, id, row!, ports);
          if (faults.length > 0) throw invalid(...faults);
          return [];
        },
      ],
    ],
    keep: () => ({ concept: false }),
  },
});

const publishZaaktype = published(zaaktype, async (tx, id, row, ports) => [
  ...(ports.profile === 'openzaak' && (await conceptRelatie(tx, id)) ? [CONCEPT_RELATIE] : []),
  ...(await isWhole(tx, id)),
  ...(await past(tx, 'zaaktype', id, row)),
]);
const publishBesluittype = published(besluittype, (tx, id, row) => past(tx, 'besluittype', id, row));
const publishInformatieobjecttype = published(informatieobjecttype, (tx, id, row) =>
  past(tx, 'informatieobjecttype', id, row),
);

const CONCEPT_RELATIE: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'concept-relation',
  reason: 'Publiceer eerst de besluittypen en informatieobjecttypen van dit zaaktype.',
};

/** ztc-016 at the moment of publishing. */
function past(tx: Tx, soort: Soort, id: string, row: Record<string, unknown>): Promise<readonly InvalidParam[]> {
  const period = {
    beginGeldigheid: String(row['begin_geldigheid']),
    eindeGeldigheid: row['einde_geldigheid'] as string | null,
  };
  return overlapping(tx, soort, { id, catalogus: String(row['catalogus_id']), naam: String(row[NAAM[soort]]) }, period);
}

async function isWhole(tx: Tx, id: string): Promise<readonly InvalidParam[]> {
  const [row] = await tx.query<{ roltypen: number; resultaattypen: number; statustypen: number }>(sql`
    select (select count(*) from catalogi.roltype where zaaktype_id = ${id}) as roltypen,
      (select count(*) from catalogi.resultaattype where zaaktype_id = ${id}) as resultaattypen,
      (select count(*) from catalogi.statustype where zaaktype_id = ${id}) as statustypen`);
  const missing: [string, number, number][] = [
    ['roltypen', row!.roltypen, 1],
    ['resultaattypen', row!.resultaattypen, 1],
    ['statustypen', row!.statustypen, 2],
  ];
  return missing.flatMap(([name, found, needed]) =>
    found >= needed
      ? []
      : [{ name, code: 'required', reason: `Een zaaktype heeft minstens ${needed} ${name}; dit heeft er ${found}.` }],
  );
}

const PUBLISHABLE: Readonly<Record<Soort, AnyResource>> = {
  zaaktype: publishZaaktype,
  besluittype: publishBesluittype,
  informatieobjecttype: publishInformatieobjecttype,
};

/** Publishes in the caller's transaction, by the same rules as the route; throws the 400 problem that says what is missing. */
export async function publishIn(tx: Tx, kind: Soort, id: string, cause: Cause, ports: Ports): Promise<void> {
  const request = { method: 'partial' as const, id, base: ports.bases[0]! };
  await writeIn(tx, PUBLISHABLE[kind], request, { values: {}, given: new Set() }, cause, ports);
}

export function mountPublish(server: Server, ports: Ports): void {
  for (const resource of Object.values(PUBLISHABLE)) {
    server.post(`${resource.href}/:uuid/publish`, async (request: FastifyRequest, reply: FastifyReply) => {
      const asked = { ...writeRequestOf(request, 'partial', ports, resource), body: {} };
      const written = await write(resource, asked, ports);
      return answer(reply, resource, 200, written.json);
    });
  }
}
