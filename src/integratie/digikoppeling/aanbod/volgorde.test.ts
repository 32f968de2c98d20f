/** Messages with one volgordesleutel arrive in the order in which they were taken in, whatever happens between. */
import fc from 'fast-check';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../platform/db/index.ts';
import { GEEN_VERBINDING, HALF_OPEN, OK } from '../nepnet.testhulp.ts';
import { MINUUT, SECONDE } from '../partner.testhulp.ts';
import { type Wereld, wereld } from './aanbod.testhulp.ts';

let w: Wereld;
beforeAll(async () => {
  w = await wereld();
});
beforeEach(() => w.leeg());

const verzend = async (volgordesleutel: string | null, messageId: string): Promise<string> => {
  const { body } = await w.verzend({ messageId, ...(volgordesleutel !== null && { volgordesleutel }) });
  return body.id;
};
/** MessageIds in the order of their first attempt. */
const gezien = (): string[] => [...new Set(w.net.berichten().map(({ messageId }) => messageId))];

describe('messages with one volgordesleutel', () => {
  it('go one by one: the next when the one before is acknowledged; others do not wait', async () => {
    await verzend('zaak-1', 'a1@k.example');
    await verzend('zaak-1', 'a2@k.example');
    await verzend('zaak-2', 'b1@k.example');
    await verzend(null, 'los@k.example');
    await w.rond();
    expect(gezien().sort()).toEqual(['a1@k.example', 'b1@k.example', 'los@k.example']);
    await w.bevestigAlles();
    expect(gezien().at(-1)).toBe('a2@k.example');
  });

  it('wait behind one that was refused until its client chooses: again', async () => {
    const een = await verzend('zaak-1', 'a1@k.example');
    await verzend('zaak-1', 'a2@k.example');
    await w.rond();
    await w.weiger();
    expect(await w.lees(een)).toMatchObject({ staat: 'geweigerd', houdtAnderenOp: true });
    await w.later(MINUUT);
    expect(gezien()).toEqual(['a1@k.example']);
    await w.kies(een, 'opnieuw');
    await w.rond();
    await w.bevestigAlles();
    expect(gezien().slice(1)).toEqual([(await w.lees(een)).messageId, 'a2@k.example']);
  });

  it('or go on without it', async () => {
    const een = await verzend('zaak-1', 'a1@k.example');
    await verzend('zaak-1', 'a2@k.example');
    await w.rond();
    await w.weiger();
    expect((await w.kies(een, 'overslaan')).body).toMatchObject({ staat: 'geweigerd', houdtAnderenOp: false });
    await w.rond();
    expect(gezien()).toEqual(['a1@k.example', 'a2@k.example']);
    expect((await w.kies(een, 'overslaan')).status).toBe(409);
  });

  it('go on when the one before is withdrawn', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    const een = await verzend('zaak-1', 'a1@k.example');
    await verzend('zaak-1', 'a2@k.example');
    await w.rond();
    await w.kies(een, 'intrekken');
    w.net.antwoordt(OK);
    await w.later(MINUUT);
    expect(gezien().at(-1)).toBe('a2@k.example');
  });

  it('are held up by a message that cannot be made any more, and by nothing else', async () => {
    const een = await verzend('zaak-1', 'a1@k.example');
    await verzend('zaak-1', 'a2@k.example');
    await verzend('zaak-2', 'b1@k.example');
    await w.r.db.query(sql`update digikoppeling.zending set service = 'Is:Weg' where message_id = 'a1@k.example'`);
    await w.rond();
    expect(gezien()).toEqual(['b1@k.example']);
    expect(await w.lees(een)).toMatchObject({ staat: 'fout', reden: expect.stringContaining('Is:Weg') });
    await w.kies(een, 'overslaan');
    await w.rond();
    expect(gezien()).toEqual(['b1@k.example', 'a2@k.example']);
  });

  it('the same key of two clients is two lanes', async () => {
    await w.r.client('ander', [{ component: 'dgk', scopes: ['digikoppeling.verzenden'] }]);
    await verzend('zaak-1', 'a1@k.example');
    await w.verzend({ messageId: 'c1@k.example', volgordesleutel: 'zaak-1' }, { as: 'ander' });
    await w.rond();
    expect(gezien().sort()).toEqual(['a1@k.example', 'c1@k.example']);
  });

  it('the key itself is kept nowhere', async () => {
    await verzend('sleutel-die-niemand-mag-zien', 'a1@k.example');
    const [row] = await w.r.db.query<{ tekst: string }>(sql`
      select (select string_agg(z::text, '') from digikoppeling.zending z) || (select string_agg(e::text, '') from outbox.event e) as tekst`);
    expect(row!.tekst).not.toContain('mag-zien');
  });

  it('under any mix of faults: per lane in order, nothing lost, each under one messageId unless it never left', async () => {
    const fault = fc.constantFrom(OK, OK, GEEN_VERBINDING, HALF_OPEN, { status: 503 }, { status: 400 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(2), { minLength: 3, maxLength: 8 }),
        fc.array(fault, { maxLength: 12 }),
        async (lanes, faults) => {
          await w.leeg();
          const script = [...faults];
          w.net.antwoordt(() => script.shift() ?? OK);
          const ids: string[] = [];
          for (const [i, lane] of lanes.entries()) ids.push(await verzend(`baan-${lane}`, `m${i}-${lane}@k.example`));
          for (let round = 0; round < 25; round++) {
            await w.later(20 * SECONDE + round * 10 * SECONDE);
            await w.bevestigAlles();
          }
          const staten = await Promise.all(ids.map(async (id) => (await w.lees(id)).staat));
          expect(new Set(staten)).toEqual(new Set(['bevestigd']));
          for (const lane of new Set(lanes)) {
            const order = gezien().filter((id) => id.includes(`-${lane}@`));
            expect(order).toEqual(lanes.flatMap((l, i) => (l === lane ? [`m${i}-${l}@k.example`] : [])));
          }
        },
      ),
      { numRuns: 4 },
    );
  });
});
