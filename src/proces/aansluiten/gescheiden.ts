/**
 * Preproductie and productie share no CPA, no address and no data (A10). What can be known is held against it at every
 * start: this database belongs to one omgeving for good, and what another omgeving is known by may not be used here.
 *
 * The other omgeving is another installation, so its marks come in as a file: `zaakbode aansluiten kenmerken` writes it there and
 * reads it here. A certificate in both is allowed, but somebody must have seen it.
 */
import { type CpaBeheer, OMGEVINGEN } from '../../integratie/digikoppeling/index.ts';
import { type Database, sql } from '../../platform/db/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { type Fout, OMGEVING_NAAM, type Omgeving, type Persoon } from './begrippen.ts';
import type { Certificaatfeit } from './certificaten.ts';
import { NOOIT_PRODUCTIE } from './dossier.ts';

/** By what an installation is known; nothing in it is secret. */
export interface Kenmerken {
  readonly omgeving: Omgeving;
  readonly cpas: readonly string[];
  /** `host:port` of both sides. */
  readonly adressen: readonly string[];
  /** SHA-256. */
  readonly certificaten: readonly string[];
}

/** What is used here and elsewhere as well. */
export interface Overlap {
  readonly soort: 'cpa' | 'adres' | 'certificaat';
  readonly waarde: string;
  readonly omgeving: Omgeving;
}

/** The installation may not start like this. One line for each reason. */
export class OmgevingFout extends Error {
  override readonly name = 'OmgevingFout';
  readonly redenen: readonly string[];

  constructor(redenen: readonly string[]) {
    super(redenen.join('\n'));
    this.redenen = redenen;
  }
}

/** At the first start this database is given its omgeving; every other start must have the same. */
export async function stempel(db: Database, omgeving: Omgeving, clock: Clock): Promise<void> {
  await db.query(sql`
    insert into aansluiten.installatie (omgeving, sinds) values (${omgeving}, ${clock.now()}) on conflict do nothing`);
  const [row] = await db.query<{ omgeving: Omgeving }>(sql`select omgeving from aansluiten.installatie`);
  if (row!.omgeving !== omgeving)
    throw new OmgevingFout([
      `OMGEVING: deze database hoort bij ${OMGEVING_NAAM[row!.omgeving]}, en u start Zaakbode voor ${OMGEVING_NAAM[omgeving]}. Gebruik voor elke omgeving een eigen database (DATABASE_URL of DATA_DIR).`,
    ]);
}

/**
 * Everything that keeps this installation from starting: a mix, a supplier on productie, or a municipality that already
 * sends and was not asked whether it goes on (LZ_AANSLUITING). Empty when it may.
 */
export async function redenenOmNietTeStarten(
  db: Database,
  eigen: Kenmerken,
  aansluiting: 'nieuw' | 'bestaand' | null,
): Promise<readonly string[]> {
  const redenen = (await overlapVan(db, eigen))
    .filter(({ soort }) => soort !== 'certificaat')
    .map(
      ({ soort, waarde, omgeving }) =>
        `${soort === 'cpa' ? `De CPA ${waarde}` : `Het adres ${waarde}`} hoort bij ${OMGEVING_NAAM[omgeving]}. Gebruik voor ${OMGEVING_NAAM[eigen.omgeving]} een eigen CPA en eigen adressen.`,
    );
  if (eigen.omgeving !== 'productie') return redenen;
  const [stand] = await db.query<{ leverancier: boolean; verstuurt: boolean }>(sql`
    select exists (select 1 from aansluiten.dossier d where gegevens ->> 'soort' = 'leverancier'
        and versie = (select max(versie) from aansluiten.dossier m where m.omgeving = d.omgeving)) as leverancier,
      exists (select 1 from lopendezaken.zaakbericht where staat = 'afgeleverd')
        and not exists (select 1 from aansluiten.proefrun) as verstuurt`);
  if (stand!.leverancier) redenen.push(NOOIT_PRODUCTIE);
  if (stand!.verstuurt && aansluiting === null)
    redenen.push(
      'LZ_AANSLUITING: deze gemeente verstuurt al zaakberichten. Zet bestaand om daarmee door te gaan, of nieuw om eerst een beperkte productierun te doen: dan gaat er tot die tijd niets weg.',
    );
  return redenen;
}

