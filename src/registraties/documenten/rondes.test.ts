/** How often the database is asked: what a document costs over a slow line to it. */
import { beforeAll, expect, it } from 'vitest';
import { type Documenten, documenten, EIO } from './documenten.testhulp.ts';

let d: Documenten;
let url: string;
const inhoud = Buffer.from('Beste lezer').toString('base64');
beforeAll(async () => {
  d = await documenten();
  ({ url } = await d.maak({ inhoud, identificatie: 'A' }));
});

const rondes = async (work: () => Promise<unknown>): Promise<number> => {
  const before = d.r.db.roundTrips();
  await work();
  return d.r.db.roundTrips() - before;
};

it.each<[string, number, () => Promise<unknown>]>([
  ['a new document without content', 6, () => d.maak({ identificatie: 'B' })],
  ['a new document with content', 9, () => d.maak({ inhoud, identificatie: 'C' })],
  ['a new document that gets its number', 7, () => d.maak()],
  ['a document that is read', 1, () => d.r.send('GET', url)],
  ['its content', 2, () => d.download(`${url}/download`)],
  ['a page of documents with their kind', 2, () => d.r.send('GET', `${EIO}?expand=informatieobjecttype`)],
])('%s: %i round trips', async (_, aantal, work) => expect(await rondes(work)).toBe(aantal));
