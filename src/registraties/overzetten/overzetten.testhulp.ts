/** A catalogus with something of every kind, for the tests of moving it; and the register without any catalogus again. */
import { raw } from '../../platform/db/index.ts';
import { readZip } from '../../platform/zip/index.ts';
import {
  besluittypeBody,
  catalogusBody,
  eigenschapBody,
  informatieobjecttypeBody,
  resultaattypeBody,
  roltypeBody,
  statustypeBody,
  zaakobjecttypeBody,
  ziotBody,
} from '../catalogi/catalogi.testhulp.ts';
import type { Actor } from '../kern/index.ts';
import { type Registers, zaaktypeBody } from '../registers.testhulp.ts';

const API = '/catalogi/api/v1';

export const BEHEERDER: Actor = {
  clientId: 'import',
  applicatie: 'Import',
  userId: '',
  userName: '',
  heeftAlleAutorisaties: true,
  autorisaties: [],
};

/** Posts a body to the Catalogi API and gives the address of what it made. */
export async function maak(r: Registers, path: string, body: object): Promise<string> {
  const answer = await r.send('POST', `${API}/${path}`, body);
  if (answer.status !== 201) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
  return answer.body.url;
}

export async function publiceer(r: Registers, url: string): Promise<void> {
  const answer = await r.send('POST', `${url}/publish`, {});
  if (answer.status !== 200) throw new Error(JSON.stringify(answer.body));
}

export interface Voorbeeld {
  readonly catalogus: string;
  readonly gepubliceerd: string;
  readonly concept: string;
}

/** One published zaaktype and a concept of the next version, with parts, references by address and by name. */
export async function voorbeeld(r: Registers, domein = 'MOVE'): Promise<Voorbeeld> {
  const catalogus = await maak(r, 'catalogussen', catalogusBody(domein, { naam: 'Verhuizing', versie: '2' }));
  const aanvraag = await maak(
    r,
    'informatieobjecttypen',
    informatieobjecttypeBody(catalogus, { trefwoord: ['a', 'b'] }),
  );
  await publiceer(r, aanvraag);
  const besluit = { informatieobjecttypen: ['Aanvraag'], reactietermijn: 'P6W', besluitcategorie: 'Vergunning' };
  await publiceer(
    r,
    await maak(r, 'besluittypen', besluittypeBody(catalogus, { omschrijving: 'Vergunning', ...besluit })),
  );
  const zaaktype = (extra: object) => maak(r, 'zaaktypen', zaaktypeBody(catalogus, extra));
  const gepubliceerd = await zaaktype({
    eindeGeldigheid: '2026-12-31',
    trefwoorden: ['parkeren'],
    referentieproces: { naam: 'Vergunningen', link: 'https://proces.example/1' },
    gerelateerdeZaaktypen: [{ zaaktype: 'PARKEREN', aardRelatie: 'vervolg', toelichting: 'Na afloop' }],
    deelzaaktypen: ['PARKEREN'],
    // One that is there, and one that is made later.
    besluittypen: ['Vergunning', 'Weigering'],
  });
  await delen(r, gepubliceerd);
  await publiceer(r, gepubliceerd);
  const concept = await zaaktype({
    beginGeldigheid: '2027-01-01',
    verlengingMogelijk: true,
    verlengingstermijn: 'P4W',
  });
  await delen(r, concept);
  return { catalogus, gepubliceerd, concept };
}

async function delen(r: Registers, zaaktype: string): Promise<void> {
  const checklist = [{ itemnaam: 'Compleet', vraagstelling: 'Is alles er?', verplicht: true, toelichting: null }];
  const eerste = await maak(r, 'statustypen', statustypeBody(zaaktype, 1, { checklistitemStatustype: checklist }));
  await maak(r, 'statustypen', statustypeBody(zaaktype, 2, { informeren: true, doorlooptijd: 'P2W' }));
  await maak(
    r,
    'resultaattypen',
    resultaattypeBody(zaaktype, { besluittypen: ['Vergunning'], informatieobjecttypen: ['Aanvraag'] }),
  );
  await maak(r, 'eigenschappen', eigenschapBody(zaaktype, { statustype: eerste }));
  await maak(r, 'zaakobjecttypen', zaakobjecttypeBody(zaaktype));
  await maak(r, 'roltypen', roltypeBody(zaaktype));
  await maak(r, 'zaaktype-informatieobjecttypen', ziotBody(zaaktype, 1, { statustype: eerste }));
}

/** The register without any catalogus. */
export async function leegCatalogi(r: Registers): Promise<void> {
  await r.db.query(raw('truncate catalogi.catalogus cascade'));
}

/** The files of an archive, as text. */
export function teksten(zip: Uint8Array): Record<string, string> {
  const files = readZip(zip, { maxBytes: 10_000_000, maxFiles: 50 });
  return Object.fromEntries([...files].map(([naam, inhoud]) => [naam, Buffer.from(inhoud).toString('utf8')]));
}

/** The objects of an archive, by file. */
export function objecten(zip: Uint8Array): Record<string, Record<string, unknown>[]> {
  return Object.fromEntries(Object.entries(teksten(zip)).map(([naam, tekst]) => [naam, JSON.parse(tekst)]));
}

/** An archive with its ids made equal: each is named after what has it, and lists of addresses stand in that order. */
export function zonderIds(zip: Uint8Array): unknown {
  const files = objecten(zip);
  const namen = new Map<string, string>();
  for (const [naam, lijst] of Object.entries(files)) {
    for (const object of lijst) {
      const { url, zaaktype: _ouder, catalogus: _top, ...rest } = object;
      const eigen = JSON.stringify(rest).replaceAll(/[0-9a-f-]{36}/g, '');
      const ouder = namen.get(String(object['zaaktype'])) ?? '';
      namen.set(String(url), `${naam}:${eigen}:${ouder}`);
    }
  }
  const equal = (value: unknown): unknown => {
    if (typeof value === 'string') return namen.get(value) ?? value;
    if (Array.isArray(value)) {
      const items = value.map(equal);
      return items.every((one) => typeof one === 'string') ? items.sort() : items;
    }
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, equal(one)]));
  };
  return Object.fromEntries(
    Object.entries(files).map(([naam, lijst]) => [naam, lijst.map((o) => JSON.stringify(equal(o))).sort()]),
  );
}
