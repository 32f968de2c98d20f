/** What the processes of the ebMS run share: what they are told at their start, and what a message of the run holds. */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';

export const GEMEENTE = '00000099000000003000';
export const VOORZIENING = '00000099000000004000';
export const ACTION = 'zaakbericht';
export const ANTWOORD = 'foutbericht';

/** Told in a file, as JSON. */
export interface Opdracht {
  readonly database: string;
  /** Folder of the large payloads. */
  readonly opslag: string;
  /** File in which the other side keeps its books. */
  readonly boek: string;
  readonly poorten: { readonly werkers: readonly number[]; readonly ontvanger: number };
  readonly cpas: readonly { readonly id: string; readonly tekst: string }[];
  /** Private keys as PEM. */
  readonly sleutels: { readonly wij: string; readonly zij: string };
  readonly seed: number;
  /** Messages of the other side. */
  readonly hunBerichten: number;
  /** One in so many is large. */
  readonly grootPer: number;
  /** Faults of the network come so many times as often. */
  readonly onrust: number;
  /** Every so often the other side is full, or gone, for a second. */
  readonly rondeMs: number;
  /** When the run began; messages of the other side are dated so, which makes them the same after a restart. */
  readonly begin: string;
  /** Under the first CPA the other side is dead until so many messages have come under the others. */
  readonly doodTot: number;
}

export function leesOpdracht(file: string): Opdracht {
  return JSON.parse(readFileSync(file, 'utf8')) as Opdracht;
}

/** A message of the run: the so-manieth of its lane. */
export interface Proefbericht {
  readonly cpa: string;
  readonly baan: string;
  readonly nummer: number;
  readonly groot: boolean;
}

export const labelVan = ({ cpa, baan, nummer }: Omit<Proefbericht, 'groot'>): string => `${cpa}/${baan}/${nummer}`;

/** Large enough to go by way of the store, on both sides. */
const GROOT = 2 * 1024 * 1024;
const KLEIN = 1_000;

/** The payloads: what it is, and when it is large something of its own to carry. */
export function inhoudVan(bericht: Proefbericht): readonly Buffer[] {
  const label = labelVan(bericht);
  const klein = Buffer.from(`<proef>${label}</proef>`.padEnd(KLEIN));
  return bericht.groot ? [klein, Buffer.alloc(GROOT, `${label}\r\n`)] : [klein];
}

export const digestVan = (inhoud: readonly Uint8Array[]): string => hash('sha256', Buffer.concat(inhoud), 'hex');

export const leesLabel = (inhoud: Uint8Array): string => {
  const [, label] = /^<proef>([^<]*)<\/proef>/.exec(Buffer.from(inhoud).toString('latin1', 0, KLEIN)) ?? [];
  if (label === undefined) throw new Error('this is no message of the run');
  return label;
};

/** The other side's message of this number. */
export function hunBericht(
  { cpas, grootPer }: Opdracht,
  nummer: number,
): Proefbericht & { readonly messageId: string } {
  const cpa = cpas[nummer % cpas.length]!.id;
  return { cpa, baan: 'hun', nummer, groot: nummer % grootPer === 0, messageId: `hun-${nummer}@voorziening.example` };
}
