/**
 * zrc-021: the day from which the term of a dossier counts. Each afleidingswijze looks somewhere else: at the zaak, at
 * what hangs off it, or at objects of other registers. What stands elsewhere is asked before the transaction
 * (`bronadressen`) and stands in `found`; what did not answer is not there.
 */
import { type Queryable, sql, type Tx } from '../../platform/db/index.ts';
import type { Archiefprocedure } from '../catalogi/index.ts';
import { ownId, type Ports, type Write } from '../kern/index.ts';
import { doel } from './api.ts';

/** A day; or the reason why there is none, and whether it is normal that it comes later. */
export type Brondatum =
  | { readonly datum: string }
  | { readonly datum: null; readonly reden: string; readonly later: boolean };

const geen = (reden: string): Brondatum => ({ datum: null, reden, later: false });
const later = (reden: string): Brondatum => ({ datum: null, reden, later: true });

/** The zaak that is being closed, and where to look. */
export interface Afsluiting {
  readonly tx: Tx;
  readonly ports: Ports;
  readonly found: Write<never, unknown>['found'];
  readonly zaakId: string;
  readonly einddatum: string;
  readonly hoofdzaak: { readonly einddatum: string | null } | null;
  readonly relevanteAndereZaken: readonly { readonly url: string }[];
}

/** By afleidingswijze, in the order of the standard. */
export async function brondatumVan(zaak: Afsluiting, procedure: Archiefprocedure): Promise<Brondatum> {
  switch (procedure.afleidingswijze) {
    case 'afgehandeld':
      return { datum: zaak.einddatum };
    case 'hoofdzaak':
      return vanHoofdzaak(zaak);
    case 'eigenschap':
      return await vanEigenschap(zaak, procedure);
    case 'ander_datumkenmerk':
      return later('Deze datum komt uit een andere registratie. Vul startdatumBewaartermijn in zodra hij bekend is.');
    case 'zaakobject':
      return await vanZaakobject(zaak, procedure);
    case 'termijn':
      return await naTermijn(zaak, procedure);
    case 'gerelateerde_zaak':
      return await vanGerelateerdeZaken(zaak);
    case 'ingangsdatum_besluit':
      return await vanBesluiten(zaak, 'ingangsdatum');
    case 'vervaldatum_besluit':
      return await vanBesluiten(zaak, 'vervaldatum');
  }
}

function vanHoofdzaak({ hoofdzaak }: Afsluiting): Brondatum {
  if (!hoofdzaak) return geen('De zaak heeft geen hoofdzaak.');
  return hoofdzaak.einddatum === null ? later('De hoofdzaak is nog open.') : { datum: hoofdzaak.einddatum };
}

async function vanEigenschap({ tx, zaakId }: Afsluiting, { datumkenmerk }: Archiefprocedure): Promise<Brondatum> {
  if (datumkenmerk === '') return geen('Bij het resultaattype staat niet welke eigenschap de datum geeft.');
  const rows = await tx.query<{ waarde: string }>(sql`
    select waarde from zaken.zaakeigenschap where zaak_id = ${zaakId} and naam = ${datumkenmerk} order by id`);
  if (rows.length === 0) return geen(`De zaak heeft geen eigenschap "${datumkenmerk}".`);
  return laatste(
    rows.map((row) => row.waarde),
    `De eigenschap "${datumkenmerk}" is geen datum.`,
  );
}

async function vanZaakobject({ tx, zaakId, found }: Afsluiting, procedure: Archiefprocedure): Promise<Brondatum> {
  const { objecttype, datumkenmerk } = procedure;
  if (objecttype === '' || datumkenmerk === '')
    return geen('Bij het resultaattype staat niet welk attribuut van welk object de datum geeft.');
  const rows = await tx.query<{ object: string; identificatie: unknown }>(sql`
    select object, object_identificatie as identificatie from zaken.zaakobject
    where zaak_id = ${zaakId} and object_type = ${objecttype}`);
  if (rows.length === 0) return geen(`De zaak heeft geen zaakobject van het type ${objecttype}.`);
  const waarden = rows.map((row) =>
    attribuut(row.object === '' ? row.identificatie : found.get(row.object), datumkenmerk),
  );
  return laatste(
    waarden,
    `Het attribuut "${datumkenmerk}" van een zaakobject is geen datum, of het object is niet op te vragen.`,
  );
}

async function naTermijn({ tx, einddatum }: Afsluiting, { procestermijn }: Archiefprocedure): Promise<Brondatum> {
  if (procestermijn === null) return geen('Bij het resultaattype staat geen procestermijn.');
  return { datum: await plusTermijn(tx, einddatum, procestermijn) };
}

/** Those of our own from the database, as they stand now; those of others as they answered. */
async function vanGerelateerdeZaken({ tx, ports, found, relevanteAndereZaken }: Afsluiting): Promise<Brondatum> {
  if (relevanteAndereZaken.length === 0) return geen('De zaak heeft geen gerelateerde zaken.');
  const eigen = relevanteAndereZaken.map(({ url }) => ownId(url, doel.zaak.href, ports.bases));
  const rows = await tx.query<{ id: string; einddatum: string | null }>(sql`
    select id, einddatum from zaken.zaak where id = any(${eigen.filter((id) => id !== null)}::uuid[])`);
  const einddata = new Map(rows.map((row) => [row.id, row.einddatum]));
  const waarden = relevanteAndereZaken.map(({ url }, i) => {
    const id = eigen[i] ?? null;
    return id === null ? found.get(url)?.['einddatum'] : einddata.get(id);
  });
  if (waarden.some((waarde) => (waarde ?? null) === null)) return later('Een van de gerelateerde zaken is nog open.');
  return laatste(waarden, 'De einddatum van een van de gerelateerde zaken is geen datum.');
}

