/**
 * BESTANDSDEEL: a part of content that is too large for one message. Parts come in any order, side by side, and again if
 * need be; the bytes go to the store as they arrive and never stand in memory as a whole.
 */
import multipart from '@fastify/multipart';
import type { FastifyRequest } from 'fastify';
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { invalid, Problem, type Server } from '../../platform/http/index.ts';
import { zichtbareDocumenten } from '../autorisaties/index.ts';
import {
  type Actor,
  answer,
  begin,
  defineResource,
  field,
  forbidden,
  isUuid,
  mayAtAll,
  readOne,
  type value,
  viewOf,
} from '../kern/index.ts';
import { documentenApi, doel, SCOPES } from './api.ts';
import { slotFout } from './documentregels.ts';
import type { Opgeslagen } from './opslag.ts';
import type { DocumentenPorts } from './ports.ts';
import { lockDocument } from './slot.ts';
import { metUitleg } from './storing.ts';

const UPDATE = ['documenten.bijwerken'];
const BYTES: value.Schema = { type: 'string', format: 'binary', writeOnly: true };

export const bestandsdeel = defineResource({
  ...doel.bestandsdeel,
  api: documentenApi,
  methods: ['update'],
  plain: { update: { media: 'multipart/form-data', fails: [408, 413, 507] } },
  showUuid: false,
  order: 't.id',
  scopes: { read: SCOPES.read, update: UPDATE },
  fields: {
    volgnummer: field.kept({ type: 'integer' }),
    omvang: field.kept({ type: 'integer' }),
    voltooid: field.derived({ type: 'boolean' }, ({ t }) => `${t}.sleutel is not null`),
    // It is read from the form; who reads the part is not told it. The key is there because the standard has it.
    lock: { ...field.derived({ type: 'string' }, () => `''`), schema: { type: 'string' } as const },
    inhoud: { ...field.sent({ schema: BYTES, parse: () => '' }, ''), schema: BYTES },
  },
  visible: (actor: Actor, scopes: readonly string[], t: string): Sql => sql`exists (
    select 1 from documenten.inhoud i join documenten.enkelvoudiginformatieobject d on d.id = i.document_id
    where i.id = ${raw(t)}.inhoud_id and ${zichtbareDocumenten(actor, scopes, 'd')})`,
});

/** Of the fields beside the file. */
const VELD_BYTES = 1_000;

export function mountBestandsdelen(server: Server, ports: DocumentenPorts): void {
  server.register(async (scope) => {
    await scope.register(multipart, {
      limits: { files: 1, fields: 5, fieldSize: VELD_BYTES, fileSize: Number.MAX_SAFE_INTEGER },
    });
    scope.put(`${doel.bestandsdeel.href}/:uuid`, { config: { patience: 'body' } }, async (request, reply) => {
      const { actor, base } = await begin(request, ports);
      if (!mayAtAll(actor, documentenApi.component, UPDATE)) throw forbidden(UPDATE);
      if (!request.isMultipart())
        throw new Problem('unsupported_media_type', 'Stuur multipart/form-data met inhoud en lock.');
      const deel = await zoekDeel(ports, request, actor);
      const { opgeslagen, lock } = await ontvang(request, ports, deel.omvang);
      try {
        await neemOp(ports, actor, deel, lock, opgeslagen);
      } catch (error) {
        await ports.opslag.laatVallen([opgeslagen.sleutel]);
        throw error;
      }
      const { json } = await readOne(ports.db, bestandsdeel, deel.id, actor, viewOf(ports, base));
      return answer(reply, bestandsdeel, 200, json);
    });
  });
}

interface Verwacht {
  readonly id: string;
  readonly documentId: string;
  readonly omvang: number;
}

async function zoekDeel(ports: DocumentenPorts, request: FastifyRequest, actor: Actor): Promise<Verwacht> {
  const { uuid } = request.params as { uuid: string };
  const [deel] = isUuid(uuid)
    ? await ports.db.query<Verwacht & { klaar: boolean }>(sql`
        select t.id, t.omvang, i.document_id as "documentId", i.sha256 is not null as klaar
        from documenten.deel t join documenten.inhoud i on i.id = t.inhoud_id
        where t.id = ${uuid} and ${bestandsdeel.visible(actor, SCOPES.read, 't')}`)
    : [];
  if (!deel || deel.klaar)
    throw new Problem('not_found', 'Dit bestandsdeel bestaat niet, of het bestand is al compleet.');
  return deel;
}

/** Takes in the form: the file to the store, and the lock, whichever comes first. */
async function ontvang(
  request: FastifyRequest,
  { opslag }: DocumentenPorts,
  omvang: number,
): Promise<{ readonly opgeslagen: Opgeslagen; readonly lock: string }> {
  let opgeslagen: Opgeslagen | null = null;
  let lock: string | null = null;
  try {
    for await (const part of gelezen(request.parts())) {
      if (part.type === 'field') {
        if (part.fieldname === 'lock' && typeof part.value === 'string') lock = part.value;
      } else if (part.fieldname === 'inhoud' && !opgeslagen) {
        opgeslagen = await metUitleg(() => opslag.bewaar(omvang, gelezen(part.file)));
      } else part.file.resume();
    }
    if (opgeslagen && lock) return { opgeslagen, lock };
    throw invalid(
      ...(opgeslagen ? [] : [{ name: 'inhoud', code: 'required', reason: 'Stuur de bytes van dit deel als bestand.' }]),
      ...(lock ? [] : [{ name: 'lock', code: 'required', reason: 'Geef de lock die u kreeg.' }]),
    );
  } catch (error) {
    if (opgeslagen) await opslag.laatVallen([opgeslagen.sleutel]);
    throw error;
  }
}

/** What comes out of the form; one that breaks off, or is none, is the fault of who sent it. */
async function* gelezen<T>(form: AsyncIterable<T>): AsyncGenerator<T, void> {
  try {
    yield* form;
  } catch (error) {
    if (typeof (error as { statusCode?: unknown }).statusCode === 'number') throw error;
    throw new Problem('parse_error', 'Het formulier is niet te lezen, of breekt af. Stuur dit deel opnieuw.');
  }
}

/** Makes what came the part, for who holds the lock; an earlier try for the same part is taken away. */
async function neemOp(
  ports: DocumentenPorts,
  actor: Actor,
  { id, documentId }: Verwacht,
  lock: string,
  { sleutel, blokken }: Opgeslagen,
): Promise<void> {
  await ports.db.transaction(async (tx) => {
    const { slot } = await lockDocument(tx, documentId, actor, UPDATE);
    const reason = 'Het document is niet meer vergrendeld. Vergrendel het opnieuw.';
    if (slot === null) throw invalid({ name: 'nonFieldErrors', code: 'unlocked', reason });
    const faults = slotFout(slot, lock);
    if (faults.length > 0) throw invalid(...faults);
    await ports.opslag.leg(tx, [sleutel]);
    const rows = await tx.query(sql`
      update documenten.deel d set sleutel = ${sleutel}, blokken = ${blokken}
      where d.id = ${id} and exists (select 1 from documenten.inhoud i where i.id = d.inhoud_id and i.sha256 is null)
      returning 1 as ok`);
    if (rows.length === 0) throw new Problem('not_found', 'Dit bestandsdeel bestaat niet meer.');
  });
}
