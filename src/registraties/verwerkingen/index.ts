/**
 * Verwerkingenlog: which personal data went to whom, and why (row X5, LDV). A disclosure writes its row in its own
 * transaction or does not happen. The person stands in it as ciphertext and as a blind index, never as a number.
 */
import { createHmac } from 'node:crypto';
import type { Vault } from '../../platform/crypto/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Bsn } from '../../standaarden/bsn/index.ts';

export interface Verwerking {
  readonly betrokkene: Bsn;
  /** The processing activity in the municipality's register, e.g. `lopende-zaken`. */
  readonly activiteit: string;
  /** What was done, in plain Dutch. */
  readonly naam: string;
  /** Who got it. */
  readonly ontvanger: string;
  /** What it was about, e.g. the zaaknummer. */
  readonly object: string;
  readonly trace: string | null;
}

export interface Verwerkingenlog {
  /** Writes the rows in the transaction of the disclosure. One statement. */
  schrijf(tx: Tx, verwerkingen: readonly Verwerking[]): Promise<void>;
}

/** `sleutel` is the installation's `ZAAKBODE_SLEUTEL`; the blind index is keyed with it. */
export function createVerwerkingenlog(options: {
  vault: Vault;
  sleutel: string;
  clock: Clock;
  random: Random;
}): Verwerkingenlog {
  const { vault, sleutel, clock, random } = options;
  const blind = (bsn: Bsn): Buffer =>
    createHmac('sha256', `zaakbode/verwerkingenlog/${sleutel}`).update(bsn.reveal()).digest();
  return {
    async schrijf(tx, verwerkingen) {
      if (verwerkingen.length === 0) return;
      const of = <T>(get: (v: Verwerking) => T): T[] => verwerkingen.map(get);
      await tx.query(sql`
        insert into verwerkingen.verwerking (id, tijd, trace, activiteit, naam, betrokkene_versleuteld, betrokkene_index, ontvanger, object)
        select id, ${clock.now()}, trace, activiteit, naam, decode(versleuteld, 'hex'), decode(zoek, 'hex'), ontvanger, object
        from unnest(
          ${of(() => uuidv7(clock, random))}::uuid[], ${of((v) => v.trace)}::text[], ${of((v) => v.activiteit)}::text[],
          ${of((v) => v.naam)}::text[], ${of((v) => vault.seal(v.betrokkene.reveal()).toString('hex'))}::text[],
          ${of((v) => blind(v.betrokkene).toString('hex'))}::text[], ${of((v) => v.ontvanger)}::text[], ${of((v) => v.object)}::text[]
        ) as v (id, trace, activiteit, naam, versleuteld, zoek, ontvanger, object)`);
    },
  };
}

export const verwerkingenMigrations = {
  component: 'verwerkingen',
  folder: new URL('./migraties', import.meta.url).pathname,
};
