/** Test help: what the tests of the parts of a zaak make and read. */
import { sql } from '../../platform/db/index.ts';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import type { Answer, Registers, Zaaktype } from '../registers.testhulp.ts';

export const ZRC = '/zaken/api/v1';

export const uuidOf = (url: string): string => url.split('/').at(-1)!;

/** The faults of an answer as `name:code`. */
export function codes({ body }: Answer): string[] | undefined {
  return body?.invalidParams?.map((p: { name: string; code: string }) => `${p.name}:${p.code}`);
}

/** POST that must go well; gives what came back. `path` is one of the Zaken API, or an address. */
export async function maak(r: Registers, path: string, body: object, as = 'beheer'): Promise<Answer['body']> {
  const url = path.startsWith('http') || path.startsWith('/') ? path : `${ZRC}/${path}`;
  const answer = await r.send('POST', url, body, { as });
  if (answer.status !== 201) throw new Error(`${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
}

/** An informatieobjecttype of the zaaktype. */
export async function documenttype(
  r: Registers,
  { zaaktype, catalogus }: Zaaktype,
  naam = 'Aanvraag',
): Promise<string> {
  const { url } = await maak(r, '/catalogi/api/v1/informatieobjecttypen', {
    catalogus,
    omschrijving: naam,
    vertrouwelijkheidaanduiding: 'openbaar',
    beginGeldigheid: '2026-01-01',
    informatieobjectcategorie: 'Verzoek',
  });
  await maak(r, '/catalogi/api/v1/zaaktype-informatieobjecttypen', {
    zaaktype,
    informatieobjecttype: naam,
    volgnummer: 1,
    richting: 'inkomend',
  });
  return url;
}

/** An eigenschap of the zaaktype, with values of this kind. */
export async function eigenschap(
  r: Registers,
  { zaaktype }: Zaaktype,
  naam: string,
  specificatie: object,
): Promise<string> {
  const { url } = await maak(r, '/catalogi/api/v1/eigenschappen', {
    zaaktype,
    naam,
    definitie: naam,
    specificatie: { kardinaliteit: '1', ...specificatie },
  });
  return url;
}

export async function zaakobjecttype(r: Registers, { zaaktype }: Zaaktype): Promise<string> {
  const { url } = await maak(r, '/catalogi/api/v1/zaakobjecttypen', {
    zaaktype,
    anderObjecttype: false,
    objecttype: 'https://typen.example/adres',
    relatieOmschrijving: 'Hierover gaat het',
  });
  return url;
}

/** A document in the register of others, of this type. */
export function documentElders(r: Registers, naam: string, informatieobjecttype: string, extra: object = {}): string {
  const url = `${BUITEN}/documenten/${naam}`;
  r.buiten.zet(url, {
    url,
    titel: naam,
    bronorganisatie: '002564440',
    informatieobjecttype,
    indicatieGebruiksrecht: false,
    locked: false,
    status: 'definitief',
    ...extra,
  });
  return url;
}

/** The notifications about this zaak, oldest first, e.g. `status.create`. */
export async function berichten(r: Registers, zaak: string): Promise<string[]> {
  const rows = await r.db.query<{ kind: string }>(sql`
    select kind from outbox.event where subject = ${uuidOf(zaak)} order by nr`);
  return rows.map((row) => row.kind);
}

/** The audittrail of this zaak, oldest first, e.g. `status create`. */
export async function audittrail(r: Registers, zaak: string): Promise<string[]> {
  const { body } = await r.send('GET', `${zaak}/audittrail`);
  return body.map((row: { resource: string; actie: string }) => `${row.resource} ${row.actie}`);
}

/** A client with these scopes for this zaaktype. */
export async function clientVoor(r: Registers, naam: string, { zaaktype }: Zaaktype, scopes: string[]): Promise<void> {
  const line = {
    component: 'zrc',
    scopes: scopes.map((s) => `zaken.${s}`),
    type: uuidOf(zaaktype),
    max: 'zeer_geheim',
  };
  await r.client(naam, [line]);
}

/** Gives the zaak a resultaat and its end status. */
export async function sluit(r: Registers, zaak: string, t: Zaaktype): Promise<Answer> {
  await r.send('POST', `${ZRC}/resultaten`, { zaak, resultaattype: t.resultaattype });
  return await r.send('POST', `${ZRC}/statussen`, {
    zaak,
    statustype: t.eind,
    datumStatusGezet: '2026-11-02T08:30:00Z',
  });
}
