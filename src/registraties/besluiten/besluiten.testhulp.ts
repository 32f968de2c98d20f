/** Test help: a zaaktype that leads to besluiten, their type, the kind of document that records them, and what is made of it. */
import { BASE, publishedZaaktype, type Registers, RSIN, type Zaaktype } from '../registers.testhulp.ts';
import { maak, uuidOf } from '../zaken/zaken.testhulp.ts';

export { berichten, codes, documentElders, maak, sluit, uuidOf } from '../zaken/zaken.testhulp.ts';

export const BRC = '/besluiten/api/v1';
export const NERGENS = '00000000-0000-4000-8000-000000000000';
/** Where our own register of documents will be. */
export const EIGEN_DOCUMENTEN = `${BASE}/documenten/api/v1/enkelvoudiginformatieobjecten`;

export interface Wereld extends Zaaktype {
  readonly besluittype: string;
  /** The kind of document in which it is recorded. */
  readonly documenttype: string;
}

/** A published zaaktype with a besluittype of this name, that is recorded in a kind of document of its own. */
export async function wereld(r: Registers, naam = 'Toekenning', zaaktype: object = {}): Promise<Wereld> {
  const t = await publishedZaaktype(r, { besluittypen: [naam], ...zaaktype });
  const documenttype = await maak(r, '/catalogi/api/v1/informatieobjecttypen', {
    catalogus: t.catalogus,
    omschrijving: `Beschikking ${naam}`,
    vertrouwelijkheidaanduiding: 'openbaar',
    beginGeldigheid: '2026-01-01',
    informatieobjectcategorie: 'Besluit',
  });
  const besluittype = await maak(r, '/catalogi/api/v1/besluittypen', {
    catalogus: t.catalogus,
    omschrijving: naam,
    publicatieIndicatie: false,
    informatieobjecttypen: [`Beschikking ${naam}`],
    beginGeldigheid: '2026-01-01',
  });
  for (const { url } of [documenttype, besluittype]) await r.send('POST', `${url}/publish`, {});
  return { ...t, besluittype: besluittype.url, documenttype: documenttype.url };
}

export const besluitBody = (besluittype: string, extra: object = {}) => ({
  verantwoordelijkeOrganisatie: RSIN,
  besluittype,
  datum: '2026-11-01',
  ingangsdatum: '2026-11-15',
  ...extra,
});

export const nieuwBesluit = async (r: Registers, besluittype: string, extra: object = {}, as = 'beheer') =>
  await maak(r, `${BRC}/besluiten`, besluitBody(besluittype, extra), as);

/** A client with these scopes for this besluittype. */
export async function clientVoor(r: Registers, naam: string, besluittype: string, scopes: string[]): Promise<void> {
  const line = { component: 'brc', scopes: scopes.map((s) => `besluiten.${s}`), type: uuidOf(besluittype) };
  await r.client(naam, [line, { component: 'brc', scopes: ['audittrails.lezen'] }]);
}
