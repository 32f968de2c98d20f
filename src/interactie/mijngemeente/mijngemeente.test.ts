import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { visibleText } from '../../../test/hulp/html.ts';
import { demoHome, standIn } from './index.ts';

let app: FastifyInstance;
beforeEach(async () => {
  app = Fastify();
  await app.register(standIn({ gemeente: 'Voorbeeld' }));
  await app.register(
    demoHome({
      gemeente: 'Voorbeeld',
      verwijzingen: [{ href: '/beheer', titel: 'Beheer', uitleg: 'Zie hoe <het> gaat.' }],
      mededelingen: [{ soort: 'warning', titel: 'Let op', tekst: 'Niets blijft bewaard.' }],
    }),
  );
});
afterEach(() => app.close());

describe('the page of a zaak before there is a login', () => {
  it('says what will be here', async () => {
    const { statusCode, headers, payload } = await app.inject('/mijnzaken/5f0c8a58-0000-4000-8000-000000000001');
    expect(statusCode).toBe(200);
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("default-src 'none'");
    expect(visibleText(payload)).toContain('Op deze pagina ziet u straks uw zaak in MijnGemeente');
  });

  it('discloses nothing: it is the same to the byte for any zaak, and repeats no part of the address', async () => {
    const one = await app.inject('/mijnzaken/5f0c8a58-0000-4000-8000-000000000001');
    const other = await app.inject('/mijnzaken/geheim-zaaknummer?naam=geheim');
    expect(other.payload).toBe(one.payload);
    expect(other.statusCode).toBe(one.statusCode);
    expect(Object.keys(other.headers).toSorted()).toEqual(Object.keys(one.headers).toSorted());
    expect(one.payload).not.toContain('5f0c8a58');
  });
});

describe('the home page of a demonstration', () => {
  it('shows the notices and where to look, and says that it is a demonstration', async () => {
    const { statusCode, payload } = await app.inject('/');
    expect(statusCode).toBe(200);
    expect(payload).toContain('Dit is een demonstratie');
    expect(visibleText(payload)).toMatch(/Let op Niets blijft bewaard\..*Beheer Zie hoe <het> gaat\./);
    expect(payload).toContain('href="/beheer"');
    expect(payload).not.toContain('<het>');
  });
});
