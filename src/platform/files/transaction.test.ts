/** Inside a transaction nothing uses the network: not an S3 service, not a virus scanner. */
import { expect, it } from 'vitest';
import { testDatabase } from '../db/database.testhulp.ts';
import { clamd, createS3ObjectStore } from './index.ts';
import { bytesOf, inPieces } from './objects.testhulp.ts';
import { gather } from './source.ts';

const KEY = '01970000-0000-7000-8000-0000000012ab';

it('inside a database transaction no object is fetched or sent elsewhere, and nothing is scanned', async () => {
  const db = await testDatabase([]);
  const store = createS3ObjectStore({
    endpoint: 'http://127.0.0.1:1',
    region: 'eu-west-1',
    bucket: 'proef',
    prefix: '',
    accessKeyId: 'a',
    secretAccessKey: 'b',
  });
  const bytes = () => inPieces(bytesOf(10), 5);
  for (const work of [
    () => store.put(KEY, 10, bytes()),
    () => gather(store.get(KEY, 0, 1)),
    () => store.remove(KEY),
    () => store.check(),
    () => clamd({ host: '127.0.0.1', port: 1 }).scan(bytes()),
  ]) {
    await expect(db.transaction<unknown>(work)).rejects.toThrow('inside a database transaction');
  }
});
