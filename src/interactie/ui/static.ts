/**
 * The style sheet, fonts and icon, under `/static/`.
 *
 * An address holds the hash of the content, so the answer may be kept for a year and a new version gets a new address.
 * Text is also kept compressed (br and gzip). The plugin refuses to start when a file is not the one its address
 * promises: browsers would keep the wrong bytes for that year.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, gzip, constants as zlib } from 'node:zlib';
import type { FastifyPluginAsync } from 'fastify';
import { ASSETS } from './assets.ts';
import { CONTENT_SECURITY_POLICY } from './headers.ts';

const LONG = 'public, max-age=31536000, immutable';
const HEADERS = { 'content-security-policy': CONTENT_SECURITY_POLICY, 'x-content-type-options': 'nosniff' } as const;

interface Asset {
  readonly type: string;
  readonly plain: Buffer;
  readonly br: Buffer | null;
  readonly gzip: Buffer | null;
}

/** Serves the files in `ASSETS`; any other address under `/static/` is 404. */
export const staticAssets: FastifyPluginAsync = async (app) => {
  const assets = new Map<string, Asset>();
  for (const [name, entry] of Object.entries(ASSETS)) assets.set(entry.url, await readAsset(name, entry));

  app.get('/static/*', async (request, reply) => {
    reply.headers(HEADERS);
    const asset = assets.get(request.url.replace(/\?.*$/, ''));
    if (asset === undefined) {
      return reply
        .code(404)
        .header('cache-control', 'no-store')
        .type('text/plain; charset=utf-8')
        .send('Niet gevonden');
    }
    reply.header('cache-control', LONG).type(asset.type);
    if (asset.br === null) return reply.send(asset.plain);
    reply.header('vary', 'Accept-Encoding');
    const encoding = chooseEncoding(request.headers['accept-encoding']);
    if (encoding !== 'identity') reply.header('content-encoding', encoding);
    return reply.send((encoding === 'identity' ? null : asset[encoding]) ?? asset.plain);
  });
};

async function readAsset(name: string, entry: { url: string; type: string; sha256: string }): Promise<Asset> {
  const plain = await readFile(join(import.meta.dirname, 'assets', name));
  const found = createHash('sha256').update(plain).digest('hex');
  if (!found.startsWith(entry.sha256)) {
    throw new Error(`assets/${name} is not the file its address promises: run "node scripts/css.mjs" and build again`);
  }
  if (entry.type === 'font/woff2') return { type: entry.type, plain, br: null, gzip: null };
  return {
    type: entry.type,
    plain,
    br: await promisify(brotliCompress)(plain, { params: { [zlib.BROTLI_PARAM_QUALITY]: 9 } }),
    gzip: await promisify(gzip)(plain, { level: 9 }),
  };
}

/** The best of what the client accepts (RFC 9110 §12.5.3); a coding with `q=0` is refused by the client. */
export function chooseEncoding(accepted: string | undefined): 'br' | 'gzip' | 'identity' {
  const offered = (accepted ?? '')
    .toLowerCase()
    .split(',')
    .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
    .map((part) => part.split(';')[0]?.trim());
  if (offered.includes('br')) return 'br';
  return offered.includes('gzip') ? 'gzip' : 'identity';
}
