/**
 * Verwerkingenlog: which personal data went to whom, and why (row X5, LDV). A disclosure writes its row in its own
 * transaction or does not happen. The person stands in it as ciphertext and as a blind index, never as a number.
 */
import { createHmac } from 'node:crypto';
import type { Vault } from '../../platform/crypto/index.ts';
import { raw, type Sql, sql, type Tx } from '../../platform/db/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';

/** A betrokkene that is known by another number than a BSN; `soort` names the kind, e.g. `kvkNummer`. */
export interface AndereBetrokkene {
  readonly soort: string;
  readonly waarde: string;
}

export interface Verwerking {
  readonly betrokkene: Bsn | AndereBetrokkene;
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
  /**
   * The row as a part of the statement that discloses, so that the two are one: for a WITH in which `uit` names what is
   * disclosed. A row is written for each row of `uit`, which is one or none; `object` is SQL over it.
   */
  deel(verwerking: Omit<Verwerking, 'object'>, object: Sql, uit: string): Sql;
}

const TABEL = raw(`verwerkingen.verwerking (id, tijd, trace, activiteit, naam, betrokkene_soort, betrokkene_versleuteld,
  betrokkene_index, ontvanger, object)`);

/** `sleutel` is the installation's `ZAAKBODE_SLEUTEL`; the blind index is keyed with it. */
export function createVerwerkingenlog(options: {
  vault: Vault;
  sleutel: string;
  clock: Clock;
  random: Random;
}): Verwerkingenlog {
  const { vault, sleutel, clock, random } = options;
  const blind = (betrokkene: Verwerking['betrokkene']): Buffer => {
    // A number of another kind may have the digits of a BSN: its kind is hashed with it.
    const text = betrokkene instanceof Bsn ? betrokkene.reveal() : `${betrokkene.soort}:${betrokkene.waarde}`;
    return createHmac('sha256', `zaakbode/verwerkingenlog/${sleutel}`).update(text).digest();
  };
  const seal = (betrokkene: Verwerking['betrokkene']): Buffer =>
    vault.seal(betrokkene instanceof Bsn ? betrokkene.reveal() : betrokkene.waarde);
  return {
    async schrijf(tx, verwerkingen) {
      if (verwerkingen.length === 0) return;
      const of = <T>(get: (v: Verwerking) => T): T[] => verwerkingen.map(get);
      await tx.query(sql`
        insert into ${TABEL}
        select id, ${clock.now()}, trace, activiteit, naam, soort, decode(versleuteld, 'hex'), decode(zoek, 'hex'), ontvanger, object
        from unnest(
          ${of(() => uuidv7(clock, random))}::uuid[], ${of((v) => v.trace)}::text[], ${of((v) => v.activiteit)}::text[],
          ${of((v) => v.naam)}::text[], ${of((v) => soortVan(v.betrokkene))}::text[],
          ${of((v) => seal(v.betrokkene).toString('hex'))}::text[], ${of((v) => blind(v.betrokkene).toString('hex'))}::text[],
          ${of((v) => v.ontvanger)}::text[], ${of((v) => v.object)}::text[]
        ) as v (id, trace, activiteit, naam, soort, versleuteld, zoek, ontvanger, object)`);
    },
    deel({ betrokkene, activiteit, naam, ontvanger, trace }, object, uit) {
      return sql`insert into ${TABEL}
        select ${uuidv7(clock, random)}::uuid, ${clock.now()}::timestamptz, ${trace}::text, ${activiteit}::text, ${naam}::text,
          ${soortVan(betrokkene)}::text, decode(${seal(betrokkene).toString('hex')}, 'hex'),
          decode(${blind(betrokkene).toString('hex')}, 'hex'), ${ontvanger}::text, ${object} from ${raw(uit)}`;
    },
  };
}

function soortVan(betrokkene: Verwerking['betrokkene']): string {
  return betrokkene instanceof Bsn ? 'bsn' : betrokkene.soort;
}

export const verwerkingenMigrations = {
  component: 'verwerkingen',
  folder: new URL('./migraties', import.meta.url).pathname,
};
