/** zrc-021: what closing a zaak says about its dossier: what happens with it, and when. */
import { sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import type { Archiefprocedure } from '../catalogi/index.ts';
import type { Profile } from '../kern/index.ts';
import { type Afsluiting, type Brondatum, brondatumVan, plusTermijn } from './brondatum.ts';
import type { ZaakStand } from './onderdeel.ts';

/** What a closing writes about the dossier; `faults` says why it may not happen yet. */
export interface Archivering {
  readonly columns: Readonly<Record<string, string | null>>;
  readonly faults: readonly InvalidParam[];
}

interface Gegevens {
  readonly nominatie: string;
  readonly termijn: string | null;
  readonly procedure: Archiefprocedure | null;
  readonly hoofdzaakEinddatum: string | null;
  readonly relevanteAndereZaken: readonly { readonly url: string }[];
  readonly archiefactiedatum: string | null;
  readonly startdatum: string | null;
}

type Bronnen = Pick<Afsluiting, 'tx' | 'ports' | 'found'>;

/**
 * archiefnominatie, and archiefactiedatum = brondatum + archiefactietermijn. What a client filled in himself stays: the
 * nominatie, the date, and `startdatumBewaartermijn`, which then is the brondatum. What cannot be derived stays empty,
 * until somebody fills it in; Open Zaak refuses to close then, unless it is normal that the day comes later.
 */
export async function archiveer(bronnen: Bronnen, zaak: ZaakStand, einddatum: string): Promise<Archivering> {
  const { tx, ports } = bronnen;
  const gegevens = await lees(tx, zaak);
  if (!gegevens) return { columns: {}, faults: [] };
  const nominatie = zaak.archiefnominatie ?? (gegevens.nominatie || null);
  const afleiden = async (op: string): Promise<Brondatum | null> =>
    gegevens.procedure && (await brondatumVan(afsluiting(bronnen, zaak, gegevens, op), gegevens.procedure));

  // Closed already: this end status corrects the day. What followed from the former day is no choice of a client.
  const volgde =
    zaak.einddatum !== null &&
    gegevens.startdatum !== null &&
    (await afleiden(zaak.einddatum))?.datum === gegevens.startdatum;
  const gekozen = volgde ? null : gegevens.startdatum;
  const bron = gekozen === null ? await afleiden(einddatum) : { datum: gekozen };
  const vast = volgde ? null : gegevens.archiefactiedatum;
  const columns = {
    archiefnominatie: nominatie,
    ...(await dagen(tx, ports.profile, nominatie, gegevens.termijn, bron?.datum ?? null, gekozen, vast)),
  };
  const nodig = vast === null && gegevens.termijn !== null && nominatie !== 'blijvend_bewaren';
  const faults = ports.profile === 'openzaak' && nodig && bron?.datum === null && !bron.later ? [fout(bron.reden)] : [];
  return { columns, faults };
}

function fout(reden: string): InvalidParam {
  const reason = `De archiefactiedatum is niet te bepalen. ${reden}`;
  return { name: 'nonFieldErrors', code: 'archiefactiedatum-error', reason };
}

async function dagen(
  tx: Tx,
  profile: Profile,
  nominatie: string | null,
  termijn: string | null,
  bron: string | null,
  gekozen: string | null,
  vast: string | null,
): Promise<Record<string, string | null>> {
  const actie = bron !== null && termijn !== null ? await plusTermijn(tx, bron, termijn) : null;
  // zrc-026: a start of the term has meaning for what will be destroyed. Open Zaak fills it in for all.
  const start = profile === 'openzaak' || nominatie === 'vernietigen' ? bron : null;
  return {
    archiefactiedatum: vast ?? actie,
    startdatum_bewaartermijn: gekozen ?? (termijn === null ? null : start),
  };
}

async function lees(tx: Tx, zaak: ZaakStand): Promise<Gegevens | undefined> {
  const [row] = await tx.query<Gegevens>(sql`
    select t.archiefnominatie as nominatie, t.archiefactietermijn as termijn, t.brondatum_archiefprocedure as procedure,
      (select h.einddatum from zaken.zaak h where h.id = z.hoofdzaak_id) as "hoofdzaakEinddatum",
      z.relevante_andere_zaken as "relevanteAndereZaken", z.archiefactiedatum,
      z.startdatum_bewaartermijn as startdatum
    from zaken.zaak z join zaken.resultaat r on r.zaak_id = z.id join catalogi.resultaattype t on t.id = r.resultaattype_id
    where z.id = ${zaak.id}`);
  return row;
}

function afsluiting(bronnen: Bronnen, zaak: ZaakStand, gegevens: Gegevens, einddatum: string): Afsluiting {
  return {
    ...bronnen,
    zaakId: zaak.id,
    einddatum,
    hoofdzaak: zaak.hoofdzaakId === null ? null : { einddatum: gegevens.hoofdzaakEinddatum },
    relevanteAndereZaken: gegevens.relevanteAndereZaken,
  };
}

/** A deelzaak whose dossier follows that of its hoofdzaak, with what it becomes. */
export interface Deeldossier {
  readonly id: string;
  readonly identificatie: string;
  readonly columns: Readonly<Record<string, string | null>>;
}

/** Closed deelzaken that wait for the end of their hoofdzaak (afleidingswijze `hoofdzaak`), and get their dates now. */
export async function deeldossiersBijSluiten(
  tx: Tx,
  profile: Profile,
  hoofdzaakId: string,
  einddatum: string,
): Promise<readonly Deeldossier[]> {
  const rows = await deelzaken(tx, hoofdzaakId);
  const wachtend = rows.filter((row) => row.archiefactiedatum === null && row.startdatum === null);
  return await Promise.all(
    wachtend.map(async ({ id, identificatie, nominatie, termijn }) => {
      return { id, identificatie, columns: await dagen(tx, profile, nominatie, termijn, einddatum, null, null) };
    }),
  );
}

/** The reverse, when the hoofdzaak opens again: what followed from its end goes, what a client chose stays. */
export async function deeldossiersBijHeropenen(
  tx: Tx,
  hoofdzaakId: string,
  einddatum: string,
): Promise<readonly Deeldossier[]> {
  const rows = await deelzaken(tx, hoofdzaakId);
  const volgde = await Promise.all(
    rows.map(async (row) => {
      const afgeleid = row.termijn === null ? null : await plusTermijn(tx, einddatum, row.termijn);
      return afgeleid !== null && row.archiefactiedatum === afgeleid && (row.startdatum ?? einddatum) === einddatum;
    }),
  );
  const columns = { archiefactiedatum: null, startdatum_bewaartermijn: null };
  return rows.filter((_, i) => volgde[i]).map(({ id, identificatie }) => ({ id, identificatie, columns }));
}

interface Deelzaak {
  readonly id: string;
  readonly identificatie: string;
  readonly nominatie: string | null;
  readonly termijn: string | null;
  readonly archiefactiedatum: string | null;
  readonly startdatum: string | null;
}

async function deelzaken(tx: Tx, hoofdzaakId: string): Promise<readonly Deelzaak[]> {
  return await tx.query<Deelzaak>(sql`
    select z.id, z.identificatie, z.archiefnominatie as nominatie, t.archiefactietermijn as termijn, z.archiefactiedatum,
      z.startdatum_bewaartermijn as startdatum
    from zaken.zaak z join zaken.resultaat r on r.zaak_id = z.id join catalogi.resultaattype t on t.id = r.resultaattype_id
    where z.hoofdzaak_id = ${hoofdzaakId} and z.einddatum is not null
      and t.brondatum_archiefprocedure ->> 'afleidingswijze' = 'hoofdzaak'
    order by z.id for update of z`);
}

/**
 * Postponed: the day becomes known after closing, and somebody fills in `startdatumBewaartermijn`. The date of action
 * follows, unless he gives that too.
 */
export async function uitgesteldeActiedatum(tx: Tx, zaakId: string, startdatum: string): Promise<string | null> {
  const [row] = await tx.query<{ termijn: string | null }>(sql`
    select t.archiefactietermijn as termijn from zaken.resultaat r
    join catalogi.resultaattype t on t.id = r.resultaattype_id where r.zaak_id = ${zaakId}`);
  return row?.termijn ? await plusTermijn(tx, startdatum, row.termijn) : null;
}
