/**
 * Asking the register itself what was set, for when nobody told us. The standard has no filter on the moment of a status,
 * so we read the list of all statussen from its front:
 *
 * - the quick round, every few minutes, down to an hour before the last one began. It rests on the list being sorted with
 *   the newest first, as Open Zaak and Zaakbode do; whether it is, is looked at on every page.
 * - the deep round, once a day, down to so many days back: what was set with a moment in the past. When the list is not
 *   sorted, this one reads all of it, and the quick round finds nothing that it can rely on.
 *
 * A round goes on page by page in turns of a bounded number of requests. What is added meanwhile moves the rest to a later
 * page: seen twice at most. Nothing counts from before we began with this register.
 */
import { type Database, sql } from '../../../platform/db/index.ts';
import type { Outbox } from '../../../platform/outbox/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { bewaar, type Nieuws, rondeKlaar, vertel } from './bewaren.ts';
import { RegisterFout } from './fout.ts';
import type { RegisterInstelling } from './instelling.ts';
import type { Verkeer } from './verkeer.ts';
import { bladzijdeUit, padVan, statusUit, VormFout } from './vertalen.ts';

export interface PeilOpties {
  readonly db: Database;
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'publish'>;
}

/** Requests in one turn. */
const PER_BEURT = 20;
const OVERLAP_MS = 60 * 60_000;
const DAG_MS = 24 * 60 * 60_000;
const NA_FOUT_MS = 60_000;
/** A round that fails for longer holds up what it found no more. */
const GEDULD_MS = 15 * 60_000;

interface Stand {
  readonly begin: Date;
  readonly snel_pagina: number;
  readonly snel_begon: Date | null;
  readonly snel_klaar: Date | null;
  readonly snel_tot: Date | null;
  readonly diep_pagina: number;
  readonly diep_begon: Date | null;
  readonly diep_klaar: Date | null;
  readonly peiling_fout_sinds: Date | null;
}

type Soort = 'snel' | 'diep';

/** One turn of the round that is due; gives when the next is. */
export async function peil(een: RegisterInstelling, verkeer: Verkeer, opties: PeilOpties): Promise<Date> {
  const { db, clock } = opties;
  const nu = clock.now().getTime();
  const [stand] = await db.query<Stand>(sql`
    select begin, snel_pagina, snel_begon, snel_klaar, snel_tot, diep_pagina, diep_begon, diep_klaar, peiling_fout_sinds
    from bronnen.register where naam = ${een.naam}`);
  const soort = watNu(stand!, een, nu);
  if (soort === null) return volgende(stand!, een);
  try {
    const { klaar, overgeslagen } = await ronde(een, verkeer, opties, stand!, soort);
    await db.query(sql`
      update bronnen.register set peiling_fout = ${overgeslagen},
        peiling_fout_sinds = case when ${overgeslagen !== null} then coalesce(peiling_fout_sinds, ${clock.now()}) end
      where naam = ${een.naam} and peiling_fout is distinct from ${overgeslagen}`);
    // At once the next thing, after a round; within one no faster than they allow.
    return new Date(klaar ? nu : nu + (PER_BEURT / een.verzoekenPerMinuut) * 60_000);
  } catch (error) {
    if (!(error instanceof RegisterFout || error instanceof VormFout)) throw error;
    await bewaarFout(een, error, stand!, opties);
    return new Date(Math.max(nu + NA_FOUT_MS, verkeer.rustTot()?.getTime() ?? 0));
  }
}

/** The quick one goes first: what was set just now is waited for. */
function watNu(stand: Stand, een: RegisterInstelling, nu: number): Soort | null {
  if (stand.snel_pagina > 1 || nu >= naSnel(stand, een)) return 'snel';
  if (stand.diep_pagina > 1 || nu >= naDiep(stand)) return 'diep';
  return null;
}

const naSnel = ({ snel_klaar }: Stand, een: RegisterInstelling): number =>
  snel_klaar === null ? Number.NEGATIVE_INFINITY : snel_klaar.getTime() + een.pollMinuten * 60_000;
const naDiep = ({ begin, diep_klaar }: Stand): number => (diep_klaar ?? begin).getTime() + DAG_MS;
const volgende = (stand: Stand, een: RegisterInstelling): Date => new Date(Math.min(naSnel(stand, een), naDiep(stand)));

