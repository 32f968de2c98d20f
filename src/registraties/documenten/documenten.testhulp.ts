/** A register with a published informatieobjecttype, for tests of documents. */
import { type Wereld, wereld } from '../besluiten/besluiten.testhulp.ts';
import { type Answer, type Registers, type RegistersOptions, RSIN, registers } from '../registers.testhulp.ts';
import { maak, uuidOf } from '../zaken/zaken.testhulp.ts';

export { audittrail, berichten, codes, maak, uuidOf } from '../zaken/zaken.testhulp.ts';

export const ROOT = '/documenten/api/v1';
export const EIO = `${ROOT}/enkelvoudiginformatieobjecten`;

export interface Documenten {
  readonly r: Registers;
  /** Address of the informatieobjecttype. */
  readonly type: string;
  readonly catalogus: string;
  /** A body that makes a document without content. */
  body(extra?: object): Record<string, unknown>;
  /** Makes a document; throws when that fails. */
  maak(extra?: object): Promise<Answer['body']>;
  /** Locks and gives the lock. */
  vergrendel(url: string): Promise<string>;
  /** The bytes behind an address. */
  download(url: string, headers?: Record<string, string>): Promise<Bytes>;
  /** Sends a part of a file as a form. */
  stuurDeel(url: string, bytes: Uint8Array, lock: string): Promise<Answer>;
}

/** A zaaktype and a besluittype that both know one kind of document. */
export async function metZaken({ r }: Pick<Documenten, 'r'>): Promise<Wereld> {
  const w = await wereld(r);
  await maak(r, '/catalogi/api/v1/zaaktype-informatieobjecttypen', {
    zaaktype: w.zaaktype,
    informatieobjecttype: 'Beschikking Toekenning',
    volgnummer: 1,
    richting: 'uitgaand',
  });
  return w;
}

/** A client with these scopes for this informatieobjecttype, and its audittrail. */
export async function clientVoor(
  r: Registers,
  naam: string,
  type: string,
  scopes: string[],
  max = 'zeer_geheim',
): Promise<void> {
  await r.client(naam, [
    { component: 'drc', scopes: scopes.map((s) => `documenten.${s}`), type: uuidOf(type), max },
    { component: 'drc', scopes: ['audittrails.lezen'] },
  ]);
}

/** A part of a file as a form on the wire. */
export async function formulier(bytes: Uint8Array, lock: string): Promise<{ type: string; payload: Buffer }> {
  const form = new FormData();
  form.append('inhoud', new Blob([Buffer.from(bytes)]), 'deel');
  form.append('lock', lock);
  const request = new Request('http://zaakbode.test', { method: 'PUT', body: form });
  return { type: request.headers.get('content-type')!, payload: Buffer.from(await request.arrayBuffer()) };
}

export interface Bytes {
  readonly status: number;
  readonly headers: Answer['headers'];
  readonly bytes: Buffer;
}

export async function documenten(options: RegistersOptions = {}): Promise<Documenten> {
  const r = await registers(options);
  const post = async (path: string, body: object): Promise<Answer['body']> => {
    const answer = await r.send('POST', path, body);
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const catalogus = (
    await post('/catalogi/api/v1/catalogussen', {
      domein: 'DOCS',
      rsin: RSIN,
      naam: 'Documenten',
      contactpersoonBeheerNaam: 'Functioneel beheer',
    })
  ).url;
  const type = (
    await post('/catalogi/api/v1/informatieobjecttypen', {
      catalogus,
      omschrijving: 'Brief',
      vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
      beginGeldigheid: '2020-01-01',
      informatieobjectcategorie: 'brief',
    })
  ).url;
  await post(`${type}/publish`, {});

  const body: Documenten['body'] = (extra = {}) => ({
    bronorganisatie: RSIN,
    creatiedatum: '2026-11-01',
    titel: 'Bevestiging van ontvangst',
    auteur: 'Team Vergunningen',
    taal: 'nld',
    informatieobjecttype: type,
    ...extra,
  });

  return {
    r,
    type,
    catalogus,
    body,
    maak: (extra) => post(EIO, body(extra)),
    vergrendel: async (url) => (await r.send('POST', `${url}/lock`, {})).body.lock,
    download: (url, headers = {}) => r.raw('GET', url, { headers }),
    async stuurDeel(url, bytes, lock) {
      const { type, payload } = await formulier(bytes, lock);
      const {
        status,
        headers,
        bytes: answer,
      } = await r.raw('PUT', url, {
        headers: { 'content-type': type },
        payload,
      });
      return { status, headers, body: JSON.parse(answer.toString() || 'null') };
    },
  };
}