/** What is used here while it is known of another omgeving. */
export async function overlapVan(db: Database, eigen: Kenmerken): Promise<readonly Overlap[]> {
  return await db.query<Overlap & Record<string, unknown>>(sql`
    select soort, waarde, omgeving from aansluiten.kenmerk
    where omgeving <> ${eigen.omgeving} and (
      (soort = 'cpa' and waarde = any(${eigen.cpas}::text[])) or (soort = 'adres' and waarde = any(${eigen.adressen}::text[]))
      or (soort = 'certificaat' and waarde = any(${eigen.certificaten}::text[])))
    order by soort, waarde`);
}

const MAX = 500;

/** Keeps what another omgeving is known by, in the place of what was known. Gives what is wrong with the text. */
export async function bewaarKenmerken(
  db: Database,
  tekst: string,
  { wie, eigen, clock }: { readonly wie: Persoon; readonly eigen: Omgeving; readonly clock: Clock },
): Promise<readonly Fout[]> {
  const gelezen = leesKenmerken(tekst);
  if (gelezen === null)
    return [
      { veld: 'kenmerken', tekst: 'Dit is geen lijst met kenmerken. Maak hem met: zaakbode aansluiten kenmerken' },
    ];
  if (gelezen.omgeving === eigen)
    return [
      {
        veld: 'kenmerken',
        tekst: `Deze kenmerken zijn van ${OMGEVING_NAAM[eigen]} zelf. Neem die van de andere omgeving.`,
      },
    ];
  const regels = [
    ...gelezen.cpas.map((waarde) => ['cpa', waarde] as const),
    ...gelezen.adressen.map((waarde) => ['adres', waarde] as const),
    ...gelezen.certificaten.map((waarde) => ['certificaat', waarde] as const),
  ];
  await db.transaction(async (tx) => {
    await tx.query(sql`delete from aansluiten.kenmerk where omgeving = ${gelezen.omgeving}`);
    await tx.query(sql`
      insert into aansluiten.kenmerk (omgeving, soort, waarde, wie, op)
      select ${gelezen.omgeving}, soort, waarde, ${wie.naam}, ${clock.now()}
      from unnest(${regels.map(([soort]) => soort)}::text[], ${regels.map(([, waarde]) => waarde)}::text[]) as n (soort, waarde)
      on conflict do nothing`);
  });
  return [];
}

function leesKenmerken(tekst: string): Kenmerken | null {
  let gelezen: Partial<Record<keyof Kenmerken, unknown>>;
  try {
    gelezen = JSON.parse(tekst) as never;
  } catch {
    return null;
  }
  const omgeving = OMGEVINGEN.find((one) => one === gelezen?.omgeving);
  const lijst = (value: unknown): readonly string[] | null =>
    Array.isArray(value) && value.length <= MAX && value.every((one) => typeof one === 'string' && one.length <= MAX)
      ? (value as string[])
      : null;
  const [cpas, adressen, certificaten] = [gelezen?.cpas, gelezen?.adressen, gelezen?.certificaten].map(lijst);
  if (omgeving === undefined || !cpas || !adressen || !certificaten) return null;
  return { omgeving, cpas, adressen, certificaten };
}

/** By what this installation is known. */
export async function kenmerkenVan(
  omgeving: Omgeving,
  beheer: Pick<CpaBeheer, 'cpas' | 'cpa'>,
  certificaten: readonly Pick<Certificaatfeit, 'vingerafdruk'>[],
): Promise<Kenmerken> {
  const hier = (await beheer.cpas()).filter(({ inGebruik }) => inGebruik);
  const cpas = (await Promise.all(hier.map(({ cpaId }) => beheer.cpa(cpaId)))).filter((one) => one !== null);
  const adressen = cpas.flatMap((cpa) => cpa.adressen.map(({ geldend }) => URL.parse(geldend)?.host ?? geldend));
  return {
    omgeving,
    cpas: cpas.map(({ cpaId }) => cpaId),
    adressen: [...new Set(adressen)],
    certificaten: [...new Set(certificaten.map(({ vingerafdruk }) => vingerafdruk))],
  };
}
