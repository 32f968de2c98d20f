/**
 * Stores zaken in bulk, by the same rules as the API.
 *
 * - Lines go in batches, each one transaction: the zaken, their audit rows and what became of each line stand together or
 *   not at all. So a run that was killed goes on where it was, and nothing is stored twice.
 * - A line is stored whole or not at all, and what is wrong with one stops no other. A batch is first written as if all
 *   were well; when a rule refuses something, it is written again with each line by itself.
 * - On PostgreSQL several batches are under way at once. Lines that refer to another zaak by its identificatie wait until
 *   all others are done.
 */
import { type Database, savepoint, sql, type Tx } from '../../../platform/db/index.ts';
import type { InvalidParam } from '../../../platform/http/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import { type Actor, assertMayWrite, type Cause, type Change, changeIn, type Ports, record } from '../../kern/index.ts';
import { INGELEZEN_IN_BULK, zakenResources } from '../../zaken/index.ts';
import type { Catalogusnaam } from '../catalogus/uit.ts';
import { foutenVan } from '../fout.ts';
import type { Regelbestand } from './bestand.ts';
import { bestandId, boek, opgeslagenRegels, type Uitslag } from './boek.ts';
import { type Gevonden, leesNamen } from './namen.ts';
import { type Gelezen, type LeesOpties, leesRij, type Rij } from './rij.ts';

export interface ZakenOpties {
  /** Who stores; needs `zaken.aanmaken` and more. */
  readonly actor: Actor;
  /** Sends notifications of what is stored, and so messages to citizens. */
  readonly notificaties: boolean;
  /** Only zaaktypen of this catalogus, where more have the same identificatie. */
  readonly catalogus: Catalogusnaam | null;
  voortgang?(stand: Stand): void;
}

export interface Stand {
  /** Lines that became a zaak: now, and in earlier runs. */
  readonly opgeslagen: number;
  readonly eerder: number;
  readonly geweigerd: number;
  /** Lines of the file. */
  readonly totaal: number;
}

export interface Ingelezen extends Stand {
  /** By which `uitslagenVan` gives what became of each line. */
  readonly bestand: string;
}

/** Larger batches gain nothing: the rules take the time. Smaller ones lose less when one is written again. */
const BATCH = 100;
/** Transactions at once. More than the cores that the database has gains little. */
const LANES: Readonly<Record<Database['kind'], number>> = { postgres: 4, pglite: 1 };

/** @throws Problem (403) when the actor may not write zaken */
export async function leesZakenIn(bron: Regelbestand, opties: ZakenOpties, ports: Ports): Promise<Ingelezen> {
  for (const resource of zakenResources) {
    if (resource.methods.includes('create')) assertMayWrite(resource, 'create', opties.actor);
  }
  const stil: Ports = opties.notificaties ? ports : { ...ports, publish: async () => undefined };
  const cause: Cause = { actor: opties.actor, trace: null, toelichting: INGELEZEN_IN_BULK };
  const bestand = await bestandId(ports, bron);
  const klaar = await opgeslagenRegels(ports.db, bestand);
  const namen = await leesNamen(ports.db, opties.catalogus);
  let [opgeslagen, geweigerd] = [0, 0];
  const stand = (): Stand => ({ opgeslagen, eerder: klaar.size, geweigerd, totaal: bron.aantal });

  const verwerk = async (batch: readonly Exclude<Gelezen, 'later'>[]): Promise<void> => {
    const uitslagen = await schrijfBatch(batch, bestand, cause, stil);
    for (const uitslag of uitslagen) 'zaak' in uitslag ? opgeslagen++ : geweigerd++;
    opties.voortgang?.(stand());
  };
  const later = new Set<number>();
  await inLanen(
    LANES[ports.db.kind],
    verwerk,
    lees(bron, { namen, ports }, (regel) => !klaar.has(regel), later),
  );
  if (later.size > 0) {
    const zoekZaak = (bronorganisatie: string, identificatie: string) =>
      vindZaak(ports, bronorganisatie, identificatie);
    await inLanen(
      1,
      verwerk,
      lees(bron, { namen, ports, zoekZaak }, (regel) => later.has(regel), new Set()),
    );
  }
  return { ...stand(), bestand };
}

