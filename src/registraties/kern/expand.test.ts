/** expand without a database: the tree, what is refused, and when no statement is sent at all. The rest: proef.test.ts. */
import { describe, expect, it } from 'vitest';
import type { Sql } from '../../platform/db/index.ts';
import { Problem } from '../../platform/http/index.ts';
import type { Actor } from './actor.ts';
import { expandItems, expandTree } from './expand.ts';
import { proefdocument, proefResources } from './proef.testhulp.ts';
import { resourceMap } from './routes.ts';

const resources = resourceMap(proefResources);
const actor = (scopes: string[]): Actor => ({
  clientId: 'a',
  applicatie: 'A',
  userId: '',
  userName: '',
  heeftAlleAutorisaties: false,
  autorisaties: [{ component: 'drc', scopes, type: null, maxVertrouwelijkheid: null }],
});

describe('expandTree', () => {
  it('takes paths together that begin alike', () => {
    expect(expandTree(proefdocument, ['map', 'map.documenten', 'map.brieven.map', 'vervangt'], resources)).toEqual({
      map: { below: { documenten: { below: {} }, brieven: { below: { map: { below: {} } } } } },
      vervangt: { below: {} },
    });
  });
  it.each(['titel', 'map.naam', '', 'map.', 'toString', 'map.documenten.map.documenten.map.documenten.map'])(
    '404 for "%s" (zrc-027)',
    (path) => {
      const work = () => expandTree(proefdocument, [path], resources);
      expect(work).toThrow(Problem);
      expect(work).toThrow(`"${path}" is geen relatie`);
    },
  );
});

describe('expandItems', () => {
  const items = [{ id: '1', json: '{"url":"x"}' }];
  const run = async (scopes: string[], path: string) => {
    const sent: string[] = [];
    const db = {
      query: async (statement: Sql) => {
        sent.push(statement.compile().text);
        return [];
      },
    };
    const tree = expandTree(proefdocument, path === '' ? [] : [path], resources);
    const context = {
      db,
      actor: actor(scopes),
      base: 'https://a.example',
      day: '2026-11-02',
      profile: '1.7' as const,
      resources,
    };
    return { sent, found: await expandItems(proefdocument, items, tree, context) };
  };
  it('gives the items as they are when nothing is asked', async () => {
    expect(await run(['documenten.lezen'], '')).toEqual({ sent: [], found: items });
  });
  it('asks the database nothing about what this reader may not read at all', async () => {
    const { sent, found } = await run(['documenten.aanmaken'], 'map');
    expect(sent).toEqual([]);
    expect(found[0]!.json).toBe('{"url":"x","_expand":{}}');
  });
  it('an empty many is an empty list; the predicate stands on both ends of the statement', async () => {
    const { sent, found } = await run(['documenten.lezen'], 'vervangenDoor');
    expect(found[0]!.json).toBe('{"url":"x","_expand":{"vervangenDoor":[]}}');
    expect(sent).toHaveLength(1);
    expect(sent[0]).toMatch(/s\.eigenaar = \$\d/);
    expect(sent[0]).toMatch(/t\.eigenaar = \$\d/);
  });
});
