/**
 * What happened in this process, per CPA and action: attempts to send, copies that came in, messages refused. Counted
 * here and not in the database: a count of its rows costs more with each of them, and who measures adds processes up.
 */
export const GETELD = ['verzonden', 'mislukt', 'herhaald', 'geweigerd'] as const;
/** `verzonden` and `mislukt`: attempts of ours. `herhaald`: a copy of a message that we have. `geweigerd`: by us. */
export type Geteld = (typeof GETELD)[number];

export interface Telling {
  readonly cpaId: string;
  readonly action: string;
  readonly wat: Geteld;
  readonly aantal: number;
}

export interface Teller {
  tel(cpaId: string, action: string, wat: Geteld): void;
  standen(): readonly Telling[];
}

/** Anybody can send us names of actions; from here on they count as one. */
const MOST = 1_000;
const ANDERS = 'anders';

export function createTeller(): Teller {
  const tellingen = new Map<string, { -readonly [K in keyof Telling]: Telling[K] }>();
  return {
    tel(cpaId, action, wat) {
      const key = (name: string): string => JSON.stringify([cpaId, name, wat]);
      const name = tellingen.has(key(action)) || tellingen.size < MOST ? action : ANDERS;
      const telling = tellingen.get(key(name)) ?? { cpaId, action: name, wat, aantal: 0 };
      telling.aantal += 1;
      tellingen.set(key(name), telling);
    },
    standen: () => [...tellingen.values()],
  };
}
