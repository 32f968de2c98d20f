import { describe, expect, it } from 'vitest';
import { silentLog } from '../log/index.ts';
import { seededRandom } from '../time/index.ts';
import { createServer } from './index.ts';

describe('a request that says JSON and sends nothing', () => {
  it('is taken as without a body, as many clients publish and delete', async () => {
    const server = createServer({ log: silentLog, random: seededRandom(1), ready: async () => true });
    server.post('/publiceer', async (request) => ({ body: request.body ?? null }));
    const headers = { 'content-type': 'application/json' };
    const empty = await server.inject({ method: 'POST', url: '/publiceer', headers });
    expect([empty.statusCode, empty.json()]).toEqual([200, { body: null }]);
    const broken = await server.inject({ method: 'POST', url: '/publiceer', headers, payload: '{' });
    expect(broken.statusCode).toBe(400);
  });
});
