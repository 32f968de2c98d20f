/**
 * Received messages for the system that they are for: what it has not taken over yet, oldest first, their payloads, and the
 * confirmation after which they are not shown in that list any more. Polling and confirming: a client that stops halfway
 * finds the same messages again.
 */
import { type Database, sql } from '../../../platform/db/index.ts';
import { Problem } from '../../../platform/http/index.ts';
import { value } from '../../../registraties/kern/index.ts';
import type { BewaardDeel } from '../bericht.ts';
import type { Digikoppeling } from '../index.ts';
import type { Objecten } from '../objecten.ts';
import { digikoppelingApi } from './api.ts';
import { bladzijde, type Filter, leesVraag } from './lijst.ts';
import { binnen, type Zicht } from './zicht.ts';

const TEKST = value.text({ max: 255, blank: false });

export const ONTVANGEN_FILTERS: Readonly<Record<'cpaId' | 'action', Filter>> = {
  cpaId: { parser: TEKST, conditie: (cpa) => sql`cpa_id = ${cpa}` },
  action: { parser: TEKST, conditie: (action) => sql`action = ${action}` },
};

interface Rij {
  readonly id: string;
  readonly messageId: string;
  readonly cpaId: string;
  readonly van: string | null;
  readonly naar: string | null;
  readonly service: string | null;
  readonly action: string;
  readonly conversationId: string;
  readonly refToMessageId: string | null;
  readonly ontvangen: Date;
  readonly bevestigd: Date | null;
  readonly delen: readonly BewaardDeel[];
}

const KOLOMMEN = sql`id, message_id as "messageId", cpa_id as "cpaId", van, naar, service, action,
  conversation_id as "conversationId", ref_to_message_id as "refToMessageId", ontvangen, bevestigd, delen`;

export async function ontvangen(
  db: Database,
  zicht: Zicht,
  base: string,
  query: Readonly<Record<string, unknown>>,
  adres: string,
) {
  const vraag = leesVraag(query, ONTVANGEN_FILTERS, 'oplopend');
  const rijen = await db.query<Rij>(sql`
    select ${KOLOMMEN} from digikoppeling.ontvangen where bevestigd is null and ${binnen(zicht)} and ${vraag.waar}
    order by id limit ${vraag.aantal + 1}`);
  const { next, results } = bladzijde(rijen, vraag, adres);
  return { next, results: results.map((rij) => toon(rij, base)) };
}

export async function ontvangenBericht(db: Database, id: string, zicht: Zicht, base: string) {
  return toon(await zoek(db, id, zicht), base);
}

/** Idempotent: who did not hear the answer may confirm again. */
export async function bevestig(
  db: Database,
  digikoppeling: Pick<Digikoppeling, 'bevestig'>,
  id: string,
  zicht: Zicht,
  base: string,
) {
  await zoek(db, id, zicht);
  await db.transaction((tx) => digikoppeling.bevestig(tx, [id]));
  return await ontvangenBericht(db, id, zicht, base);
}

export interface Bijlage {
  readonly naam: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  open(): AsyncIterable<Uint8Array>;
}

/** A payload by its number, from 1; 404 when there is none. */
export async function bijlage(
  db: Database,
  objecten: Pick<Objecten, 'lees'>,
  id: string,
  nr: string,
  zicht: Zicht,
): Promise<Bijlage> {
  const { delen } = await zoek(db, id, zicht);
  const deel = /^[1-9]\d{0,3}$/.test(nr) ? delen[Number(nr) - 1] : undefined;
  if (!deel) throw new Problem('not_found', `Dit bericht heeft ${delen.length} bijlagen.`);
  const { contentType, bytes, sha256, positie, object } = deel;
  return {
    naam: `bijlage-${nr}${extensie(contentType)}`,
    contentType,
    bytes,
    sha256,
    async *open() {
      if (object !== undefined) yield* objecten.lees(object, positie, positie + bytes);
      else {
        const [row] = await db.query<{ inhoud: Uint8Array }>(sql`
          select substring(inhoud from ${positie + 1} for ${bytes}) as inhoud from digikoppeling.ontvangen where id = ${id}`);
        if (row) yield row.inhoud;
      }
    },
  };
}

async function zoek(db: Database, id: string, zicht: Zicht): Promise<Rij> {
  const [rij] = await db.query<Rij>(sql`
    select ${KOLOMMEN} from digikoppeling.ontvangen where id = ${id} and ${binnen(zicht)}`);
  if (!rij) throw new Problem('not_found', 'Dit bericht bestaat niet, of u mag het niet zien.');
  return rij;
}

const toon = ({ delen, van, naar, ontvangen: op, bevestigd, ...rij }: Rij, base: string) => {
  const url = `${base}${digikoppelingApi.root}/ontvangen/${rij.id}`;
  return {
    url,
    ...rij,
    vanPartij: van,
    naarPartij: naar,
    ontvangenOp: op.toISOString(),
    bevestigdOp: bevestigd?.toISOString() ?? null,
    bijlagen: delen.map(({ contentId, contentType, bytes, sha256 }, i) => ({
      nr: i + 1,
      url: `${url}/bijlagen/${i + 1}`,
      contentId,
      contentType,
      omvang: bytes,
      sha256,
    })),
  };
};

/** Only of what a client can do nothing wrong with. */
function extensie(contentType: string): string {
  const type = contentType.split(';')[0]!.trim().toLowerCase();
  if (type === 'application/xml' || type === 'text/xml' || type.endsWith('+xml')) return '.xml';
  if (type === 'application/json' || type.endsWith('+json')) return '.json';
  return type === 'application/pdf' ? '.pdf' : type === 'text/plain' ? '.txt' : '.bin';
}
