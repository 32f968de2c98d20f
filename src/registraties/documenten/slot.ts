/**
 * Locking and unlocking (drc-009). A document is changed by who locked it, and by nobody else meanwhile. Unlocking is the
 * moment at which content that came in parts is complete: every part is there, the whole is checked and scanned.
 */
import { createHash } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { sql, type Tx } from '../../platform/db/index.ts';
import { FIRST_BYTES, mediatypeOf } from '../../platform/files/index.ts';
import { type InvalidParam, invalid, Problem, type Server } from '../../platform/http/index.ts';
import { magDocument, zichtbareDocumenten } from '../autorisaties/index.ts';
import { type Actor, answer, begin, forbidden, isUuid, mayAtAll } from '../kern/index.ts';
import { documentenApi, doel, GEFORCEERD_UNLOCK, LOCK, SCOPES } from './api.ts';
import { document } from './document.ts';
import { slotFout } from './documentregels.ts';
import { leesDelen } from './inhoud.ts';
import type { DocumentenPorts } from './ports.ts';
import { metUitleg } from './storing.ts';

/** Bytes of a lock: as hard to guess as a key. */
const LOCK_BYTES = 16;

/** Locks a document that is not locked; gives the lock. */
export async function nieuwSlot(tx: Tx, ports: DocumentenPorts, documentId: string): Promise<string> {
  const lock = Buffer.from(ports.random.bytes(LOCK_BYTES)).toString('hex');
  await tx.query(sql`
    insert into documenten.slot (document_id, lock, sinds) values (${documentId}, ${lock}, ${ports.clock.now()})`);
  return lock;
}

export function mountSlot(server: Server, ports: DocumentenPorts): void {
  const { href } = doel.document;
  server.post(`${href}/:uuid/lock`, async (request, reply) => {
    const { actor } = await begin(request, ports);
    eis(actor, LOCK);
    const lock = await ports.db.transaction(async (tx) => {
      const { id, slot } = await lockDocument(tx, idOf(request), actor, LOCK);
      if (slot !== null) throw geheel('existing-lock', 'Dit document is al vergrendeld.');
      return await nieuwSlot(tx, ports, id);
    });
    return answer(reply, document, 200, JSON.stringify({ lock }));
  });
  // A large file is read through here, and scanned.
  server.post(`${href}/:uuid/unlock`, { config: { patience: 'answer' } }, async (request, reply) => {
    const { actor } = await begin(request, ports);
    eis(actor, [...LOCK, ...GEFORCEERD_UNLOCK]);
    await ontgrendel(ports, actor, idOf(request), lockIn(request.body));
    return answer(reply, document, 204, '');
  });
}

const geheel = (code: string, reason: string): Problem => invalid({ name: 'nonFieldErrors', code, reason });

function eis(actor: Actor, scopes: readonly string[]): void {
  if (!mayAtAll(actor, documentenApi.component, scopes)) throw forbidden(scopes);
}

function idOf(request: FastifyRequest): string {
  const { uuid } = request.params as { uuid: string };
  if (!isUuid(uuid)) throw new Problem('not_found', NIET_GEVONDEN);
  return uuid;
}

function lockIn(body: unknown): string | null {
  const lock = typeof body === 'object' && body !== null ? (body as { lock?: unknown }).lock : undefined;
  if (lock === undefined || lock === null || lock === '') return null;
  if (typeof lock === 'string') return lock;
  throw invalid({ name: 'lock', code: 'invalid', reason: 'Hier hoort tekst.' });
}

const NIET_GEVONDEN = 'Dit document bestaat niet, of u mag het niet zien.';

export interface Vergrendeld {
  readonly id: string;
  readonly slot: string | null;
  readonly inhoudId: string | null;
  /** Is the content complete, or is there none? */
  readonly volledig: boolean;
  readonly bestandsnaam: string;
}

/** Locks the row of a document that the actor may see and, with these scopes, touch. */
export async function lockDocument(tx: Tx, id: string, actor: Actor, scopes: readonly string[]): Promise<Vergrendeld> {
  const [row] = await tx.query<Vergrendeld & Parameters<typeof magDocument>[2]>(sql`
    select d.id, s.lock as slot, d.inhoud_id as "inhoudId", i.id is null or i.sha256 is not null as volledig,
      d.bestandsnaam, d.informatieobjecttype_id as "informatieobjecttypeId",
      d.vertrouwelijkheidaanduiding::text as vertrouwelijkheid, d.is_gereed_voor_publicatie as "isGereedVoorPublicatie"
    from documenten.enkelvoudiginformatieobject d
    left join documenten.slot s on s.document_id = d.id left join documenten.inhoud i on i.id = d.inhoud_id
    where d.id = ${id} and (${zichtbareDocumenten(actor, SCOPES.read, 'd')} or ${zichtbareDocumenten(actor, scopes, 'd')})
    for update of d`);
  if (!row) throw new Problem('not_found', NIET_GEVONDEN);
  if (!magDocument(actor, scopes, row)) throw forbidden(scopes);
  return row;
}

