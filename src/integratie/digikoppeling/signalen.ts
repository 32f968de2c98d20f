/** Sending stored signals: a lost one is repaired by the other side's resend, so a few attempts are enough. */
import { type Database, sql } from '../../platform/db/index.ts';
import type { Net } from '../../platform/net/index.ts';
import { retryDelay } from '../../platform/outbox/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import { SOAP_ACTION } from '../../standaarden/ebms/index.ts';

const BATCH = 20;
const MAX_ATTEMPTS = 6;
const TIMEOUT_MS = 10_000;
/** A claimed signal is left to the process that claimed it for this long. */
const CLAIM_MS = 30_000;

interface Signaal {
  readonly id: string;
  readonly endpoint: string;
  readonly content_type: string;
  readonly inhoud: Uint8Array;
  readonly pogingen: number;
}

/** Sends signals that are due; returns how many were tried. */
export async function signalenOnce(db: Database, net: Net, clock: Clock, random: Random): Promise<number> {
  const now = clock.now();
  const batch = await db.query<Signaal>(sql`
    update digikoppeling.signaal set volgende = ${new Date(now.getTime() + CLAIM_MS)}, pogingen = pogingen + 1
    where id in (select id from digikoppeling.signaal where volgende <= ${now} order by volgende limit ${BATCH} for update skip locked)
    returning id, endpoint, content_type, inhoud, pogingen`);
  if (batch.length === 0) return 0;
  const results = await Promise.all(batch.map(async (signaal) => ({ signaal, ok: await send(net, signaal) })));
  const done = results.filter((r) => r.ok || r.signaal.pogingen >= MAX_ATTEMPTS).map((r) => r.signaal.id);
  const later = results.filter((r) => !r.ok && r.signaal.pogingen < MAX_ATTEMPTS);
  await db.query(sql`delete from digikoppeling.signaal where id = any(${done}::uuid[])`);
  for (const { signaal } of later) {
    const volgende = new Date(now.getTime() + retryDelay(signaal.pogingen, random));
    await db.query(sql`update digikoppeling.signaal set volgende = ${volgende} where id = ${signaal.id}`);
  }
  return batch.length;
}

async function send(net: Net, { endpoint, content_type, inhoud }: Signaal): Promise<boolean> {
  try {
    const headers = { 'content-type': content_type, soapaction: SOAP_ACTION };
    const answer = await net.request({ method: 'POST', url: endpoint, headers, body: inhoud, timeoutMs: TIMEOUT_MS });
    return answer.status >= 200 && answer.status < 300;
  } catch {
    return false;
  }
}
