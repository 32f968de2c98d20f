/** How many deliveries each abonnement had since this process started, for who measures. */
export interface Stand {
  readonly afgeleverd: number;
  readonly geweigerd: number;
}

export interface Teller {
  /** Counts what is stored for good. */
  tel(abonnement: string, afgeleverd: number, geweigerd: number): void;
  van(abonnement: string): Stand;
}

export function createTeller(): Teller {
  const standen = new Map<string, Stand>();
  const van = (abonnement: string): Stand => standen.get(abonnement) ?? { afgeleverd: 0, geweigerd: 0 };
  return {
    van,
    tel(abonnement, afgeleverd, geweigerd) {
      const nu = van(abonnement);
      standen.set(abonnement, { afgeleverd: nu.afgeleverd + afgeleverd, geweigerd: nu.geweigerd + geweigerd });
    },
  };
}
