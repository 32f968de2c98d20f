/**
 * What one request costs the server: its CPU time beside the time that the client waits. One after the other over one
 * connection, so that nothing waits for another and the two can be compared; the rest of the wait is PostgreSQL and the
 * loopback. Without worker, so that the CPU time is of these requests only.
 */
import type { Api } from './hulp/api.ts';
import { duur, getal, mediaan } from './hulp/cijfers.ts';
import type { Proces } from './hulp/proces.ts';
import { type Regel, terInfo } from './hulp/tabel.ts';
import type { Voorraad, Werkplaats } from './hulp/werkplaats.ts';
import { zetStatus } from './hulp/zaaien.ts';

interface Soort {
  readonly naam: string;
  readonly aantal: number;
  /** `dag`: a moment of yesterday in ms; the statussen get one each ms from there, for a zaak has no two at one moment. */
  doe(api: Api, voorraad: Voorraad, nummer: number, dag: number): Promise<unknown>;
}

/** The compiler needs more calls for a cheap request than one would think; a quarter comes first and is not counted. */
const OPWARMEN = 4;
const DAG_MS = 86_400_000;

const SOORTEN: readonly Soort[] = [
  {
    naam: 'POST status',
    aantal: 2_000,
    doe: (api, { type, zaken }, nummer, dag) =>
      zetStatus(api, zaken[nummer % zaken.length]!, type.statustypen[0]!, new Date(dag + nummer).toISOString()),
  },
  {
    naam: 'GET zaak',
    aantal: 4_000,
    doe: (api, { zaken }, nummer) => api.get(zaken[(nummer * 37) % zaken.length]!.url),
  },
  {
    naam: 'GET lijst van zaken (100 per bladzijde)',
    aantal: 400,
    doe: (api, { zaken }, nummer) =>
      api.get(`/zaken/api/v1/zaken?page=${1 + (nummer % Math.ceil(zaken.length / 100))}`),
  },
];

export async function meetVerzoeken(w: Werkplaats): Promise<readonly Regel[]> {
  const { product, databases } = w;
  const voorraad = await w.voorraad();
  const database = await w.kopie('leeg', 'verzoeken');
  const zaakbode = await product.startZaakbode({ database, rollen: 'web' });
  const api = await w.api(1);
  const gisteren = Date.now() - DAG_MS;
  const regels: Regel[] = [];
  for (const soort of SOORTEN) {
    w.meld(`verzoeken: ${getal(soort.aantal)} keer ${soort.naam} ...`);
    regels.push(await meet(w, zaakbode, soort, (nummer) => soort.doe(api, voorraad, nummer, gisteren)));
  }
  await api.close();
  await zaakbode.stop();
  await databases.weg(database);
  return regels;
}

async function meet(
  { signal }: Werkplaats,
  zaakbode: Proces,
  { naam, aantal }: Soort,
  doe: (nummer: number) => Promise<unknown>,
): Promise<Regel> {
  const warm = aantal / OPWARMEN;
  for (let nummer = 0; nummer < warm; nummer++) await doe(nummer);
  const times: number[] = [];
  const before = zaakbode.cpu();
  for (let nummer = warm; nummer < warm + aantal; nummer++) {
    signal.throwIfAborted();
    const begin = performance.now();
    await doe(nummer);
    times.push(performance.now() - begin);
  }
  const micros = (zaakbode.cpu() - before) / aantal;
  return terInfo(`verzoek ${naam}: CPU van de server, wachttijd p50`, `${getal(micros)} µs, ${duur(mediaan(times))}`);
}
