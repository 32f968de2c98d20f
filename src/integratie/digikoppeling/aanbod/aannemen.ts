/**
 * Taking a message in: it is in the CPA, its payloads are stored, and then its row and its turn are written in one
 * transaction. A client that did not hear the answer sends the same again and gets the same message (by `messageId`, or by
 * the header Idempotency-Key); the same key with another message is refused.
 */
import { createHash } from 'node:crypto';
import { type Database, sql } from '../../../platform/db/index.ts';
import { invalid, Problem } from '../../../platform/http/index.ts';
import type { Outbox } from '../../../platform/outbox/index.ts';
import { type Clock, type Random, uuidOf, uuidv7 } from '../../../platform/time/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { type Cpa, CpaFault, findRoute, partyOf, type Route, routesOf } from '../../../standaarden/ebms/index.ts';
import type { Cpas } from '../cpas.ts';
import type { Objecten } from '../objecten.ts';
import type { Kop } from './vraag.ts';
import { beurtVoor, type Deel, moment } from './zending.ts';
import { binnen, type Zicht } from './zicht.ts';

export interface AanneemContext {
  readonly db: Database;
  readonly clock: Clock;
  readonly random: Random;
  readonly cpas: Cpas;
  readonly objecten: Objecten;
  readonly outbox: Pick<Outbox, 'publish'>;
  /** Domain of our MessageIds. */
  readonly domein: string;
  /** Who we are when a client does not say, where the CPA has that party. */
  readonly oin: string | null;
}

/** Who sends it, and how it is known when it comes again. */
export interface Aanbieder {
  readonly clientId: string;
  readonly sleutel: string | null;
  readonly trace: string;
  readonly zicht: Zicht;
}

/** Payloads that are stored; what stands in the row is in `inhoud`, one after the other. */
export interface Bijlagen {
  readonly delen: readonly Deel[];
  readonly inhoud: Buffer;
}

/** The way through the CPA; 400 that says what there is when there is none. Before any payload is taken in. */
export async function zoekRoute({ cpas, db, oin }: AanneemContext, kop: Kop, zicht: Zicht): Promise<Route> {
  const mag = zicht === null || zicht.includes(kop.cpaId);
  const cpa = mag ? await cpas.find(kop.cpaId) : null;
  if (cpa === null) {
    const known = await db.query<{ id: string }>(sql`
      select cpa_id as id from digikoppeling.cpa where ${binnen(zicht)} order by cpa_id limit 20`);
    const wel = known.map(({ id }) => id).join(', ') || 'geen enkele';
    throw fout('cpaId', 'unknown-cpa', `Deze CPA is niet geladen, of u mag er niet mee verzenden. Wel: ${wel}.`);
  }
  try {
    return findRoute(cpa, {
      fromPartyId: kop.vanPartij ?? zender(cpa, kop.action, oin),
      action: kop.action,
      ...(kop.naarPartij !== null && { toPartyId: kop.naarPartij }),
      ...(kop.service !== null && { service: kop.service }),
    });
  } catch (error) {
    if (!(error instanceof CpaFault)) throw error;
    throw fout('action', 'no-route', `${error.problems.map(({ text }) => text).join('; ')}.`);
  }
}

/** Our own party; without one in the CPA, whoever may send this action. */
function zender(cpa: Cpa, action: string, oin: string | null): string {
  if (oin !== null && partyOf(cpa, oin) !== undefined) return oin;
  const senders = new Set(
    routesOf(cpa)
      .filter((route) => route.action === action)
      .map((route) => route.from.partyId.value),
  );
  const [one] = senders;
  if (one !== undefined && senders.size === 1) return one;
  return cpa.parties[0].partyIds[0]!.value;
}

const fout = (name: string, code: string, reason: string) => invalid({ name, code, reason: maskBsn(reason) });

