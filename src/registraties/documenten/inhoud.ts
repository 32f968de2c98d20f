/** The content of a document in the database: what of it is stored, and in which parts it must come. */
import { type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import { FIRST_BYTES, mediatypeOf } from '../../platform/files/index.ts';
import { uuidv7 } from '../../platform/time/index.ts';
import type { Ports } from '../kern/index.ts';
import type { Opgeslagen, OpgeslagenDeel, Opslag } from './opslag.ts';

/** A part is no larger, but for a file of more than ten thousand of them. */
export const DEEL_BYTES = 64 * 1024 * 1024;
const MEESTE_DELEN = 10_000;

/** Content that came in one piece, with what kind of file it is. */
export interface Geheel extends Opgeslagen {
  readonly mediatype: string;
}

/** Stores content that is in memory already, once it was found clean. */
export async function bewaarGeheel(opslag: Opslag, bytes: Buffer, bestandsnaam: string): Promise<Geheel> {
  const once = async function* () {
    yield bytes;
  };
  await opslag.keur(once());
  const opgeslagen = await opslag.bewaar(bytes.length, once());
  return { ...opgeslagen, mediatype: mediatypeOf(bytes.subarray(0, FIRST_BYTES), bestandsnaam) };
}

/** Writes complete content of a document; gives its id. */
export async function legInhoud(
  tx: Tx,
  ports: Ports,
  opslag: Opslag,
  documentId: string,
  { sleutel, omvang, sha256, blokken, mediatype }: Geheel,
): Promise<string> {
  const id = uuidv7(ports.clock, ports.random);
  await opslag.leg(tx, [sleutel]);
  await tx.query(sql`
    with inhoud as (
      insert into documenten.inhoud (id, document_id, omvang, sha256, mediatype)
      values (${id}, ${documentId}, ${omvang}, ${sha256}, ${mediatype})
    )
    insert into documenten.deel (id, inhoud_id, volgnummer, omvang, sleutel, blokken)
    values (${uuidv7(ports.clock, ports.random)}, ${id}, 1, ${omvang}, ${sleutel}, ${blokken})`);
  return id;
}

/** How a file of this size is cut: every part of the same size but the last. */
export function verdeel(omvang: number): readonly number[] {
  const deel = Math.max(DEEL_BYTES, Math.ceil(omvang / MEESTE_DELEN));
  const aantal = Math.ceil(omvang / deel);
  return Array.from({ length: aantal }, (_, i) => Math.min(deel, omvang - i * deel));
}

/** Writes content that is still to come, in parts; gives its id. */
export async function verwachtInhoud(tx: Tx, ports: Ports, documentId: string, omvang: number): Promise<string> {
  const id = uuidv7(ports.clock, ports.random);
  const delen = verdeel(omvang);
  await tx.query(sql`
    with inhoud as (
      insert into documenten.inhoud (id, document_id, omvang) values (${id}, ${documentId}, ${omvang})
    )
    insert into documenten.deel (id, inhoud_id, volgnummer, omvang)
    select d.id, ${id}, d.nr, d.omvang
    from unnest(${delen.map(() => uuidv7(ports.clock, ports.random))}::uuid[], ${delen}::bigint[])
      with ordinality as d (id, omvang, nr)`);
  return id;
}

export interface Deel extends OpgeslagenDeel {
  readonly id: string;
}

/** The parts of content, in order; those that did not come yet have no key. */
export async function leesDelen(
  db: Queryable,
  inhoudId: string,
): Promise<readonly (Omit<Deel, 'sleutel'> & { readonly sleutel: string | null })[]> {
  return await db.query(sql`
    select id, sleutel, omvang, coalesce(blokken, '') as blokken from documenten.deel
    where inhoud_id = ${inhoudId} order by volgnummer`);
}
