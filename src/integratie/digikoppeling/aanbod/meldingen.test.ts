/** What is told outside, on the kanaal of Digikoppeling: in the form of the standard, and nothing of a person. */
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../platform/db/index.ts';
import { BASE } from '../../../registraties/registers.testhulp.ts';
import { HALF_OPEN } from '../nepnet.testhulp.ts';
import { hunBericht, UUR } from '../partner.testhulp.ts';
import { ROOT, type Wereld, wereld } from './aanbod.testhulp.ts';

let w: Wereld;
beforeAll(async () => {
  w = await wereld();
});
beforeEach(() => w.leeg());

const gemeld = () =>
  w.r.db.query<{ kind: string; body: Record<string, unknown> }>(sql`
    select kind, body from outbox.event where channel = 'digikoppeling' order by nr`);

const melding = (resource: string, id: string, gebeurtenis: string, action: string) => ({
  kanaal: 'digikoppeling',
  hoofdObject: `${BASE}${ROOT}/${resource === 'bericht' ? 'berichten' : 'ontvangen'}/${id}`,
  resource,
  resourceUrl: `${BASE}${ROOT}/${resource === 'bericht' ? 'berichten' : 'ontvangen'}/${id}`,
  actie: resource === 'bericht' ? 'update' : 'create',
  aanmaakdatum: expect.any(String),
  kenmerken: { cpaId: w.cpa.id, action, gebeurtenis },
});

describe('a notification', () => {
  it('tells that a message came in, where to read it', async () => {
    await w.post(hunBericht(w.cpa, { timestamp: new Date('2026-11-02T09:00:00Z') }));
    const [een, ...meer] = await gemeld();
    expect(meer).toEqual([]);
    const { id } = een!.body as { id: string };
    expect(een).toMatchObject({
      kind: 'bericht.ontvangen',
      body: melding('ontvangen', id, 'ontvangen', 'foutbericht'),
    });
    expect((await w.r.send('GET', een!.body['hoofdObject'] as string)).status).toBe(200);
  });

  it('tells each end of a message of ours once: confirmed, refused, expired', async () => {
    const een = (await w.verzend()).body;
    await w.rond();
    await w.bevestigAlles();
    await w.bevestigAlles();
    const twee = (await w.verzend()).body;
    await w.rond();
    await w.weiger();
    w.net.antwoordt(HALF_OPEN);
    const drie = (await w.verzend()).body;
    await w.later(1);
    await w.later(30 * UUR);
    expect((await gemeld()).map(({ body }) => body)).toEqual([
      expect.objectContaining(melding('bericht', een.id, 'bevestigd', 'zaakbericht')),
      expect.objectContaining(melding('bericht', twee.id, 'geweigerd', 'zaakbericht')),
      expect.objectContaining(melding('bericht', drie.id, 'verlopen', 'zaakbericht')),
    ]);
  });
});
