/**
 * Where waiting messages go when the address of the other side changes: by a new version of the CPA, or by an override.
 *
 * What follows is the way only. The address and the certificate of the peer are looked up anew, because a peer that moved
 * is reached nowhere else; the message itself stays bound to the version it was made under (RS-F43): its octets and
 * signature, its MessageId, its TimeToLive and the schedule of its repeats, for those were told to the receiver.
 */
import { sql, type Tx } from '../../platform/db/index.ts';
import { type Cpa, routesOf } from '../../standaarden/ebms/index.ts';

/** Gives every message that is not finished the address of its action now; one whose action is gone keeps what it had. */
export async function verlegAdressen(tx: Tx, cpa: Cpa): Promise<void> {
  const routes = routesOf(cpa);
  // The row of the kanaal first: results are stored under it, so the two cannot wait for each other.
  await tx.query(sql`update digikoppeling.kanaal set volgende = '-infinity' where cpa_id = ${cpa.id}`);
  await tx.query(sql`
    with routes as (
      select * from unnest(${routes.map((r) => r.from.partyId.value)}::text[], ${routes.map((r) => r.service.value)}::text[],
        ${routes.map((r) => r.action)}::text[], ${routes.map((r) => r.endpoint)}::text[]) as r (van, service, action, endpoint)
    ), onderweg as (
      select nr, van_partij, service, action, endpoint from digikoppeling.bericht where cpa_id = ${cpa.id} and staat = 'te_verzenden'
      union all
      select nr, van_partij, service, action, endpoint from digikoppeling.bericht where cpa_id = ${cpa.id} and staat = 'verzonden'
    )
    update digikoppeling.bericht b set endpoint = r.endpoint
    from onderweg o join routes r on r.van = o.van_partij and r.action = o.action and r.service = coalesce(o.service, r.service)
    where b.nr = o.nr and o.endpoint <> r.endpoint`);
}
