/** The payloads of a message on their way in: small ones to the row, large ones to the store of objects as they come. */
import { createHash, hash } from 'node:crypto';
import type { Objecten } from '../objecten.ts';
import type { Bijlagen } from './aannemen.ts';
import { IN_RIJ } from './api.ts';
import type { Bericht } from './vraag.ts';
import type { Deel } from './zending.ts';

/** Payloads that are in memory. */
export async function bewaarInhoud(objecten: Objecten, bijlagen: Bericht['bijlagen']): Promise<Bijlagen> {
  const samen = bijlagen.reduce((sum, { inhoud }) => sum + inhoud.byteLength, 0);
  const delen: Deel[] = [];
  for (const { naam, contentType, inhoud } of bijlagen) {
    const deel = { naam, contentType, bytes: inhoud.byteLength, sha256: hash('sha256', inhoud, 'hex') };
    delen.push(samen <= IN_RIJ ? deel : { ...deel, object: await objecten.nieuw(inhoud.byteLength, van(inhoud)) });
  }
  return { delen, inhoud: samen <= IN_RIJ ? Buffer.concat(bijlagen.map(({ inhoud }) => inhoud)) : Buffer.alloc(0) };
}

/** A payload that comes as a stream, of the size that was announced. */
export async function bewaarStroom(
  objecten: Objecten,
  { naam, contentType, omvang }: { readonly naam: string; readonly contentType: string; readonly omvang: number },
  bytes: AsyncIterable<Uint8Array>,
): Promise<Deel> {
  const sha = createHash('sha256');
  const object = await objecten.nieuw(omvang, langs(bytes, sha));
  return { naam, contentType, bytes: omvang, sha256: sha.digest('hex'), object };
}

async function* van(inhoud: Buffer): AsyncGenerator<Uint8Array> {
  yield inhoud;
}

async function* langs(bytes: AsyncIterable<Uint8Array>, sha: ReturnType<typeof createHash>) {
  for await (const piece of bytes) {
    sha.update(piece);
    yield piece;
  }
}
