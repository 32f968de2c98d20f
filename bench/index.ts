/**
 * `npm run bench`: measures what the product promises about speed and memory, and prints it beside the aim. On real
 * PostgreSQL, with the simulator as a process of its own. It ends what it started and drops what it made, also after
 * Ctrl+C; the exit code says whether all was measured, not whether an aim was met.
 */
import { availableParallelism } from 'node:os';
import { meetDocumenten } from './documenten.ts';
import { meetEbms } from './ebms.ts';
import { meetHalfopen } from './halfopen.ts';
import { getal } from './hulp/cijfers.ts';
import { createOpruimer } from './hulp/opruimer.ts';
import { Gebruiksfout, leesOpties, type Opties } from './hulp/opties.ts';
import { computerMicros } from './hulp/proc.ts';
import { hoogstens, type Regel, tabel, terInfo } from './hulp/tabel.ts';
import { openWerkplaats, type Werkplaats } from './hulp/werkplaats.ts';
import { meetLive } from './live.ts';
import { meetNotificaties } from './notificaties.ts';
import { meetStart } from './start.ts';
import { meetVerzoeken } from './verzoeken.ts';
import { meetKeten, meetWachtrij } from './wachtrij.ts';
import { meetZgw } from './zgw.ts';

const DOEL_MB = 300;

type Meting = (w: Werkplaats) => Promise<readonly Regel[]>;

const METINGEN: Readonly<Record<string, Meting>> = {
  wachtrij: meetWachtrij,
  keten: meetKeten,
  live: meetLive,
  halfopen: meetHalfopen,
  verzoeken: meetVerzoeken,
  zgw: meetZgw,
  documenten: meetDocumenten,
  notificaties: meetNotificaties,
  ebms: meetEbms,
  start: meetStart,
  outbox: meetOutbox,
};

const HULP = `npm run bench -- [${Object.keys(METINGEN).join('|')}] [opties]

Zonder namen: alles. Op twee rekenkernen duurt dat ongeveer een half uur.

  --zaakberichten N   zoveel zaakberichten in de wachtrij (20000)
  --ebms N            zoveel berichten in de wachtrij van de meting ebms (20000)
  --zaken N           zoveel zaken in het register van de meting zgw (100000)
  --seconden N        zo lang duurt een meting met een vast tempo (30)
  --profiel MAP       bewaar van elk proces van Zaakbode een CPU-profiel in deze map; dat kost wat snelheid
  --database ADRES    een PostgreSQL die er al is, anders DATABASE_URL, anders start de bench er zelf een;
                      de gebruiker moet databases mogen maken`;

process.exitCode = await main();

async function main(): Promise<number> {
  try {
    const opties = leesOpties(process.argv.slice(2), process.env, Object.keys(METINGEN));
    if (!opties.help) return await bench(opties);
    process.stdout.write(`${HULP}\n`);
    return 0;
  } catch (error) {
    if (!(error instanceof Gebruiksfout)) throw error;
    meld(error.message);
    return 2;
  }
}

async function bench(opties: Opties): Promise<number> {
  const opruimer = createOpruimer(meld);
  const { signal, done } = untilInterrupted();
  const regels: Regel[] = [];
  let mislukt = 0;
  try {
    const w = await openWerkplaats(opties, signal, opruimer, meld);
    const druk = drukte(w);
    for (const naam of opties.metingen) {
      if (signal.aborted) break;
      try {
        regels.push(...(await METINGEN[naam]!(w)));
      } catch (error) {
        if (signal.aborted) break;
        mislukt++;
        meld(`${naam} mislukte: ${textOf(error)}`);
        // What it left running has the addresses that the next one needs.
        for (const proces of w.product.processen) await proces.stop();
      }
    }
    regels.push(...geheugen(w), ...logfouten(w), druk());
  } catch (error) {
    mislukt++;
    if (!signal.aborted) meld(textOf(error));
  } finally {
    await opruimer.ruimOp();
    done();
  }
  if (regels.length > 0) process.stdout.write(`\n${tabel(regels)}\n`);
  if (signal.aborted) return 130;
  return mislukt === 0 ? 0 : 1;
}

/** The highest memory of each kind of process, over all measurements on PostgreSQL. */
function geheugen({ product }: Werkplaats): readonly Regel[] {
  return ['zaakbode', 'simulator'].flatMap((naam) => {
    const pieken = product.processen.filter((p) => p.naam === naam).map((p) => p.piek());
    if (pieken.length === 0) return [];
    return [hoogstens(`geheugen op het hoogst: ${naam}`, Math.max(...pieken), DOEL_MB, (mb) => `${getal(mb)} MB`)];
  });
}

/** How busy others kept this computer meanwhile: among others a duration says little, a CPU time still something. */
function drukte({ product, databases }: Werkplaats): () => Regel {
  const look = () => {
    const { user, system } = process.cpuUsage();
    const ours = product.processen.reduce((sum, proces) => sum + proces.cpu(), databases.cpu() + user + system);
    return { wall: performance.now() * 1000, busy: computerMicros(), ours };
  };
  const before = look();
  const cores = availableParallelism();
  return () => {
    const after = look();
    const others = after.busy - before.busy - (after.ours - before.ours);
    const deel = (100 * others) / (cores * (after.wall - before.wall));
    const gemeten = `${cores}, ${Number.isNaN(deel) ? getal(deel) : `${getal(deel)} %`}`;
    return terInfo('computer: rekenkernen, deel daarvan dat andere programma’s gebruikten', gemeten);
  };
}

/** What the product itself called an error. A figure that came about among errors is worth little. */
function logfouten({ product }: Werkplaats): readonly Regel[] {
  const fouten = product.processen.flatMap((p) => p.fouten());
  for (const line of new Set(fouten.map((f) => f.slice(0, 300)).slice(0, 5))) meld(`in het log: ${line}`);
  return [hoogstens('fouten in het log van Zaakbode', fouten.length, 0, String)];
}

/** Aborts at Ctrl+C or a request to end, so that all waiting ends and everything is put away; a second time ends at once. */
function untilInterrupted(): { readonly signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) process.exit(130);
    meld('gestopt; even opruimen ...');
    controller.abort(new Error('afgebroken'));
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, stop);
  return {
    signal: controller.signal,
    done() {
      for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, stop);
    },
  };
}

/** The outbox alone, without the rest of the product: the engine and the database (`outbox.ts`). */
async function meetOutbox({ databases }: Werkplaats): Promise<readonly Regel[]> {
  meld('outbox ...');
  const { benchOutbox } = await import('./outbox.ts');
  const database = await databases.maak('outbox');
  const rows = await benchOutbox(database);
  await databases.weg(database);
  return rows.map(({ what, microsecondsEach, perSecond, statementsEach }) =>
    terInfo(
      `outbox: ${what}`,
      `${getal(microsecondsEach)} µs elk, ${getal(perSecond)} per s, ${getal(statementsEach, 2)} opdrachten elk`,
    ),
  );
}

function meld(text: string): void {
  process.stderr.write(`${text}\n`);
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
