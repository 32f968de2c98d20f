/** One message that we sent, as an operator looks at it: the envelope, the first payload, and every attempt that is kept. */
import { type Queryable, sql } from '../../platform/db/index.ts';
import { MESSAGE_LIMITS, parseMessage, SOAP_ACTION, unpack } from '../../standaarden/ebms/index.ts';

export interface Verzonden {
  /** The SOAP envelope as it left; null for a large message, and for one that another carrier took over. */
  readonly enveloppe: string | null;
  /** The first payload as text; null when it is large. */
  readonly payload: string | null;
  /** The oldest first. `via` is the endpoint, or the carrier. */
  readonly pogingen: readonly {
    readonly tijd: Date;
    readonly via: string;
    readonly uitkomst: string;
    readonly reden: string | null;
  }[];
}

interface Rij {
  readonly via: string;
  readonly content_type: string | null;
  readonly inhoud: Uint8Array | null;
  /** Octets of the first payload, of what another carrier takes. */
  readonly eerste: number | null;
  readonly verloop: readonly { readonly tijd: string; readonly uitkomst: string; readonly reden?: string | null }[];
}

/** Null when no such message was sent. */
export async function leesVerzonden(db: Queryable, messageId: string): Promise<Verzonden | null> {
  const rows = await db.query<Rij>(sql`
    select endpoint as via, content_type, case when delen is null then inhoud end as inhoud, null as eerste, verloop
    from digikoppeling.bericht where message_id = ${messageId}
    union all
    select drager, null, inhoud, (delen -> 0 ->> 'bytes')::int, verloop from digikoppeling.overdracht where message_id = ${messageId}`);
  if (rows.length === 0) return null;
  const pogingen = rows
    .flatMap(({ via, verloop }) =>
      verloop.map(({ tijd, uitkomst, reden }) => ({ tijd: new Date(tijd), via, uitkomst, reden: reden ?? null })),
    )
    .sort((a, b) => a.tijd.getTime() - b.tijd.getTime());
  const bewaard = rows.find(({ inhoud }) => inhoud !== null);
  if (!bewaard) return { enveloppe: null, payload: null, pogingen };
  const body = Buffer.from(bewaard.inhoud!);
  if (bewaard.content_type === null) {
    return { enveloppe: null, payload: body.subarray(0, bewaard.eerste ?? 0).toString('utf8') || null, pogingen };
  }
  const { soap } = unpack(bewaard.content_type, body, MESSAGE_LIMITS);
  const message = parseMessage({ contentType: bewaard.content_type, soapAction: SOAP_ACTION, body });
  const payload = message.kind === 'user' ? message.attachments[0] : undefined;
  return {
    enveloppe: Buffer.from(soap).toString('utf8'),
    payload: payload ? Buffer.from(payload.content).toString('utf8') : null,
    pogingen,
  };
}
