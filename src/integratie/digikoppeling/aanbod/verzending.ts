/**
 * The turn of a message: at the head of its lane, and when its kanaal has room, it is made and handed to the handler. Its
 * lane then waits for what becomes of it. A subscriber per CPA, so that one of which the other side is away holds up no
 * other.
 *
 * What happens is decided by the state of the zending, not by the event: one that ended takes no turn. A message that
 * cannot be made (its CPA changed) holds up its own lane only.
 */
import { type Queryable, sql, type Tx } from '../../../platform/db/index.ts';
import type { Delivery, Family, Outcome, Settled, Subscriber } from '../../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../../platform/time/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { CpaFault, findRoute } from '../../../standaarden/ebms/index.ts';
import type { GeladenCpa } from '../cpas.ts';
import type { Digikoppeling } from '../index.ts';
import type { Bijlage, Uitgaand } from '../types.ts';
import { BEURT, type Deel, KOLOMMEN, keuzeToken, type Wijziging, wijzig, type Zending } from './zending.ts';

export interface VerzendOpties {
  readonly digikoppeling: Pick<Digikoppeling, 'cpas' | 'ruimte' | 'bewaar'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** With 64 kB of payload in each row this is what a batch holds in memory. */
const BATCH = 50;
/** Before the id of a CPA, in the name of the subscriber. */
const NAAM = 'digikoppeling.zending:';

type Rij = Zending & { readonly inhoud: Uint8Array };

type Stap =
  | { readonly soort: 'versturen'; readonly cpa: GeladenCpa; readonly rij: Rij }
  | { readonly soort: 'fout'; readonly rij: Rij; readonly reden: string };

export function zendingen(db: Queryable, opties: VerzendOpties): Family {
  return {
    name: 'digikoppeling.zendingen',
    async members(on) {
      const rows = await on.query<{ id: string }>(sql`select cpa_id as id from digikoppeling.cpa order by cpa_id`);
      return rows.map(({ id }) => verzender(db, id, opties));
    },
  };
}

function verzender(db: Queryable, cpaId: string, opties: VerzendOpties): Subscriber {
  const { digikoppeling } = opties;
  return {
    name: `${NAAM}${cpaId}`,
    batch: BATCH,
    wants: ({ channel, kind, body }) =>
      channel === BEURT.channel && kind === BEURT.kind && (body as { cpaId: string }).cpaId === cpaId,
    capacity: () => digikoppeling.ruimte(cpaId),
    async handle(deliveries) {
      const cpa = await digikoppeling.cpas.find(cpaId);
      if (!cpa) return deliveries.map(() => ({ kind: 'opnieuw', reason: `De CPA ${cpaId} is niet geladen.` }));
      const ids = deliveries.map(zendingVan);
      const rows = await db.query<Rij>(
        sql`select ${KOLOMMEN}, inhoud from digikoppeling.zending where id = any(${ids}::uuid[])`,
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      return ids.map((id) => outcomeVan(byId.get(id), cpa, opties));
    },
    settle: (tx, settled) => settle(tx, settled, opties),
  };
}

const zendingVan = ({ event }: Delivery): string => (event.body as { zending: string }).zending;

function outcomeVan(rij: Rij | undefined, cpa: GeladenCpa, { clock, random }: VerzendOpties): Outcome {
  if (!rij) return { kind: 'eind', state: 'vervallen', reason: 'Het bericht bestaat niet meer.' };
  if (rij.staat !== 'te_verzenden') return { kind: 'eind', state: rij.staat, reason: '' };
  try {
    findRoute(cpa, { fromPartyId: rij.vanPartij, service: rij.service, action: rij.action });
    const data: Stap = { soort: 'versturen', cpa, rij };
    return { kind: 'wacht', token: rij.messageId, data };
  } catch (error) {
    if (!(error instanceof CpaFault)) throw error;
    const reden = maskBsn(error.problems.map(({ text }) => text).join('; '));
    const data: Stap = { soort: 'fout', rij, reden };
    if (!rij.opVolgorde) return { kind: 'eind', state: 'fout', reason: reden, data };
    return { kind: 'wacht', token: keuzeToken(rij.id, uuidv7(clock, random)), reason: reden, data };
  }
}

async function settle(tx: Tx, settled: readonly Settled[], { digikoppeling, clock }: VerzendOpties): Promise<void> {
  const stappen = settled.flatMap(({ outcome }) => {
    const stap = outcome.data as Stap | undefined;
    return stap ? [{ ...stap, token: outcome.kind === 'wacht' ? outcome.token : null }] : [];
  });
  if (stappen.length === 0) return;
  await assertOngewijzigd(
    tx,
    stappen.map(({ rij }) => rij),
  );
  const wijzigingen = stappen.map(({ rij, token, ...stap }): Wijziging => {
    if (stap.soort === 'fout') {
      return { id: rij.id, staat: 'fout', reden: stap.reden, token, wat: 'Bericht kan niet worden gemaakt' };
    }
    return { id: rij.id, staat: 'te_verzenden', reden: null, token, wat: 'Klaargezet om te verzenden' };
  });
  const teVersturen = stappen.filter((stap) => stap.soort === 'versturen');
  const [first] = teVersturen;
  if (first) {
    await digikoppeling.bewaar(
      tx,
      first.cpa,
      teVersturen.map(({ rij }) => uitgaand(rij)),
    );
  }
  await wijzig(tx, wijzigingen, clock.now());
}

/**
 * Locks the zendingen. Throws when somebody withdrew one since its turn began: its lane would wait for a message that is
 * never made; the turn then begins again.
 */
async function assertOngewijzigd(tx: Tx, rijen: readonly Zending[]): Promise<void> {
  const rows = await tx.query(sql`
    select z.id from digikoppeling.zending z
    join unnest(${rijen.map((rij) => rij.id)}::uuid[], ${rijen.map((rij) => rij.messageId)}::text[]) as n (id, message_id)
      on n.id = z.id and n.message_id = z.message_id
    where z.staat = 'te_verzenden' and z.token is null order by z.id for update of z`);
  if (rows.length < rijen.length) {
    throw new Error('er is intussen over een bericht beslist; het komt zo weer aan de beurt');
  }
}

function uitgaand(rij: Rij): Uitgaand {
  return {
    cpaId: rij.cpaId,
    vanPartij: rij.vanPartij,
    service: rij.service,
    action: rij.action,
    messageId: rij.messageId,
    conversationId: rij.conversationId,
    refToMessageId: rij.refToMessageId,
    bijlagen: bijlagenVan(rij.delen, rij.inhoud),
  };
}

/** The payloads as the handler takes them. */
export function bijlagenVan(delen: readonly Deel[], inhoud: Uint8Array): readonly Bijlage[] {
  let at = 0;
  return delen.map(({ contentType, bytes, sha256, object }) => {
    if (object !== undefined) return { contentType, inhoud: { object, bytes, sha256 } };
    at += bytes;
    return { contentType, inhoud: inhoud.subarray(at - bytes, at) };
  });
}
