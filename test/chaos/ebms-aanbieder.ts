/** Another system in the ebMS run: it gives our processes messages to send, and dies no more than they do. */
import { setTimeout as sleep } from 'node:timers/promises';
import { type Database, sql } from '../../src/platform/db/index.ts';
import type { Opdracht, Proefbericht } from './ebms-opdracht.ts';

export interface Aanbod {
  readonly messages: number;
  /** Messages per lane. */
  readonly perBaan: number;
  /** After this no more messages are given: for who has no time for all of them. */
  readonly aanbiedMs: number;
}

const PER_AANBOD = 50;
const AANBIEDERS = 3;
/** So many messages may wait before more are given. */
const MOST_OPEN = 1_500;
const ANTWOORD_MS = 15_000;

/** All messages, round by round: of each lane the first, then of each the second, and so on. */
export function planVan({ cpas, grootPer }: Opdracht, { messages, perBaan }: Aanbod): readonly Proefbericht[] {
  const banen = Math.ceil(messages / perBaan);
  return Array.from({ length: messages }, (_, i) => {
    const baan = i % banen;
    return {
      cpa: cpas[baan % cpas.length]!.id,
      baan: `b${baan}`,
      nummer: Math.floor(i / banen),
      groot: i % grootPer === 0,
    };
  });
}

/** Gives the messages to our processes, as a client of the REST API does: again to another until one says that it has them. Those given. */
export async function biedAan(
  db: Database,
  { poorten: { werkers }, cpas: [dood] }: Opdracht,
  berichten: readonly Proefbericht[],
  { perBaan, aanbiedMs }: Aanbod,
): Promise<readonly Proefbericht[]> {
  const gegeven: Proefbericht[] = [];
  const until = performance.now() + aanbiedMs;
  const ronde = Math.ceil(berichten.length / perBaan);
  let beurt = 0;
  const bied = async (some: readonly Proefbericht[]): Promise<void> => {
    for (;;) {
      const url = `http://127.0.0.1:${werkers[beurt++ % werkers.length]}/bied`;
      const request = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(some),
        signal: AbortSignal.timeout(ANTWOORD_MS),
      };
      const ok = await fetch(url, request).then(
        async (answer) => (await answer.text()) !== '' && answer.ok,
        () => false,
      );
      if (ok) return;
      await sleep(20);
    }
  };
  for (let at = 0; at < berichten.length; at += ronde) {
    // A lane has one message in a round, so what is given at once is in no order.
    const delen: (readonly Proefbericht[])[] = [];
    for (let i = at; i < Math.min(at + ronde, berichten.length); i += PER_AANBOD) {
      delen.push(berichten.slice(i, Math.min(i + PER_AANBOD, at + ronde)));
    }
    const line = async (): Promise<void> => {
      for (let deel = delen.shift(); deel && performance.now() < until; deel = delen.shift()) {
        while ((await openVan(db, dood!.id)) > MOST_OPEN) await sleep(200);
        await bied(deel);
        gegeven.push(...deel);
      }
    };
    await Promise.all(Array.from({ length: AANBIEDERS }, line));
  }
  return gegeven;
}

/** Without those of the CPA that is dead until enough has come under the others: of it all wait, and nothing would be given any more. */
async function openVan(db: Database, dood: string): Promise<number> {
  const [row] = await db.query<{ n: number }>(sql`
    select count(*) as n from digikoppeling.zending where staat in ('te_verzenden', 'verzonden') and cpa_id <> ${dood}`);
  return row!.n;
}
