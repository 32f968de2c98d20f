import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ASSETS } from './assets.ts';
import { chooseEncoding, staticAssets } from './static.ts';

const CSS = readFileSync(join(import.meta.dirname, 'assets/app.css'), 'utf8');
const ROOT = join(import.meta.dirname, '../../..');

describe('files under /static/', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = Fastify();
    await app.register(staticAssets);
  });
  afterAll(() => app.close());

  it.each(Object.values(ASSETS))('$url comes with its type and may be kept for a year', async ({ url, type }) => {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe(type);
    expect(response.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(response.headers['x-content-type-options']).toBe('nosniff');
    expect(response.headers['content-security-policy']).toContain("default-src 'none'");
  });

  it('the style sheet comes compressed to who can read that, and is the same', async () => {
    const { url } = ASSETS['app.css'];
    const br = await app.inject({ url, headers: { 'accept-encoding': 'gzip, deflate, br' } });
    const gzip = await app.inject({ url, headers: { 'accept-encoding': 'gzip, br;q=0' } });
    const plain = await app.inject({ url });
    expect(br.headers).toMatchObject({ 'content-encoding': 'br', vary: 'Accept-Encoding' });
    expect(gzip.headers).toMatchObject({ 'content-encoding': 'gzip', vary: 'Accept-Encoding' });
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(CSS);
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(CSS);
    expect(plain.payload).toBe(CSS);
  });

  it('fits in 20 kB on the wire', async () => {
    const response = await app.inject({ url: ASSETS['app.css'].url, headers: { 'accept-encoding': 'br' } });
    expect(response.rawPayload.length).toBeLessThan(20_000);
  });

  it.each([
    '/static/app.css',
    '/static/app.000000000000.css',
    '/static/../assets.ts',
    '/static/%2e%2e/assets.ts',
    '/static/',
  ])('%s is not there, and nobody keeps that answer', async (url) => {
    const response = await app.inject(url);
    expect(response.statusCode).toBe(404);
    expect(response.headers['cache-control'] ?? 'no-store').toBe('no-store');
  });
});

describe('the coding of an answer', () => {
  it.each([
    [undefined, 'identity'],
    ['', 'identity'],
    ['identity', 'identity'],
    ['gzip', 'gzip'],
    ['gzip;q=0.5, BR', 'br'],
    ['br;q=0, gzip;q=0.000', 'identity'],
    ['br;q=0.001', 'br'],
  ] as const)('for Accept-Encoding %s is %s', (accepted, chosen) => {
    expect(chooseEncoding(accepted)).toBe(chosen);
  });
});

describe('the style sheet', () => {
  it('is what scripts/css.mjs makes of the screens and packages of today', () => {
    const check = () => execFileSync(process.execPath, ['scripts/css.mjs', '--check'], { cwd: ROOT, stdio: 'pipe' });
    expect(check).not.toThrow();
  });

  it('asks for nothing but our own fonts: the policy of the pages refuses the rest', () => {
    const addresses = [...CSS.matchAll(/url\(\s*['"]?([^'")]+)/g)].map((match) => match[1]);
    const fonts = Object.values(ASSETS)
      .filter(({ type }) => type === 'font/woff2')
      .map(({ url }) => url as string);
    expect(addresses.toSorted()).toEqual(fonts.toSorted());
    expect(CSS).not.toContain('@import');
  });

  it('carries the licence notice of what it contains', () => {
    expect(CSS).toMatch(/^\/\*!.*EUPL-1\.2.*NL Design System.*Open Font License/s);
  });
});