/** The lines that are asked for, read, in batches; those that must wait are put aside. */
async function* lees(
  bron: Regelbestand,
  opties: LeesOpties,
  gevraagd: (regel: number) => boolean,
  later: Set<number>,
): AsyncGenerator<readonly Exclude<Gelezen, 'later'>[]> {
  let batch: Exclude<Gelezen, 'later'>[] = [];
  for await (const [regel, tekst] of bron.regels()) {
    if (!gevraagd(regel)) continue;
    const gelezen = await leesRij(regel, tekst, opties);
    if (gelezen === 'later') later.add(regel);
    else batch.push(gelezen);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/** Works on at most so many at once; stops at the first that fails, after those under way. */
async function inLanen<T>(aantal: number, work: (one: T) => Promise<void>, from: AsyncGenerator<T>): Promise<void> {
  let stop = false;
  const lane = async (): Promise<void> => {
    try {
      while (!stop) {
        // A generator that is asked twice at once answers in turn.
        const next = await from.next();
        if (next.done) return;
        await work(next.value);
      }
    } finally {
      stop = true;
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: aantal }, lane));
  await from.return(undefined);
  for (const one of lanes) if (one.status === 'rejected') throw one.reason;
}

async function vindZaak({ db }: Ports, bronorganisatie: string, identificatie: string): Promise<Gevonden> {
  const [row] = await db.query<{ id: string }>(sql`
    select id from zaken.zaak where bronorganisatie = ${bronorganisatie} and identificatie = ${identificatie}`);
  return row ?? { code: 'does_not_exist', reason: `Er is geen zaak ${identificatie} van deze organisatie.` };
}

/** One transaction; gives what became of each line, as it is written in the book. */
async function schrijfBatch(
  batch: readonly Exclude<Gelezen, 'later'>[],
  bestand: string,
  cause: Cause,
  ports: Ports,
): Promise<readonly Uitslag[]> {
  const rijen = batch.filter((one) => 'schrijf' in one);
  const fout = batch
    .filter((one) => 'fouten' in one)
    .map(({ regel, fouten }) => ({ regel, fouten: gemaskeerd(fouten) }));
  const alles = (apart: boolean) =>
    ports.db.transaction(async (tx) => {
      const uitslagen: Uitslag[] = [...fout];
      const changes: Change[] = [];
      for (const rij of rijen)
        uitslagen.push(await (apart ? schrijfApart : schrijfRij)(tx, rij, changes, cause, ports));
      if (changes.length > 0) await record(tx, ports, cause, changes);
      await boek(tx, bestand, uitslagen);
      return uitslagen;
    });
  try {
    return await alles(false);
  } catch (error) {
    if (foutenVan(error) === null && !(error instanceof Geweigerd)) throw error;
    return await alles(true);
  }
}

/** A rule refused a line; the names of the fields say of what in the line. */
class Geweigerd extends Error {
  readonly fouten: readonly InvalidParam[];
  constructor(fouten: readonly InvalidParam[]) {
    super('geweigerd');
    this.fouten = fouten;
  }
}

async function schrijfRij(
  tx: Tx,
  { regel, zaakId, schrijf }: Rij,
  all: Change[],
  cause: Cause,
  ports: Ports,
): Promise<Uitslag> {
  for (const [i, { resource, parsed, voor }] of schrijf.entries()) {
    const eigen = i === 0 ? { newId: zaakId } : {};
    const request = {
      method: 'create',
      id: null,
      parent: resource.under ? zaakId : null,
      base: ports.bases[0]!,
      ...eigen,
    } as const;
    try {
      const { changes } = await changeIn(tx, resource, request, parsed, cause, ports);
      all.push(...changes);
    } catch (error) {
      const fouten = foutenVan(error);
      if (fouten === null) throw error;
      throw new Geweigerd(fouten.map((fout) => ({ ...fout, name: `${voor}${fout.name}` })));
    }
  }
  return { regel, zaak: zaakId };
}

async function schrijfApart(tx: Tx, rij: Rij, all: Change[], cause: Cause, ports: Ports): Promise<Uitslag> {
  try {
    const changes: Change[] = [];
    const uitslag = await savepoint(tx, () => schrijfRij(tx, rij, changes, cause, ports));
    all.push(...changes);
    return uitslag;
  } catch (error) {
    if (!(error instanceof Geweigerd)) throw error;
    return { regel: rij.regel, fouten: gemaskeerd(error.fouten) };
  }
}

/** A reason may quote what was sent: a number that may be a BSN is masked. */
function gemaskeerd(fouten: readonly InvalidParam[]): readonly InvalidParam[] {
  return fouten.map((fout) => ({ ...fout, reason: maskBsn(fout.reason) }));
}
