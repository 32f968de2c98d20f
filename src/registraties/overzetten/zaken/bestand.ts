/** A file of JSON Lines: one object per line. Read twice, once for what identifies it and once for what it says. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

export interface Regelbestand {
  /** SHA-256 of the content. */
  readonly hash: string;
  /** How many lines have something on them. */
  readonly aantal: number;
  /** The lines that have something on them, with their number in the file, from 1. */
  regels(): AsyncIterable<readonly [regel: number, tekst: string]>;
}

export async function openRegelbestand(pad: string): Promise<Regelbestand> {
  const hash = createHash('sha256');
  for await (const stuk of createReadStream(pad)) hash.update(stuk as Buffer);
  let aantal = 0;
  for await (const _regel of regelsVan(pad)) aantal++;
  return { hash: hash.digest('hex'), aantal, regels: () => regelsVan(pad) };
}

async function* regelsVan(pad: string): AsyncGenerator<readonly [number, string]> {
  const lines = createInterface({ input: createReadStream(pad), crlfDelay: Number.POSITIVE_INFINITY });
  let nummer = 0;
  for await (const tekst of lines) {
    nummer++;
    if (tekst.trim() !== '') yield [nummer, tekst];
  }
}