/** Without a lock only who may force it; then content of which parts are missing is given up. */
async function ontgrendel(ports: DocumentenPorts, actor: Actor, id: string, lock: string | null): Promise<void> {
  const scopes = lock === null ? GEFORCEERD_UNLOCK : LOCK;
  if (lock === null && !mayAtAll(actor, documentenApi.component, GEFORCEERD_UNLOCK))
    throw geheel('missing-lock-id', 'Geef de lock die u bij het vergrendelen kreeg.');
  const nu = await ports.db.transaction(async (tx) => await lockDocument(tx, id, actor, scopes));
  mustBeLocked(nu, lock);
  const klaar = nu.volledig ? null : await voltooi(ports, nu, lock);
  await ports.db.transaction(async (tx) => {
    const dan = await lockDocument(tx, id, actor, scopes);
    mustBeLocked(dan, lock);
    // Somebody forced a way in between: what was checked is not what stands there now.
    if (dan.inhoudId !== nu.inhoudId)
      throw geheel('unlocked', 'Het document is intussen gewijzigd. Probeer het opnieuw.');
    if (klaar) await legVast(tx, dan, klaar);
    else if (!nu.volledig) await geefOp(tx, dan);
    await tx.query(sql`delete from documenten.slot where document_id = ${id}`);
  });
}

function mustBeLocked({ slot }: Vergrendeld, lock: string | null): void {
  if (slot === null) throw geheel('unlocked', 'Dit document is niet vergrendeld.');
  const faults: readonly InvalidParam[] = lock === null ? [] : slotFout(slot, lock);
  if (faults.length > 0) throw invalid(...faults);
}

interface Voltooid {
  readonly sha256: string;
  readonly mediatype: string;
  readonly sleutels: readonly string[];
}

/** Reads all parts once: the hash of the whole, what kind of file it is, and (a second time) whether it is clean. */
async function voltooi(ports: DocumentenPorts, nu: Vergrendeld, lock: string | null): Promise<Voltooid | null> {
  const { opslag } = ports;
  const delen = await leesDelen(ports.db, nu.inhoudId!);
  const er = delen.filter((deel): deel is typeof deel & { sleutel: string } => deel.sleutel !== null);
  if (er.length < delen.length) {
    if (lock === null) return null;
    const reason = `Er ontbreken nog ${delen.length - er.length} van de ${delen.length} bestandsdelen. Stuur die eerst.`;
    throw geheel('incomplete-upload', reason);
  }
  return await metUitleg(async () => {
    const omvang = er.reduce((sum, deel) => sum + deel.omvang, 0);
    const { sha256, kop } = await samengevat(opslag.lees(er, 0, omvang));
    await opslag.keur(opslag.lees(er, 0, omvang));
    return { sha256, mediatype: mediatypeOf(kop, nu.bestandsnaam), sleutels: er.map((deel) => deel.sleutel) };
  });
}

async function samengevat(bytes: AsyncIterable<Buffer>): Promise<{ readonly sha256: string; readonly kop: Buffer }> {
  const hash = createHash('sha256');
  let kop = Buffer.alloc(0);
  for await (const chunk of bytes) {
    hash.update(chunk);
    if (kop.length < FIRST_BYTES) kop = Buffer.concat([kop, chunk.subarray(0, FIRST_BYTES - kop.length)]);
  }
  return { sha256: hash.digest('hex'), kop };
}

async function legVast(tx: Tx, { inhoudId }: Vergrendeld, { sha256, mediatype, sleutels }: Voltooid): Promise<void> {
  const rows = await tx.query(sql`
    update documenten.inhoud i set sha256 = ${sha256}, mediatype = ${mediatype}
    where i.id = ${inhoudId} and ${sleutels}::uuid[] = array(
      select d.sleutel from documenten.deel d where d.inhoud_id = i.id order by d.volgnummer)
    returning 1 as ok`);
  if (rows.length === 0)
    throw geheel('incomplete-upload', 'Een bestandsdeel is intussen opnieuw gestuurd. Probeer het opnieuw.');
}

/** A document whose content never came has none; the parts that came are taken away. */
async function geefOp(tx: Tx, { id, inhoudId }: Vergrendeld): Promise<void> {
  await tx.query(sql`
    with nu as (
      update documenten.enkelvoudiginformatieobject set inhoud_id = null, bestandsomvang = null
      where id = ${id} and inhoud_id = ${inhoudId}
    ), toen as (
      update documenten.versie set inhoud_id = null, bestandsomvang = null where id = ${id} and inhoud_id = ${inhoudId}
    )
    delete from documenten.inhoud where id = ${inhoudId}`);
}
