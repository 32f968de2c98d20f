/** The one identity of a question: its kinds, what a right value looks like, and the rollen in which it is found. */
import { type Sql, sql } from '../../platform/db/index.ts';
import { Bsn, isElfproef } from '../../standaarden/bsn/index.ts';
import { value } from '../kern/index.ts';
import type { Verwerking } from '../verwerkingen/index.ts';

interface Soort {
  /** What a right value is, for who sent a wrong one. */
  readonly vorm: string;
  geldig(waarde: string): boolean;
  /** The rollen `r` of this betrokkene; each part has an index. */
  rollen(waarde: string): Sql;
}

const SOORTEN = {
  bsn: {
    vorm: 'Een BSN heeft 9 cijfers en voldoet aan de 11-proef.',
    geldig: (waarde) => Bsn.parse(waarde) !== null,
    rollen: (waarde) => sql`r.inp_bsn = ${waarde}`,
  },
  rsin: {
    vorm: 'Een RSIN heeft 9 cijfers en voldoet aan de 11-proef.',
    geldig: (waarde) => isElfproef(waarde),
    rollen: (waarde) => sql`r.inn_nnp_id = ${waarde}`,
  },
  kvkNummer: {
    vorm: 'Een KVK-nummer heeft 8 cijfers.',
    geldig: (waarde) => /^\d{8}$/.test(waarde),
    // Zaken 1.7 has a place for it at a vestiging only, so clients also put it where the RSIN goes: eight digits, not nine.
    rollen: (waarde) => sql`(r.kvk_nummer = ${waarde} or r.inn_nnp_id = ${waarde})`,
  },
  vestigingsnummer: {
    vorm: 'Een vestigingsnummer heeft 12 cijfers.',
    geldig: (waarde) => /^\d{12}$/.test(waarde),
    rollen: (waarde) => sql`r.vestigings_nummer = ${waarde}`,
  },
} satisfies Record<string, Soort>;

const NAMEN = Object.keys(SOORTEN) as (keyof typeof SOORTEN)[];

/** Who the question is about. */
export interface Identificatie {
  readonly soort: keyof typeof SOORTEN;
  readonly waarde: string;
}

const vorm = value.object({
  soort: value.part(value.choice(NAMEN)),
  waarde: value.part(value.text({ max: 20, blank: false })),
});

export const identificatie: value.Parser<Identificatie> = {
  schema: vorm.schema,
  parse(input, name, context) {
    const gelezen = vorm.parse(input, name, context);
    if (!gelezen || SOORTEN[gelezen.soort].geldig(gelezen.waarde)) return gelezen;
    context.faults.push({ name: `${name}.waarde`, code: 'invalid', reason: SOORTEN[gelezen.soort].vorm });
    return undefined;
  },
};

/** The rollen `r` of this betrokkene. */
export function rollenVan({ soort, waarde }: Identificatie): Sql {
  return SOORTEN[soort].rollen(waarde);
}

/** The betrokkene as the verwerkingenlog takes it. */
export function betrokkeneVan({ soort, waarde }: Identificatie): Verwerking['betrokkene'] {
  return soort === 'bsn' ? Bsn.parse(waarde)! : { soort, waarde };
}
