/**
 * The files of the folder with keys, as they stand on disk. A file is read again when it changed; one that cannot be read,
 * or was caught half written, keeps counting as it was, and is told once.
 */
import type { KeyObject, X509Certificate } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from '../log/index.ts';
import { type PemContent, readPem } from './pem.ts';

export interface FolderContent {
  readonly keys: readonly KeyObject[];
  readonly certificates: readonly X509Certificate[];
  /** From the folder of trust. */
  readonly trusted: readonly X509Certificate[];
}

export interface Folder {
  /** What it holds now; null when nothing changed since the last time. */
  read(): Promise<FolderContent | null>;
}

export interface FolderOptions {
  readonly dir: string;
  /** Name of the folder in it with certificates that are trusted. */
  readonly trusted: string;
  readonly passphrase: string | null;
  readonly log: Log;
}

interface Entry {
  /** Differs when the file was written, replaced or given other rights. */
  readonly stamp: string;
  /** As it could last be read; null when never. */
  readonly content: PemContent | null;
}

/** A key with its chain is some 10 kB. */
const MAX_BYTES = 1024 * 1024;
/** The right of everybody to read. */
const READABLE_BY_OTHERS = 0o004;

export function openFolder({ dir, trusted, passphrase, log }: FolderOptions): Folder {
  let entries: ReadonlyMap<string, Entry> | null = null;
  let closed = false;

  async function entryOf(file: string): Promise<Entry | null> {
    const before = entries?.get(file);
    const path = join(dir, file);
    try {
      const { ino, size, mtimeNs, ctimeNs, mode } = await stat(path, { bigint: true });
      const stamp = [ino, size, mtimeNs, ctimeNs].join();
      if (before?.stamp === stamp) return before;
      if (size > MAX_BYTES) throw new Error('het bestand is te groot');
      const content = readPem(await readFile(path, 'utf8'), passphrase);
      if (content.keys.length > 0 && (Number(mode) & READABLE_BY_OTHERS) !== 0) {
        log.warn({ bestand: file }, 'een bestand met een sleutel is voor iedereen te lezen: geef het de rechten 0600');
      }
      return { stamp, content };
    } catch (error) {
      const { code, message } = error as NodeJS.ErrnoException;
      // It went away after it was listed.
      if (code === 'ENOENT') return null;
      const reden = code ?? message;
      const stamp = `${reden} ${await stampOf(path)}`;
      if (before?.stamp !== stamp) {
        log.warn(
          { bestand: file, reden },
          'een bestand met sleutels of certificaten is niet te lezen; wat er was, blijft gelden',
        );
      }
      return { stamp, content: before?.content ?? null };
    }
  }

  async function listed(): Promise<readonly string[] | null> {
    try {
      const files = [...(await pemFiles(dir, '')), ...(await pemFiles(dir, trusted))];
      closed = false;
      return files;
    } catch (error) {
      if (!closed)
        log.warn(
          { reden: (error as NodeJS.ErrnoException).code },
          'de map met sleutels is niet te lezen; wat er was, blijft gelden',
        );
      closed = true;
      return null;
    }
  }

  return {
    async read() {
      const files = await listed();
      if (files === null) return null;
      const found = await Promise.all(files.map(async (file) => [file, await entryOf(file)] as const));
      const now = new Map(found.filter((pair): pair is [string, Entry] => pair[1] !== null));
      const same =
        entries?.size === now.size && [...now].every(([file, { content }]) => entries?.get(file)?.content === content);
      entries = now;
      if (same) return null;
      const contents = [...now].map(([file, { content }]) => ({ content, isTrust: file.startsWith(`${trusted}/`) }));
      const of = (isTrust: boolean): PemContent[] =>
        contents.filter((c) => c.isTrust === isTrust).flatMap(({ content }) => (content === null ? [] : [content]));
      return {
        keys: of(false).flatMap(({ keys }) => keys),
        certificates: unique(of(false).flatMap(({ certificates }) => certificates)),
        trusted: unique(of(true).flatMap(({ certificates }) => certificates)),
      };
    },
  };
}

/** The same certificate may stand in more files than one. */
function unique(certificates: readonly X509Certificate[]): readonly X509Certificate[] {
  return [...new Map(certificates.map((certificate) => [certificate.fingerprint256, certificate])).values()];
}

/** Names of the PEM files in a folder inside `dir`, sorted; none when there is no such folder. */
async function pemFiles(dir: string, inside: string): Promise<string[]> {
  try {
    const names = await readdir(join(dir, inside));
    return names
      .filter((name) => /^[^.].*\.(?:pem|crt|key)$/i.test(name))
      .sort()
      .map((name) => (inside === '' ? name : `${inside}/${name}`));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

async function stampOf(path: string): Promise<string> {
  const found = await stat(path, { bigint: true }).catch(() => null);
  return found === null ? '' : [found.ino, found.size, found.mtimeNs, found.ctimeNs].join();
}