async function ronde(
  een: RegisterInstelling,
  verkeer: Verkeer,
  opties: PeilOpties,
  stand: Stand,
  soort: Soort,
): Promise<{ readonly klaar: boolean; readonly overgeslagen: string | null }> {
  const { db, clock, outbox } = opties;
  const eerste = soort === 'snel' ? stand.snel_pagina : stand.diep_pagina;
  const begon = (eerste > 1 && (soort === 'snel' ? stand.snel_begon : stand.diep_begon)) || clock.now();
  const terug =
    soort === 'snel'
      ? (stand.snel_tot ?? stand.begin).getTime() - OVERLAP_MS
      : begon.getTime() - een.terugDagen * DAG_MS;
  const grens = Math.max(terug, stand.begin.getTime());
  let overgeslagen: string | null = null;
  for (let pagina = eerste; pagina < eerste + PER_BEURT; pagina++) {
    const { statussen, verder, gesorteerd, fout } = await bladzijde(een, verkeer, pagina);
    overgeslagen ??= fout;
    const nieuws = statussen.filter(({ gezet }) => gezet.getTime() >= stand.begin.getTime());
    const oudste = Math.min(...statussen.map(({ gezet }) => gezet.getTime()));
    const klaar = !verder || (gesorteerd ? oudste < grens : soort === 'snel');
    const nu = clock.now();
    await db.transaction(async (tx) => {
      if (soort === 'snel')
        await tx.query(sql`
          update bronnen.register set snel_pagina = ${klaar ? 1 : pagina + 1}, snel_begon = ${begon}, gesorteerd = ${gesorteerd},
            snel_klaar = case when ${klaar} then ${nu}::timestamptz else snel_klaar end,
            snel_tot = case when ${klaar && gesorteerd} then ${begon}::timestamptz else snel_tot end where naam = ${een.naam}`);
      else
        await tx.query(sql`
          update bronnen.register set diep_pagina = ${klaar ? 1 : pagina + 1}, diep_begon = ${begon},
            diep_klaar = case when ${klaar} then ${nu}::timestamptz else diep_klaar end,
            snel_tot = case when ${klaar} then greatest(snel_tot, ${begon}::timestamptz) else snel_tot end where naam = ${een.naam}`);
      // After the row of the register is locked, as a notification does it: the two do not wait for each other in a ring.
      await bewaar(tx, nieuws, { register: een.naam, door: 'peiling', nu, vertellenNa: null, trace: null });
      if (klaar || soort === 'diep') await rondeKlaar(tx, een.naam, nu);
      if (klaar || soort === 'diep') await vertel(tx, een.naam, nu, outbox.publish);
    });
    if (klaar) return { klaar, overgeslagen };
  }
  return { klaar: false, overgeslagen };
}

interface Bladzijde {
  readonly statussen: readonly (Nieuws & { readonly gezet: Date })[];
  readonly verder: boolean;
  readonly gesorteerd: boolean;
  /** What could not be read of it, while the rest could: one bad status holds up no other. */
  readonly fout: string | null;
}

async function bladzijde(een: RegisterInstelling, verkeer: Verkeer, pagina: number): Promise<Bladzijde> {
  const url = `${een.zaken}statussen${pagina === 1 ? '' : `?page=${pagina}`}`;
  let json: unknown;
  try {
    ({ json } = await verkeer.vraag('GET', url));
  } catch (error) {
    // The list became shorter while we read it.
    if (pagina > 1 && error instanceof RegisterFout && error.status === 404)
      return { statussen: [], verder: false, gesorteerd: true, fout: null };
    throw error;
  }
  const { results, verder } = bladzijdeUit(json, 'statussen');
  const gelezen = results.map((result) => statusVan(een, result));
  const statussen = gelezen.flatMap((one) => (one instanceof RegisterFout ? [] : [one]));
  const fout = gelezen.find((one) => one instanceof RegisterFout) ?? null;
  if (fout !== null && statussen.length === 0) throw fout;
  const gesorteerd = statussen.every(({ gezet }, i) => i === 0 || gezet <= statussen[i - 1]!.gezet);
  return { statussen, verder, gesorteerd, fout: fout === null ? null : `${fout.message} Die status is overgeslagen.` };
}

function statusVan(een: RegisterInstelling, json: unknown): Bladzijde['statussen'][number] | RegisterFout {
  try {
    const { url, zaak, datumStatusGezet } = statusUit(json);
    const pad = padVan(url, een.zaken);
    const zaakPad = padVan(zaak, een.zaken);
    if (pad?.startsWith('statussen/') && zaakPad?.startsWith('zaken/'))
      return { pad, zaakPad, gezet: datumStatusGezet };
    return new RegisterFout(
      een.naam,
      `schrijft adressen buiten ${een.zaken}. Zet bij zaken het adres dat het zelf in zijn antwoorden schrijft.`,
    );
  } catch (error) {
    if (!(error instanceof VormFout)) throw error;
    return new RegisterFout(
      een.naam,
      `geeft in zijn lijst een status die niet bij de standaard past: ${error.message}.`,
    );
  }
}

async function bewaarFout(
  een: RegisterInstelling,
  error: RegisterFout | VormFout,
  stand: Stand,
  { db, clock, outbox }: PeilOpties,
): Promise<void> {
  const nu = clock.now();
  const reden =
    error instanceof RegisterFout
      ? error.message
      : `Register ${een.naam} geeft een lijst die niet bij de standaard past: ${error.message}.`;
  const sinds = stand.peiling_fout_sinds ?? nu;
  await db.transaction(async (tx) => {
    await tx.query(sql`
      update bronnen.register set peiling_fout = ${reden}, peiling_fout_sinds = ${sinds} where naam = ${een.naam}`);
    if (nu.getTime() - sinds.getTime() < GEDULD_MS) return;
    await rondeKlaar(tx, een.naam, nu);
    await vertel(tx, een.naam, nu, outbox.publish);
  });
}
