/** Objects at an S3 service: what every store must do, and what a service or the way to it can do to it. */
import { createServer } from 'node:net';
import { AwsV4Signer } from 'aws4fetch';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createS3ObjectStore, FileDamaged, FileMissing, type S3Settings, StorageFault, StorageFull } from './index.ts';
import { bytesOf, inPieces, objectStoreSuite } from './objects.testhulp.ts';
import { type Mischief, refuse, type TestS3, testS3 } from './s3.testhulp.ts';
import { chunkedLength } from './s3-chunks.ts';
import { s3SettingsOf } from './setting.ts';
import { gather } from './source.ts';

/** Every pause is over at once, and noted. */
let pauses: number[] = [];
const around = { pause: async (ms: number) => void pauses.push(ms) };

objectStoreSuite('the S3 of the tests', async () => {
  const s3 = await testS3();
  return {
    store: createS3ObjectStore(s3.settings, around),
    lying: async () => [...s3.objects.keys()],
    close: s3.close,
  };
});

// scripts/s3-proef.sh sets it: a bucket of a real service.
const real = process.env['TEST_FILES'];
if (real !== undefined) {
  const settings = s3SettingsOf(real, process.env);
  objectStoreSuite('a real S3 service', async () => ({
    store: createS3ObjectStore(settings),
    lying: () => listed(settings),
    close: async () => undefined,
  }));
}

/** The names in the bucket of a real service, the newest included (ListObjectsV2). */
async function listed({
  endpoint,
  bucket,
  prefix,
  region,
  accessKeyId,
  secretAccessKey,
}: S3Settings): Promise<string[]> {
  const url = `${endpoint}/${bucket}?list-type=2&max-keys=1000&prefix=${encodeURIComponent(prefix)}`;
  const signed = await new AwsV4Signer({
    url,
    method: 'GET',
    accessKeyId,
    secretAccessKey,
    region,
    service: 's3',
  }).sign();
  const response = await fetch(signed.url, { headers: signed.headers });
  const xml = await response.text();
  expect(response.status, xml).toBe(200);
  expect(xml).toContain('<IsTruncated>false</IsTruncated>');
  return [...xml.matchAll(/<Key>([^<]+)<\/Key>/g)].map((match) => match[1]!);
}

/** Until this figure moves no more. What two sockets hold between them is a few MB. */
async function standstill(figure: () => number): Promise<void> {
  for (let before = -1; before !== figure() || figure() === 0; ) {
    before = figure();
    for (let turn = 0; turn < 200; turn++) await new Promise(setImmediate);
  }
}

const KEY = '01970000-0000-7000-8000-0000000012ab';
const NAME = `map/diep/${KEY}`;
const SMALL = bytesOf(1_000);
const LARGE = bytesOf(3_000_000);