async function vanBesluiten(
  { tx, ports, zaakId, found }: Afsluiting,
  veld: 'ingangsdatum' | 'vervaldatum',
): Promise<Brondatum> {
  const adressen = await besluitenVan(tx, ports, zaakId);
  if (adressen.length === 0) return geen('De zaak heeft geen besluiten.');
  const besluiten = adressen.map((adres) => found.get(adres));
  if (besluiten.includes(undefined)) return geen('Een van de besluiten is niet op te vragen.');
  const waarden = besluiten.map((besluit) => besluit![veld]).filter((waarde) => (waarde ?? '') !== '');
  if (waarden.length === 0) return geen(`Geen van de besluiten heeft een ${veld}.`);
  return laatste(waarden, `De ${veld} van een van de besluiten is geen datum.`);
}

/** Addresses of the besluiten of a zaak, of our own register and of others. */
async function besluitenVan(
  db: Queryable,
  { bases }: Pick<Ports, 'bases'>,
  zaakId: string,
): Promise<readonly string[]> {
  const rows = await db.query<{ adres: string }>(sql`
    select coalesce(${`${bases[0]}${doel.besluit.href}/`} || besluit_id, besluit) as adres
    from zaken.zaakbesluit where zaak_id = ${zaakId}`);
  return rows.map((row) => row.adres);
}

/** The latest of these, when all of them are days. */
function laatste(waarden: readonly unknown[], anders: string): Brondatum {
  const data = waarden.map(dagVan);
  return data.includes(null) ? geen(anders) : { datum: data.toSorted().at(-1)! };
}

/** A day as registers write it: `2026-11-02`, a moment that begins with it, or the digits alone (ztc-015). */
export function dagVan(waarde: unknown): string | null {
  const match =
    typeof waarde === 'string' ? /^(\d{4})(-?)(\d{2})\2(\d{2})(?:$|T|(?<=^\d{8})\d{6}$)/.exec(waarde) : null;
  if (!match) return null;
  const dag = `${match[1]}-${match[3]}-${match[4]}`;
  const moment = new Date(`${dag}T00:00:00Z`);
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(dag) ? dag : null;
}

/** An attribute by its name, or deeper by a path: `record/data/einddatum`, `record.data.einddatum`. */
export function attribuut(object: unknown, pad: string): unknown {
  const van = (deel: unknown, naam: string): unknown =>
    typeof deel === 'object' && deel !== null && Object.hasOwn(deel, naam)
      ? (deel as Record<string, unknown>)[naam]
      : undefined;
  return van(object, pad) ?? pad.split(/[/.]/).reduce(van, object);
}

/** Calendar arithmetic: a month after 31 January is the last day of February. */
export async function plusTermijn(tx: Queryable, datum: string, termijn: string): Promise<string> {
  const [row] = await tx.query<{ datum: string }>(sql`select (${datum}::date + ${termijn}::interval)::date as datum`);
  return row!.datum;
}

/**
 * Addresses of others that the derivation will look at when this status closes the zaak; null when it does not close.
 * `resultaattypeId`: of a resultaat that is still to be made; null for the one that the zaak has.
 */
export async function bronadressen(
  db: Queryable,
  ports: Pick<Ports, 'bases'>,
  zaakId: string | undefined,
  statustypeId: string | undefined,
  resultaattypeId: string | null = null,
): Promise<readonly string[] | null> {
  const [row] = await db.query<{ procedure: Archiefprocedure | null; relevant: readonly { url: string }[] }>(sql`
    select t.brondatum_archiefprocedure as procedure, z.relevante_andere_zaken as relevant
    from zaken.zaak z
    left join catalogi.resultaattype t on t.id = coalesce(
      ${resultaattypeId}::uuid, (select r.resultaattype_id from zaken.resultaat r where r.zaak_id = z.id))
    where z.id = ${zaakId ?? null} and not exists (
      select 1 from catalogi.statustype s join catalogi.statustype h on h.zaaktype_id = s.zaaktype_id
      where s.id = ${statustypeId ?? null} and h.volgnummer > s.volgnummer)`);
  if (!row) return null;
  switch (row.procedure?.afleidingswijze) {
    case 'zaakobject':
      return (
        await db.query<{ object: string }>(sql`
          select object from zaken.zaakobject
          where zaak_id = ${zaakId} and object_type = ${row.procedure.objecttype} and object <> ''`)
      ).map(({ object }) => object);
    case 'gerelateerde_zaak':
      return row.relevant.map(({ url }) => url).filter((url) => ownId(url, doel.zaak.href, ports.bases) === null);
    case 'ingangsdatum_besluit':
    case 'vervaldatum_besluit':
      return await besluitenVan(db, ports, zaakId!);
    default:
      return [];
  }
}
