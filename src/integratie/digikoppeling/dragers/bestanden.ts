/**
 * Messages as files, for another system to take away: a folder per message with its payloads and `bericht.json`, which says
 * what must be sent to whom (docs/digikoppeling-api.md). A folder has its name only when all of it is on the disk: who sees
 * it sees all of it, also after a power cut.
 *
 * With a folder for results the other system puts a file there per message, and what it says becomes the result. Without,
 * a message that was handed over has ended.
 */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../../../platform/time/index.ts';
import { maskBsn } from '../../../standaarden/bsn/index.ts';
import type { Drager, OverTeDragen, Poging, Uitkomst } from './drager.ts';

export interface BestandenOpties {
  readonly naam: string;
  /** Where messages are put. */
  readonly map: string;
  /** Where results are found; null without. */
  readonly resultaten: string | null;
  readonly clock: Clock;
  log(velden: object, wat: string): void;
}

/** In each folder: what must be done with the files beside it. */
const KOP = 'bericht.json';
const TIJDELIJK = '.tijdelijk';
/** Nobody writes a message for so long. */
const OUD_MS = 60 * 60 * 1000;
const PER_KEER = 200;
const MEESTE_REDEN = 1_000;

export function bestanden({ naam, map, resultaten, clock, log }: BestandenOpties): Drager {
  const plaats = (bericht: OverTeDragen): string => join(map, naamVan(bericht.messageId));
  let opgeruimd = false;
  return {
    naam,
    externId: (messageId) => messageId,
    // It may have been taken away already: its folder is then gone, and comes back with the same messageId.
    kent: async (bericht) => (await messageIdIn(plaats(bericht))) === bericht.messageId,
    async draagOver(bericht) {
      const tijdelijk = join(map, TIJDELIJK, randomUUID());
      try {
        await mkdir(tijdelijk, { recursive: true, mode: 0o770 });
        if (!opgeruimd) await ruimOp(join(map, TIJDELIJK), clock.now());
        opgeruimd = true;
        await schrijf(tijdelijk, bericht);
        await rename(tijdelijk, plaats(bericht));
        await bewaarNamen(map);
        return { soort: 'overgedragen', externId: bericht.externId };
      } catch (error) {
        await rm(tijdelijk, { recursive: true, force: true }).catch(() => undefined);
        return poging(error);
      }
    },
    uitkomsten: resultaten === null ? null : uitMap(resultaten, log),
    ontvangst: null,
  };
}

/** A name that is harmless on every system, and another one for another messageId. */
export function naamVan(messageId: string): string {
  const teken = (c: string): string => `%${c.codePointAt(0)!.toString(16).padStart(6, '0')}`;
  return messageId.replace(/[^A-Za-z0-9@._+-]/gu, teken).replace(/^\./, teken);
}

/** The message that a folder is of; null when there is no folder, or it is of nobody. */
async function messageIdIn(folder: string): Promise<string | null> {
  try {
    return (JSON.parse(await readFile(join(folder, KOP), 'utf8')) as { messageId: string }).messageId;
  } catch {
    return null;
  }
}

/** What a killed process left on its way. */
async function ruimOp(tijdelijk: string, now: Date): Promise<void> {
  for (const name of await readdir(tijdelijk)) {
    const { mtimeMs } = await stat(join(tijdelijk, name));
    if (now.getTime() - mtimeMs > OUD_MS) await rm(join(tijdelijk, name), { recursive: true, force: true });
  }
}

async function schrijf(folder: string, bericht: OverTeDragen): Promise<void> {
  const bijlagen = [];
  for (const [i, { contentType, bytes, sha256, open: stroom }] of bericht.bijlagen.entries()) {
    const bestand = `bijlage-${i + 1}`;
    await schrijfBestand(join(folder, bestand), stroom());
    bijlagen.push({ bestand, contentType, omvang: bytes, sha256 });
  }
  const { messageId, gemaakt, kop } = bericht;
  const partij = ({ partyId, rol }: OverTeDragen['kop']['van']) => ({
    partyId: partyId.value,
    type: partyId.type,
    rol,
  });
  const mmd = {
    versie: 1,
    messageId,
    gemaaktOp: gemaakt.toISOString(),
    cpaId: kop.cpaId,
    van: partij(kop.van),
    naar: partij(kop.naar),
    service: { waarde: kop.service.value, type: kop.service.type },
    action: kop.action,
    conversationId: kop.conversationId,
    refToMessageId: kop.refToMessageId,
    bijlagen,
  };
  await schrijfBestand(join(folder, KOP), stukken(`${JSON.stringify(mmd, null, 2)}\n`));
  await bewaarNamen(folder);
}

async function* stukken(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text);
}

async function schrijfBestand(file: string, bytes: AsyncIterable<Uint8Array>): Promise<void> {
  const handle = await open(file, 'wx', 0o660);
  try {
    for await (const piece of bytes) await handle.writeFile(piece);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Returns when the names in the folder are on the disk. */
async function bewaarNamen(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** A name that is taken says something of this message alone; any other fault is of the disk, so of all messages. */
function poging(error: unknown): Poging {
  const { code = 'onbekende fout' } = error as NodeJS.ErrnoException;
  if (code === 'ENOTEMPTY' || code === 'EEXIST') return { soort: 'later', reden: 'Er staat al een map met deze naam.' };
  return { soort: 'weg', reden: `De map is niet te gebruiken (${code}).`, vertrokken: false };
}

const SOORTEN: ReadonlySet<unknown> = new Set(['bevestigd', 'geweigerd', 'verlopen']);

function uitMap(folder: string, log: BestandenOpties['log']): NonNullable<Drager['uitkomsten']> {
  return {
    async lees() {
      const names = (await readdir(folder)).filter((name) => name.endsWith('.json') && !name.startsWith('.')).sort();
      const found: Uitkomst[] = [];
      for (const name of names.slice(0, PER_KEER)) {
        const uitkomst = leesUitkomst(await readFile(join(folder, name), 'utf8'), name);
        if (uitkomst) found.push(uitkomst);
        else {
          // Out of the way, so that it is not read again and again; somebody must look at it.
          await rename(join(folder, name), join(folder, `${name}.fout`));
          log({ bestand: maskBsn(name) }, 'resultaat van Digikoppeling is niet te lezen; het heet nu .fout');
        }
      }
      return found;
    },
    async verwerkt({ bron }) {
      await unlink(join(folder, bron)).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    },
  };
}

function leesUitkomst(text: string, name: string): Uitkomst | null {
  try {
    const { messageId, uitkomst, reden = '' } = JSON.parse(text) as Record<string, unknown>;
    if (typeof messageId !== 'string' || typeof reden !== 'string' || !SOORTEN.has(uitkomst)) return null;
    const soort = uitkomst as Uitkomst['soort'];
    return { externId: messageId, soort, reden: reden.slice(0, MEESTE_REDEN), bron: name };
  } catch {
    return null;
  }
}
