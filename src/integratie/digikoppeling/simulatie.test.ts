/**
 * A day in the life of the kanaal, as chance has it: connections that break before or after the message got through, 503s,
 * refusals, acknowledgments that come early, late, twice or never, processes that die, a database that goes away and
 * listeners that fail. In the end each message was heard once and told once, and nobody saw anything out of turn.
 */
import fc from 'fast-check';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../platform/db/index.ts';
import { NetFault } from '../../platform/net/index.ts';
import type { Packed } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { type Antwoord, GEEN_VERBINDING, type Gezien, HALF_OPEN, OK } from './nepnet.testhulp.ts';
import { bevestiging, MINUUT, START, UUR } from './partner.testhulp.ts';

let db: Database;
let w: Wereld;

beforeAll(async () => {
  db = await proefDatabase();
});
beforeEach(async () => {
  w = await wereld(db);
});
afterEach(() => w.sluit());

const LOT = ['goed', 'goed', 'goed', 'geen verbinding', 'verloren heen', 'verloren terug', '503', 'geweigerd'] as const;
const ACK = ['meteen', 'later', 'later', 'twee keer', 'nooit'] as const;

/** What befalls one request: whether it gets there, and what becomes of its acknowledgment. */
interface Lot {
  readonly heen: (typeof LOT)[number];
  readonly ack: (typeof ACK)[number];
}

type Stap =
  | { readonly doet: 'bewaar'; readonly aantal: number }
  | { readonly doet: 'beurt' }
  | { readonly doet: 'tijd'; readonly minuten: number }
  | { readonly doet: 'acks' }
  | { readonly doet: 'sterft'; readonly na: number }
  | { readonly doet: 'database weg'; readonly na: number }
  | { readonly doet: 'luisteraar faalt' };

const stap: fc.Arbitrary<Stap> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ doet: fc.constant('bewaar' as const), aantal: fc.integer({ min: 1, max: 6 }) }) },
  { weight: 5, arbitrary: fc.record({ doet: fc.constant('beurt' as const) }) },
  { weight: 3, arbitrary: fc.record({ doet: fc.constant('tijd' as const), minuten: fc.constantFrom(0.1, 1, 6, 20) }) },
  { weight: 2, arbitrary: fc.record({ doet: fc.constant('acks' as const) }) },
  { weight: 1, arbitrary: fc.record({ doet: fc.constant('sterft' as const), na: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ doet: fc.constant('database weg' as const), na: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ doet: fc.constant('luisteraar faalt' as const) }) },
);

interface Uitkomst {
  /** In the order of storing. */
  readonly bewaard: readonly string[];
  /** First arrivals at the other side, in order. */
  readonly gehoord: readonly string[];
  /** Different octets seen per MessageId. */
  readonly octetten: ReadonlyMap<string, ReadonlySet<string>>;
}

