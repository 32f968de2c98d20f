/** Sent messages as a client sees them: where each stands, every attempt, and why. Never a payload. */
import { type Database, sql } from '../../../platform/db/index.ts';
import { value } from '../../../registraties/kern/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { digikoppelingApi } from './api.ts';
import { onbekend } from './keuzes.ts';
import { bladzijde, type Filter, leesVraag } from './lijst.ts';
import { type Deel, type Moment, STATEN, type Staat } from './zending.ts';
import { binnen, type Zicht } from './zicht.ts';

const TEKST = value.text({ max: 255, blank: false });

export const FILTERS: Readonly<Record<'staat' | 'cpaId' | 'action' | 'sinds', Filter>> = {
  staat: { parser: value.choice(STATEN), conditie: (staat) => sql`staat = ${staat}` },
  cpaId: { parser: TEKST, conditie: (cpa) => sql`cpa_id = ${cpa}` },
  action: { parser: TEKST, conditie: (action) => sql`action = ${action}` },
  /** An id of version 7 begins with the time at which it was made. */
  sinds: { parser: value.dateTime(), conditie: (tijd) => sql`id >= ${eersteId(new Date(tijd))}::uuid` },
};

export function eersteId(tijd: Date): string {
  const hex = Math.max(0, tijd.getTime()).toString(16).padStart(12, '0').slice(-12);
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`;
}

interface Rij {
  readonly id: string;
  readonly messageId: string;
  readonly cpaId: string;
  readonly service: string;
  readonly action: string;
  readonly staat: Staat;
  readonly reden: string | null;
  readonly gemaakt: Date;
  readonly gewijzigd: Date;
  readonly bevestigd: Date | null;
}

interface DetailRij extends Rij {
  readonly vanPartij: string;
  readonly naarPartij: string;
  readonly conversationId: string;
  readonly refToMessageId: string | null;
  readonly eerdereIds: readonly string[];
  readonly houdtOp: boolean;
  readonly tijdlijn: readonly Moment[];
  readonly delen: readonly Deel[];
}

const REGEL = sql`id, message_id as "messageId", cpa_id as "cpaId", service, action, staat, reden, gemaakt, gewijzigd, bevestigd`;

export async function berichten(
  db: Database,
  zicht: Zicht,
  base: string,
  query: Readonly<Record<string, unknown>>,
  adres: string,
) {
  const vraag = leesVraag(query, FILTERS, 'aflopend');
  const rijen = await db.query<Rij>(sql`
    select ${REGEL} from digikoppeling.zending where ${binnen(zicht)} and ${vraag.waar}
    order by id desc limit ${vraag.aantal + 1}`);
  const { next, results } = bladzijde(rijen, vraag, adres);
  return { next, results: results.map((rij) => regel(rij, base)) };
}

export async function bericht(db: Database, id: string, zicht: Zicht, base: string) {
  const [rij] = await db.query<DetailRij>(sql`
    select ${REGEL}, van_partij as "vanPartij", naar_partij as "naarPartij", conversation_id as "conversationId",
      ref_to_message_id as "refToMessageId", to_jsonb(eerdere_ids) as "eerdereIds", tijdlijn, delen,
      token is not null and staat in ('geweigerd', 'verlopen_onbekend', 'fout') as "houdtOp"
    from digikoppeling.zending where id = ${id} and ${binnen(zicht)}`);
  if (!rij) throw onbekend();
  const { vanPartij, naarPartij, conversationId, refToMessageId, eerdereIds, houdtOp, tijdlijn, delen } = rij;
  return {
    ...regel(rij, base),
    vanPartij,
    naarPartij,
    conversationId,
    refToMessageId,
    eerdereMessageIds: eerdereIds,
    houdtAnderenOp: houdtOp,
    bijlagen: delen.map(({ naam, contentType, bytes }, i) => ({ nr: i + 1, naam, contentType, omvang: bytes })),
    tijdlijn,
    pogingen: await pogingen(db, [...eerdereIds, rij.messageId]),
  };
}

const regel = ({ gemaakt, gewijzigd, bevestigd, ...rij }: Rij, base: string) => ({
  url: `${base}${digikoppelingApi.root}/berichten/${rij.id}`,
  id: rij.id,
  messageId: rij.messageId,
  cpaId: rij.cpaId,
  service: rij.service,
  action: rij.action,
  staat: rij.staat,
  reden: rij.reden,
  aangenomenOp: gemaakt.toISOString(),
  gewijzigdOp: gewijzigd.toISOString(),
  bevestigdOp: bevestigd?.toISOString() ?? null,
});

interface Verloop {
  readonly messageId: string;
  readonly via: string;
  readonly verloop: readonly { readonly tijd: string; readonly uitkomst: string; readonly reden?: string | null }[];
}

/** Every attempt that is kept, under each MessageId that it had. `via`: the endpoint, or the carrier. */
async function pogingen(db: Database, messageIds: readonly string[]) {
  const rows = await db.query<Verloop>(sql`
    select message_id as "messageId", endpoint as via, verloop from digikoppeling.bericht
    where message_id = any(${messageIds}::text[])
    union all
    select message_id, drager, verloop from digikoppeling.overdracht where message_id = any(${messageIds}::text[])`);
  return rows
    .flatMap(({ messageId, via, verloop }) =>
      verloop.map(({ tijd, uitkomst, reden }) => ({
        tijd,
        messageId,
        via,
        uitkomst,
        reden: reden ? maskBsn(reden) : null,
      })),
    )
    .sort((a, b) => a.tijd.localeCompare(b.tijd));
}