/** Stores the message and its turn; gives its id, of the one that is there already when it came before. */
export async function neemAan(
  context: AanneemContext,
  kop: Kop,
  route: Route,
  { delen, inhoud }: Bijlagen,
  aanbieder: Aanbieder,
): Promise<string> {
  const { db, clock, random, outbox, objecten, domein } = context;
  const { clientId, trace } = aanbieder;
  const sleutel = kop.messageId ?? aanbieder.sleutel;
  const id = uuidv7(clock, random);
  const now = clock.now();
  const afdruk = vingerafdruk(kop, delen);
  const messageId = kop.messageId ?? `${uuidv7(clock, random)}@${domein}`;
  const opVolgorde = kop.volgordesleutel !== null;
  // Of one client under one CPA. The key itself is not kept.
  const baan = kop.volgordesleutel === null ? id : uuidOf(JSON.stringify([clientId, kop.cpaId, kop.volgordesleutel]));
  const tijdlijn = JSON.stringify([moment(now, 'Aangenomen', null)]);
  const sleutels = delen.flatMap(({ object }) => object ?? []);

  const stored = db.transaction(async (tx) => {
    const rows = await tx.query(sql`
      insert into digikoppeling.zending (id, client_id, cpa_id, van_partij, naar_partij, service, action, conversation_id,
        ref_to_message_id, message_id, sleutel, vingerafdruk, baan, op_volgorde, staat, gemaakt, gewijzigd, trace, tijdlijn, delen, inhoud)
      select ${id}, ${clientId}, ${kop.cpaId}, ${route.from.partyId.value}, ${route.to.partyId.value}, ${route.service.value},
        ${kop.action}, ${kop.conversationId ?? messageId}, ${kop.refToMessageId}, ${messageId}, ${sleutel}, ${afdruk}, ${baan}::uuid,
        ${opVolgorde}::boolean, 'te_verzenden', ${now}, ${now}, ${trace}, ${tijdlijn}::jsonb, ${JSON.stringify(delen)}::jsonb, ${inhoud}
      where not exists (select 1 from digikoppeling.bericht where message_id = ${messageId})
        and not exists (select 1 from digikoppeling.zending where client_id = ${clientId} and sleutel = ${sleutel})
      on conflict do nothing returning 1 as ok`);
    if (rows.length === 0) return await bekende(tx, clientId, sleutel, afdruk);
    await objecten.gebruik(tx, sleutels);
    await outbox.publish(tx, [beurtVoor({ id, cpaId: kop.cpaId, baan, trace })]);
    return id;
  });
  // What came along with a message that is there already, or is refused, is of no use; what is used stays.
  const laatLos = async (): Promise<void> => {
    for (const one of sleutels) await objecten.laatLos(one).catch(() => undefined);
  };
  try {
    const gevonden = await stored;
    if (gevonden !== id) await laatLos();
    return gevonden;
  } catch (error) {
    await laatLos();
    throw error;
  }
}

/** The message that this client gave us before under this key. */
async function bekende(
  tx: Parameters<Parameters<Database['transaction']>[0]>[0],
  clientId: string,
  sleutel: string | null,
  afdruk: Buffer,
): Promise<string> {
  const [known] = await tx.query<{ id: string; vingerafdruk: Uint8Array }>(sql`
    select id, vingerafdruk from digikoppeling.zending where client_id = ${clientId} and sleutel = ${sleutel}`);
  if (known && Buffer.from(known.vingerafdruk).equals(afdruk)) return known.id;
  throw new Problem(
    'conflict',
    known
      ? 'Onder deze sleutel (messageId of Idempotency-Key) kregen wij van u al een ander bericht. Geef een nieuw bericht een nieuwe sleutel.'
      : 'Deze messageId is al gebruikt. Geef elk bericht een eigen messageId, of laat haar weg.',
  );
}

/** What the client said, so that the same message is known again: not what we made of it. */
function vingerafdruk(kop: Kop, delen: readonly Deel[]): Buffer {
  const { cpaId, vanPartij, naarPartij, service, action, conversationId, refToMessageId, messageId, volgordesleutel } =
    kop;
  const said = [
    cpaId,
    vanPartij,
    naarPartij,
    service,
    action,
    conversationId,
    refToMessageId,
    messageId,
    volgordesleutel,
  ];
  const parts = delen.map(({ naam, contentType, sha256 }) => [naam, contentType, sha256]);
  return createHash('sha256')
    .update(JSON.stringify([said, parts]))
    .digest();
}