async function leef(stappen: readonly Stap[], loten: readonly Lot[], weigert: boolean): Promise<Uitkomst> {
  let key = 1;
  let p: Proces = w.proces(key);
  const bewaard: string[] = [];
  const gehoord: string[] = [];
  const octetten = new Map<string, Set<string>>();
  const later: Packed[] = [];
  let nr = 0;
  let requests = 0;
  let diesAfter = Number.POSITIVE_INFINITY;
  let listenerFails = 0;
  let healed = false;

  w.luistert(async () => {
    if (!healed && listenerFails > 0) {
      listenerFails--;
      throw new Error('de luisteraar faalt');
    }
  });

  async function hear(request: Gezien, ack: Lot['ack']): Promise<void> {
    if (!gehoord.includes(request.messageId)) gehoord.push(request.messageId);
    const packed = bevestiging(request);
    if (ack === 'meteen' || ack === 'twee keer') await Promise.race([p.post(packed), p.overleden]);
    if (ack === 'later' || ack === 'twee keer') later.push(packed);
  }

  w.net.antwoordt(async (request): Promise<Antwoord> => {
    octetten.set(
      request.messageId,
      (octetten.get(request.messageId) ?? new Set()).add(request.body.toString('base64')),
    );
    const { heen, ack }: Lot = healed ? { heen: 'goed', ack: 'meteen' } : loten[nr++ % loten.length]!;
    if (++requests > diesAfter) p.sterft();
    if (heen === 'geen verbinding') return GEEN_VERBINDING;
    if (heen === 'verloren heen') return HALF_OPEN;
    if (heen === '503') return { status: 503 };
    if (heen === 'geweigerd' && weigert) return { status: 500 };
    await hear(request, ack);
    return heen === 'verloren terug' ? new NetFault('de verbinding brak af (ECONNRESET)', true) : OK;
  });

  /** A turn, unless the process dies in it; then another starts. */
  async function beurt(): Promise<void> {
    const how = await Promise.race([p.dk.turn().catch(() => 'fout' as const), p.overleden]);
    if (how === 'dood') {
      diesAfter = Number.POSITIVE_INFINITY;
      p = w.proces(++key);
    }
    p.databaseWeg(false);
  }

  for (const stap of stappen) {
    if (stap.doet === 'bewaar') bewaard.push(...(await w.bewaar(p, stap.aantal)));
    else if (stap.doet === 'beurt') await beurt();
    else if (stap.doet === 'tijd') w.clock.advance(stap.minuten * MINUUT);
    else if (stap.doet === 'acks') await Promise.all(later.splice(0).map((ack) => p.post(ack)));
    else if (stap.doet === 'sterft') diesAfter = requests + stap.na;
    else if (stap.doet === 'database weg') p.databaseWegNa(stap.na);
    else listenerFails = 2;
  }
  healed = true;
  p.databaseWegNa(Number.POSITIVE_INFINITY);
  diesAfter = Number.POSITIVE_INFINITY;
  await beurt();
  await w.wacht(p, w.clock.now().getTime() - START.getTime() + 4 * UUR);
  return { bewaard, gehoord, octetten };
}

async function check({ bewaard, gehoord, octetten }: Uitkomst): Promise<void> {
  expect([...gehoord].sort()).toEqual([...bewaard].sort());
  for (const seen of octetten.values()) expect(seen.size).toBe(1);
  expect(w.net.tegelijk()).toBeLessThanOrEqual(1);
  const states = await w.berichten();
  expect(states.map((b) => b.staat)).toEqual(bewaard.map(() => 'bevestigd'));
  for (const id of bewaard) {
    const told = w.verteld.filter((r) => r.messageId === id).map((r) => r.soort);
    // Sent at most once and before the acknowledgment; acknowledged exactly once.
    expect([['bevestigd'], ['verzonden', 'bevestigd']]).toContainEqual(told);
  }
}

const loten = fc.array(fc.record({ heen: fc.constantFrom(...LOT), ack: fc.constantFrom(...ACK) }), {
  minLength: 1,
  maxLength: 25,
});
const stappen = fc.array(stap, { minLength: 5, maxLength: 40 });

describe('after any day', () => {
  it('every message was heard once, in the order of storing, when none was refused', async () => {
    await fc.assert(
      fc
        .asyncProperty(stappen, loten, async (some, fates) => {
          const outcome = await leef(some, fates, false);
          await check(outcome);
          expect(outcome.gehoord).toEqual(outcome.bewaard);
        })
        .beforeEach(async () => {
          await w.sluit();
          w = await wereld(db);
        }),
      { numRuns: 12 },
    );
  }, 120_000);

  it('every message was heard once also when some were refused for a while', async () => {
    await fc.assert(
      fc
        .asyncProperty(stappen, loten, async (some, fates) => {
          await check(await leef(some, fates, true));
        })
        .beforeEach(async () => {
          await w.sluit();
          w = await wereld(db);
        }),
      { numRuns: 12 },
    );
  }, 120_000);
});
