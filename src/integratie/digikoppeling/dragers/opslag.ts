/** Messages on their way to another carrier, as they are kept. */
import { hash } from 'node:crypto';
import { sql, type Tx } from '../../../platform/db/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { type Cpa, findRoute, signalEndpoint } from '../../../standaarden/ebms/index.ts';
import type { Objecten } from '../objecten.ts';
import type { Uitgaand } from '../types.ts';
import type { Drager, Kop, OverTeDragen } from './drager.ts';

/** How long we try when the CPA gives no time (KV §5). */
const WITHOUT_TIME_MS = 5 * 24 * 60 * 60 * 1000;

/** A payload as it is kept; without object its bytes stand in the row, one after the other. */
interface Deel {
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly object?: string;
}

export interface Rij {
  readonly nr: number;
  readonly message_id: string;
  readonly extern_id: string;
  readonly kop: Kop;
  readonly delen: readonly Deel[];
  readonly inhoud: Uint8Array;
  readonly begonnen: boolean;
  readonly pogingen: number;
  readonly gemaakt: Date;
}

/** Stores messages for this carrier in the caller's transaction, in the order given. */
export async function bewaarOverdrachten(
  tx: Tx,
  cpa: Cpa,
  drager: Drager,
  berichten: readonly Uitgaand[],
  { clock, objecten }: { readonly clock: Clock; readonly objecten: Pick<Objecten, 'gebruik'> },
): Promise<void> {
  const now = clock.now();
  await tx.query(sql`insert into digikoppeling.drager (naam) values (${drager.naam}) on conflict do nothing`);
  const rows = berichten.map((bericht) => {
    const { vanPartij: fromPartyId, action, service } = bericht;
    const route = findRoute(cpa, { fromPartyId, action, ...(service !== undefined && { service }) });
    const kop: Kop = {
      cpaId: cpa.id,
      van: { partyId: route.from.partyId, rol: route.from.role },
      naar: { partyId: route.to.partyId, rol: route.to.role },
      service: route.service,
      action: route.action,
      conversationId: bericht.conversationId,
      refToMessageId: bericht.refToMessageId ?? null,
    };
    const { delen, inhoud } = bergOp(bericht);
    const eigen = signalEndpoint(cpa, route.from.partyId.value);
    return {
      messageId: bericht.messageId,
      externId: drager.externId(bericht.messageId, eigen),
      kop,
      delen,
      inhoud,
      verloopt: new Date(now.getTime() + (route.timeToLiveMs ?? WITHOUT_TIME_MS)),
    };
  });
  await objecten.gebruik(
    tx,
    rows.flatMap(({ delen }) => delen.flatMap(({ object }) => object ?? [])),
  );
  await tx.query(sql`
    insert into digikoppeling.overdracht (message_id, drager, cpa_id, kop, delen, inhoud, staat, extern_id, verloopt, gemaakt)
    select message_id, ${drager.naam}, ${cpa.id}, kop::jsonb, delen::jsonb, decode(inhoud, 'base64'), 'te_doen', extern_id, verloopt, ${now}
    from unnest(
      ${rows.map((r) => r.messageId)}::text[], ${rows.map((r) => JSON.stringify(r.kop))}::text[],
      ${rows.map((r) => JSON.stringify(r.delen))}::text[], ${rows.map((r) => r.inhoud.toString('base64'))}::text[],
      ${rows.map((r) => r.externId)}::text[], ${rows.map((r) => r.verloopt)}::timestamptz[]
    ) with ordinality as r (message_id, kop, delen, inhoud, extern_id, verloopt, plaats)
    order by plaats`);
}

function bergOp({ bijlagen }: Uitgaand): { readonly delen: readonly Deel[]; readonly inhoud: Buffer } {
  const inRij: Uint8Array[] = [];
  const delen = bijlagen.map(({ contentType, inhoud }): Deel => {
    if (!(inhoud instanceof Uint8Array)) return { contentType, ...inhoud };
    inRij.push(inhoud);
    return { contentType, bytes: inhoud.byteLength, sha256: hash('sha256', inhoud, 'hex') };
  });
  return { delen, inhoud: Buffer.concat(inRij) };
}

/** The message as a carrier takes it. */
export function overTeDragen(rij: Rij, objecten: Pick<Objecten, 'lees'>): OverTeDragen {
  let at = 0;
  return {
    messageId: rij.message_id,
    externId: rij.extern_id,
    kop: rij.kop,
    gemaakt: rij.gemaakt,
    bijlagen: rij.delen.map(({ contentType, bytes, sha256, object }) => {
      const begin = at;
      if (object === undefined) at += bytes;
      return {
        contentType,
        bytes,
        sha256,
        async *open() {
          if (object !== undefined) yield* objecten.lees(object, 0, bytes);
          else yield rij.inhoud.subarray(begin, begin + bytes);
        },
      };
    }),
  };
}