describe('an S3 service', () => {
  let s3: TestS3;
  let store: ReturnType<typeof createS3ObjectStore>;
  beforeAll(async () => {
    s3 = await testS3();
  });
  afterAll(() => s3.close());
  beforeEach(() => {
    store = createS3ObjectStore(s3.settings, around);
    s3.objects.clear();
    s3.asked.length = 0;
    s3.mischief.length = 0;
    pauses = [];
  });
  const put = (bytes: Buffer) => store.put(KEY, bytes.length, inPieces(bytes, 100_000));
  const status =
    (code: number, name: string): Mischief =>
    (request, response) => {
      request.resume();
      refuse(response, code, name);
      return true;
    };
  const hangUp: Mischief = (request) => {
    request.socket.destroy();
    return true;
  };
  async function faultOf(work: Promise<unknown>): Promise<Error> {
    const fault = await work.then(() => null).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(Error);
    const text = `${(fault as Error).message} ${JSON.stringify(fault)} ${String((fault as Error).cause)}`;
    expect(text).not.toContain(s3.settings.secretAccessKey);
    expect(text).not.toContain(s3.settings.accessKeyId);
    return fault as Error;
  }

  it('gets an object under its prefix; a small one is signed with its hash, a large one as it passes', async () => {
    const seen: unknown[] = [];
    const look: Mischief = ({ headers }) => {
      seen.push(headers['content-length'], headers['x-amz-content-sha256'], headers['x-amz-decoded-content-length']);
      return false;
    };
    s3.mischief.push(look, look);
    await put(SMALL);
    expect(s3.objects.get(NAME)?.equals(SMALL)).toBe(true);
    await put(LARGE);
    expect(s3.objects.get(NAME)?.equals(LARGE)).toBe(true);
    expect(seen).toEqual([
      '1000',
      expect.stringMatching(/^[0-9a-f]{64}$/),
      undefined,
      String(chunkedLength(LARGE.length)),
      'STREAMING-AWS4-HMAC-SHA256-PAYLOAD',
      '3000000',
    ]);
  });
  it('that does not read slows the source down', async () => {
    let given = 0;
    const stop = new AbortController();
    const deaf: Mischief = (request) => {
      request.pause();
      return true;
    };
    s3.mischief.push(deaf);
    const size = 200 * 1024 * 1024;
    async function* endless(): AsyncGenerator<Buffer> {
      const piece = Buffer.alloc(1024 * 1024);
      for (; given < size; given += piece.length) yield piece;
    }
    const stuck = store.put(KEY, size, endless(), stop.signal).catch((error: unknown) => error);
    await standstill(() => given);
    expect(given).toBeLessThan(40 * 1024 * 1024);
    stop.abort(new Error('klaar'));
    expect(await stuck).toMatchObject({ message: 'klaar' });
  });
  it('is slowed down by a reader that is slow', async () => {
    const size = 200 * 1024 * 1024;
    let given = 0;
    s3.mischief.push((_request, response) => {
      response.writeHead(206, { 'content-range': `bytes 0-${size - 1}/${size}`, 'content-length': size });
      const piece = Buffer.alloc(1024 * 1024);
      const more = (): void => {
        for (given += piece.length; response.write(piece); given += piece.length);
      };
      response.on('drain', more);
      more();
      return true;
    });
    for await (const _piece of store.get(KEY, 0, size)) {
      await standstill(() => given);
      break;
    }
    expect(given).toBeLessThan(40 * 1024 * 1024);
  });

  describe('that fails for a moment', () => {
    it.each([
      ['500', status(500, 'InternalError')],
      ['503', status(503, 'SlowDown')],
      ['a connection that breaks', hangUp],
    ])('is asked again for what may be asked twice: %s', async (_what, mischief) => {
      s3.mischief.push(mischief, mischief);
      await put(SMALL);
      expect(s3.asked.splice(0)).toEqual(Array(3).fill(`PUT ${NAME}`));
      s3.mischief.push(mischief, mischief);
      expect((await gather(store.get(KEY, 0, 1_000))).equals(SMALL)).toBe(true);
      s3.mischief.push(mischief);
      await gather(store.get(KEY, 5, 5));
      s3.mischief.push(mischief, mischief);
      await store.remove(KEY);
      expect(s3.objects.size).toBe(0);
      expect(pauses).toEqual([100, 500, 100, 500, 100, 100, 500]);
    });
    it('is not asked more than three times', async () => {
      s3.mischief.push(...Array(4).fill(status(503, 'SlowDown')));
      const fault = await faultOf(gather(store.get(KEY, 0, 1)));
      expect(fault).toBeInstanceOf(StorageFault);
      expect(fault.message).toContain('heeft een storing (503 SlowDown). Probeer het straks opnieuw.');
      expect(s3.asked).toHaveLength(3);
    });
    it('gets a stream only once, and then the order to remove what may have come', async () => {
      s3.mischief.push(hangUp);
      const fault = await faultOf(put(LARGE));
      expect(fault).toBeInstanceOf(StorageFault);
      expect(fault.message).toContain('niet bereikbaar, of de verbinding brak af');
      expect(s3.asked).toEqual([`PUT ${NAME}`, `DELETE ${NAME}`]);
    });
    it('after it had all of it: the object does not stay behind', async () => {
      s3.mischief.push(async (request) => {
        s3.objects.set(NAME, Buffer.concat(await request.toArray()));
        request.socket.destroy();
        return true;
      });
      await faultOf(put(LARGE));
      expect(s3.objects.size).toBe(0);
    });
    it('halfway what it gives: told, never as the end', async () => {
      s3.mischief.push((_request, response) => {
        response.writeHead(206, { 'content-range': 'bytes 0-999/1000', 'content-length': 1000 });
        response.write(SMALL.subarray(0, 500), () => response.destroy());
        return true;
      });
      const fault = await faultOf(gather(store.get(KEY, 0, 1_000)));
      expect(fault).toBeInstanceOf(StorageFault);
      expect(s3.asked).toHaveLength(1);
    });
  });

  describe('that gives something else than was asked', () => {
    it.each([
      ['all of it', 200, {}, /past niet bij S3|niet past bij S3/],
      ['another range', 206, { 'content-range': 'bytes 1-11/1000' }, /niet past bij S3 \(content-range\)/],
      ['more', 206, { 'content-range': 'bytes 0-999/1000' }, /niet past bij S3 \(content-length\)/],
    ])('is not believed: %s', async (_what, code, headers, text) => {
      s3.mischief.push((_request, response) => {
        response.writeHead(code, headers).end(SMALL);
        return true;
      });
      const fault = await faultOf(gather(store.get(KEY, 0, 10)));
      expect(fault).toBeInstanceOf(StorageFault);
      expect(fault.message).toMatch(text);
    });
    it('is told to give less: the object is damaged', async () => {
      s3.objects.set(NAME, SMALL.subarray(0, 500));
      await expect(gather(store.get(KEY, 400, 600))).rejects.toThrow(FileDamaged);
      await expect(gather(store.get(KEY, 500, 600))).rejects.toThrow(FileDamaged);
    });
  });

  describe('that refuses, says why in words, without a secret:', () => {
    it.each([
      [403, 'InvalidAccessKeyId', /kent deze sleutel niet.*S3_ACCESS_KEY_ID/],
      [403, 'SignatureDoesNotMatch', /geheim hoort er niet bij.*S3_SECRET_ACCESS_KEY/],
      [403, 'AccessDenied', /mag niet schrijven in de bucket "proef"/],
      [404, 'NoSuchBucket', /bucket "proef" bestaat niet.*FILES/],
      [403, 'RequestTimeTooSkewed', /klok.*NTP/],
      [301, 'PermanentRedirect', /andere regio.*region in FILES/],
      [400, 'AuthorizationHeaderMalformed', /andere regio/],
      [400, 'EntityTooLarge', /van deze grootte/],
      [400, 'InvalidArgument', /niet past bij S3 \(400 InvalidArgument\)/],
      [405, '', /niet past bij S3 \(405\)/],
    ])('%i %s', async (code, name, text) => {
      for (const bytes of [SMALL, LARGE]) {
        s3.mischief.push(status(code, name));
        const fault = await faultOf(put(bytes));
        expect(fault).toBeInstanceOf(StorageFault);
        expect(fault.message).toMatch(text);
      }
      expect(s3.objects.size).toBe(0);
      expect(pauses).toEqual([]);
    });
    it.each([
      [507, 'InsufficientStorage'],
      [403, 'QuotaExceeded'],
      [507, 'XMinioStorageFull'],
    ])('%i %s: the store is full (RS-F15)', async (code, name) => {
      s3.mischief.push(status(code, name));
      expect(await faultOf(put(SMALL))).toBeInstanceOf(StorageFull);
    });
    it('before it has read the stream, which is then read no further', async () => {
      let ended = false;
      async function* endless(): AsyncGenerator<Buffer> {
        try {
          for (;;) yield Buffer.alloc(64 * 1024);
        } finally {
          ended = true;
        }
      }
      s3.mischief.push((_request, response) => {
        refuse(response, 403, 'AccessDenied');
        return true;
      });
      const fault = await faultOf(store.put(KEY, 1024 ** 4, endless()));
      expect(fault).toBeInstanceOf(StorageFault);
      for (let turn = 0; turn < 100 && !ended; turn++) await new Promise(setImmediate);
      expect(ended).toBe(true);
    });
    it('a wrong key and a wrong secret, at the look', async () => {
      const look = (wrong: Partial<S3Settings>) => createS3ObjectStore({ ...s3.settings, ...wrong }, around).check();
      expect((await faultOf(look({ accessKeyId: 'anders' }))).message).toContain('InvalidAccessKeyId');
      expect((await faultOf(look({ secretAccessKey: 'anders' }))).message).toContain('SignatureDoesNotMatch');
      expect((await faultOf(look({ region: 'nergens' }))).message).toContain('SignatureDoesNotMatch');
      expect((await faultOf(look({ bucket: 'anders' }))).message).toContain('bucket "anders" bestaat niet');
    });
    it('nothing, because nobody listens there', async () => {
      const closed = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => closed.once('listening', resolve));
      const { port } = closed.address() as { port: number };
      await new Promise((resolve) => closed.close(resolve));
      const nobody = createS3ObjectStore({ ...s3.settings, endpoint: `http://127.0.0.1:${port}` }, around);
      const fault = await faultOf(nobody.check());
      expect(fault.message).toContain(
        `http://127.0.0.1:${port} is niet bereikbaar, of de verbinding brak af (ECONNREFUSED)`,
      );
      expect(pauses).toEqual([100, 500]);
    });
  });

  it('that says 404 to a removal is understood', async () => {
    s3.mischief.push(status(404, 'NoSuchKey'));
    await store.remove(KEY);
    await expect(gather(store.get(KEY, 0, 1))).rejects.toThrow(FileMissing);
  });
});
