/**
 * A queue of waiting zaakberichten, from the moment that Zaakbode runs until the last acknowledgment is stored: handing
 * out, checking BSN and account, composing, sending, acknowledging. Once with one request in flight per zender and once
 * with the order kept per zaak only, both from the same queue. The simulator's ledger proves that nothing was lost, sent
 * twice or out of order.
 */
import { volg } from './hulp/berichten.ts';
import { duur, getal } from './hulp/cijfers.ts';
import { keurLedger } from './hulp/ledger.ts';
import { STATUSSEN } from './hulp/opties.ts';
import type { Volgorde } from './hulp/product.ts';
import { minstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';

/** What is measured, with the aim in zaakberichten per second. */
interface Vorm {
  readonly naam: string;
  readonly volgorde: Volgorde;
  readonly beveiligd: boolean;
  readonly doel: number;
}

const KAAL: readonly Vorm[] = [
  { naam: 'wachtrij per-zender', volgorde: 'per-zender', beveiligd: false, doel: 250 },
  { naam: 'wachtrij per-zaak', volgorde: 'per-zaak', beveiligd: false, doel: 400 },
];
const BEVEILIGD: readonly Vorm[] = [
  { naam: 'keten per-zender', volgorde: 'per-zender', beveiligd: true, doel: 200 },
  { naam: 'keten per-zaak', volgorde: 'per-zaak', beveiligd: true, doel: 300 },
];

/** Slower than this is not worth waiting for. */
const MIN_PER_SECONDE = 20;
const STILSTAND_MS = 45_000;

export const meetWachtrij = (w: Werkplaats): Promise<readonly Regel[]> => meetElk(w, KAAL);

/** The same over TLS with certificates on both sides, with each message held against the schemas of StUF. */
export const meetKeten = (w: Werkplaats): Promise<readonly Regel[]> => meetElk(w, BEVEILIGD);

async function meetElk(w: Werkplaats, vormen: readonly Vorm[]): Promise<readonly Regel[]> {
  const regels: Regel[] = [];
  for (const vorm of vormen) regels.push(...(await meet(w, vorm)));
  return regels;
}

async function meet(w: Werkplaats, { naam, volgorde, beveiligd, doel }: Vorm): Promise<readonly Regel[]> {
  const { product, databases, opties } = w;
  const aantal = opties.zaakberichten;
  const database = await w.kopie('vol', naam);
  w.meld(`${naam}: ${getal(aantal)} zaakberichten ...`);
  const simulator = await product.startSimulator(volgorde, beveiligd);
  const tls = beveiligd ? [await product.startTls()] : [];
  const zaakbode = await product.startZaakbode({ database, rollen: 'web,worker', volgorde, beveiligd });
  const begin = Date.now();
  const cpu = () => [zaakbode.cpu(), simulator.cpu(), databases.cpu()] as const;
  const before = cpu();
  const stand = await volg(w, database, (s) => s.afgeleverd + s.anders >= aantal, {
    hoogstens: 60_000 + (aantal / MIN_PER_SECONDE) * 1_000,
    stilstand: STILSTAND_MS,
    processen: [zaakbode, simulator, ...tls],
  });
  const used = cpu().map((after, i) => duur((after - before[i]!) / 1000 / stand.afgeleverd));
  const { zaken } = await w.voorraad();
  const verwacht = new Map(zaken.map((zaak) => [zaak.identificatie, STATUSSEN]));
  const uitslag = await keurLedger(product.simulator, verwacht, w.signal);
  await zaakbode.stop();
  for (const proces of [simulator, ...tls]) await proces.stop();
  await databases.weg(database);

  const ms = (stand.laatste ?? Number.NaN) - begin;
  const snelheid = (stand.afgeleverd * 1000) / ms;
  const { verloren, tweemaal, volgorde: verkeerd, geweigerd } = uitslag;
  const klopt = verloren + tweemaal + verkeerd + geweigerd === 0;
  const toon = (perSeconde: number): string => `${getal(perSeconde)} per s`;
  const snel = minstens(`${naam}: snelheid`, snelheid, doel, toon);
  return [
    {
      ...snel,
      gemeten: `${snel.gemeten} (${getal(stand.afgeleverd)} in ${duur(ms)})`,
      gehaald: snel.gehaald === true && stand.afgeleverd === aantal,
    },
    {
      wat: `${naam}: verloren, tweemaal, verkeerde volgorde, geweigerd`,
      gemeten: [verloren, tweemaal, verkeerd, geweigerd].map((n) => getal(n)).join(', '),
      doel: '0, 0, 0, 0',
      gehaald: klopt,
    },
    terInfo(`${naam}: CPU per bericht van Zaakbode, simulator, PostgreSQL`, used.join(', ')),
  ];
}
