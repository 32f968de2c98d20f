/**
 * Documents: small ones in one message, and one of a gigabyte in parts and back again, with what that takes of memory.
 */
import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { request } from 'undici';
import { duur, getal } from './hulp/cijfers.ts';
import { rssMb, wisPiek } from './hulp/proc.ts';
import { hoogstens, minstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';
import { wrk } from './hulp/wrk.ts';
import { zaaiCatalogus } from './hulp/zaaien.ts';

const GROOT = 1_000_000_000;
const KLEIN = 10_000;
const DOEL_PER_SECONDE = 200;
const DOEL_MB = 100;
const OPWARMEN_S = 3;
const MEET_S = 8;
const DRC = '/documenten/api/v1/enkelvoudiginformatieobjecten';
const GRENS = 'grens-van-de-bench';

interface Document {
  readonly url: string;
  readonly lock: string;
  readonly bestandsdelen: readonly { readonly url: string; readonly omvang: number }[];
}

export async function meetDocumenten(w: Werkplaats): Promise<readonly Regel[]> {
  const { product, databases } = w;
  const database = await databases.maak('documenten');
  const zaakbode = await product.startZaakbode({ database, rollen: 'web' });
  const api = await w.api();
  const token = await product.token();
  const catalogus = await zaaiCatalogus(api, product.rsin);
  const { url: informatieobjecttype } = await api.post('/catalogi/api/v1/informatieobjecttypen', {
    catalogus,
    omschrijving: 'Brief',
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    beginGeldigheid: '2020-01-01',
    informatieobjectcategorie: 'brief',
  });
  await api.post(`${informatieobjecttype}/publish`, {});
  const body = (extra: object): object => ({
    bronorganisatie: product.rsin,
    creatiedatum: '2026-01-01',
    titel: 'Bevestiging van ontvangst',
    auteur: 'Team Groen',
    taal: 'nld',
    informatieobjecttype,
    ...extra,
  });

  w.meld(`documenten: ${getal(KLEIN)} bytes per bericht ...`);
  const inhoud = randomBytes(KLEIN).toString('base64');
  const verzoeken = [{ methode: 'POST', pad: DRC, body: body({ inhoud, bestandsomvang: KLEIN }) }] as const;
  const load = (seconden: number) =>
    wrk({ base: product.zaakbode, token, verzoeken, verbindingen: 16, seconden }, w.map, w.signal);
  await load(OPWARMEN_S);
  const before = { server: zaakbode.cpu(), databases: databases.cpu() };
  const klein = await load(MEET_S);
  const each = (micros: number): string => getal(micros / klein.aantal);
  const kosten = `CPU per verzoek: server ${each(zaakbode.cpu() - before.server)} µs, PostgreSQL ${each(databases.cpu() - before.databases)} µs`;

  w.meld(`documenten: ${getal(GROOT)} bytes in bestandsdelen, en terug ...`);
  const rust = rssMb(zaakbode.pid);
  wisPiek(zaakbode.pid);
  const begin = performance.now();
  const document = await api.post<Document>(DRC, body({ bestandsomvang: GROOT, bestandsnaam: 'groot.bin' }));
  const heen = createHash('sha256');
  for (const deel of document.bestandsdelen) await stuur(deel.url, deel.omvang, document.lock, token, heen);
  const verstuurd = performance.now();
  const unlock = await request(`${document.url}/unlock`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ lock: document.lock }),
    headersTimeout: 0,
  });
  if (unlock.statusCode !== 204) throw new Error(`unlock gaf ${unlock.statusCode}: ${await unlock.body.text()}`);
  const compleet = performance.now();
  const terug = createHash('sha256');
  const download = await request(`${document.url}/download`, { headers: { authorization: `Bearer ${token}` } });
  for await (const chunk of download.body) terug.update(chunk as Buffer);
  const klaar = performance.now();
  if (heen.digest('hex') !== terug.digest('hex')) throw new Error('wat terugkwam, is niet wat was gestuurd');
  const extra = zaakbode.piek() - rust;
  await api.close();
  await zaakbode.stop();
  await databases.weg(database);

  const tempo = (ms: number): string => `${getal(GROOT / 1_000 / ms)} MB/s`;
  return [
    minstens(`documenten: POST van ${getal(KLEIN)} bytes, per s`, klein.perSeconde, DOEL_PER_SECONDE, getal),
    terInfo('documenten: POST', `p50 ${duur(klein.p50)}, p95 ${duur(klein.p95)}, ${kosten}`),
    hoogstens('documenten: extra geheugen voor 1 GB heen en terug', extra, DOEL_MB, (mb) => `${getal(mb)} MB`),
    terInfo(
      'documenten: 1 GB versturen, afronden en ophalen',
      `${tempo(verstuurd - begin)}, ${duur(compleet - verstuurd)}, ${tempo(klaar - compleet)}`,
    ),
  ];
}

/** Sends a part as a form, of bytes made as they go. */
async function stuur(
  url: string,
  omvang: number,
  lock: string,
  token: string,
  hash: ReturnType<typeof createHash>,
): Promise<void> {
  const veld = (naam: string, rest: string): string =>
    `--${GRENS}\r\nContent-Disposition: form-data; name="${naam}"${rest}\r\n\r\n`;
  const kop = Buffer.from(
    `${veld('lock', '')}${lock}\r\n${veld('inhoud', '; filename="deel"\r\nContent-Type: application/octet-stream')}`,
  );
  const voet = Buffer.from(`\r\n--${GRENS}--\r\n`);
  const { statusCode, body } = await request(url, {
    method: 'PUT',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': `multipart/form-data; boundary=${GRENS}`,
      'content-length': String(kop.length + omvang + voet.length),
    },
    body: Readable.from(
      (async function* () {
        yield kop;
        const blok = randomBytes(1024 * 1024);
        for (let weg = 0; weg < omvang; weg += blok.length) {
          // Every block is another, so that nothing along the way can be clever about it.
          blok.writeUInt32LE(weg % 2 ** 32, 0);
          const chunk = Buffer.from(blok.subarray(0, Math.min(blok.length, omvang - weg)));
          hash.update(chunk);
          yield chunk;
        }
        yield voet;
      })(),
    ),
  });
  const text = await body.text();
  if (statusCode !== 200) throw new Error(`een bestandsdeel gaf ${statusCode}: ${text.slice(0, 300)}`);
}
