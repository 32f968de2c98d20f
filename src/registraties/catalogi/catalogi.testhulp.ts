/** Bodies and clients for the tests of the catalogus: one good body per resource, to be spoiled by the test. */
import {
  type Answer,
  BASE,
  OPEN_KLASSE,
  type Registers,
  RSIN,
  registers,
  TOEGEKEND,
  zaaktypeBody,
} from '../registers.testhulp.ts';
import { REFERENTIELIJSTEN, selectielijst } from './selectielijst/index.ts';

export const API = '/catalogi/api/v1';
export const LIJST = `${BASE}${REFERENTIELIJSTEN}`;

/** A resultaat of the Selectielijst 2020, by its full number, as an address. */
export function klasse(volledigNummer: string): string {
  return `${LIJST}/resultaten/${selectielijst().resultaat({ jaar: 2020, nummer: volledigNummer })!.uuid}`;
}

export function procestype(nummer: number): string {
  return `${LIJST}/procestypen/${selectielijst().procestype({ jaar: 2020, nummer })!.uuid}`;
}

/** Clients by what they may in the catalogus. */
export async function clients(r: Registers): Promise<void> {
  const ztc = (...scopes: string[]) => [{ component: 'ztc', scopes: scopes.map((s) => `catalogi.${s}`) }];
  await r.client('lezer', ztc('lezen'));
  await r.client('schrijver', ztc('lezen', 'schrijven'));
  await r.client('forceerder', ztc('lezen', 'schrijven', 'geforceerd-schrijven', 'geforceerd-verwijderen'));
  await r.client('zaakmaker', [{ component: 'zrc', scopes: ['zaken.lezen', 'zaken.aanmaken'] }]);
  await r.client('documentlezer', [{ component: 'drc', scopes: ['documenten.lezen'] }]);
  await r.client('vreemde', [{ component: 'zrc', scopes: ['zaken.aanmaken'] }]);
}

export const catalogusBody = (domein: string, extra: object = {}) => ({
  domein,
  rsin: RSIN,
  contactpersoonBeheerNaam: 'Team catalogus',
  ...extra,
});

export const informatieobjecttypeBody = (catalogus: string, extra: object = {}) => ({
  catalogus,
  omschrijving: 'Aanvraag',
  vertrouwelijkheidaanduiding: 'openbaar',
  beginGeldigheid: '2026-01-01',
  informatieobjectcategorie: 'Verzoek',
  ...extra,
});

export const besluittypeBody = (catalogus: string, extra: object = {}) => ({
  catalogus,
  omschrijving: 'Toekenning',
  publicatieIndicatie: false,
  informatieobjecttypen: [],
  beginGeldigheid: '2026-01-01',
  ...extra,
});

export const eigenschapBody = (zaaktype: string, extra: object = {}) => ({
  zaaktype,
  naam: 'kenteken',
  definitie: 'Het kenteken van de auto',
  specificatie: { formaat: 'tekst', lengte: '8', kardinaliteit: '1' },
  ...extra,
});

export const zaakobjecttypeBody = (zaaktype: string, extra: object = {}) => ({
  zaaktype,
  anderObjecttype: false,
  objecttype: 'https://elders.example/objecttypen/adres',
  relatieOmschrijving: 'Het adres van de aanvraag',
  ...extra,
});

export const statustypeBody = (zaaktype: string, volgnummer: number, extra: object = {}) => ({
  zaaktype,
  volgnummer,
  omschrijving: `Stap ${volgnummer}`,
  ...extra,
});

export const resultaattypeBody = (zaaktype: string, extra: object = {}) => ({
  zaaktype,
  omschrijving: 'Verleend',
  resultaattypeomschrijving: TOEGEKEND,
  selectielijstklasse: OPEN_KLASSE,
  archiefnominatie: 'vernietigen',
  archiefactietermijn: 'P1Y',
  brondatumArchiefprocedure: { afleidingswijze: 'afgehandeld' },
  ...extra,
});

export const roltypeBody = (zaaktype: string, extra: object = {}) => ({
  zaaktype,
  omschrijving: 'Aanvrager',
  omschrijvingGeneriek: 'initiator',
  ...extra,
});

export const ziotBody = (zaaktype: string, volgnummer: number, extra: object = {}) => ({
  zaaktype,
  volgnummer,
  informatieobjecttype: 'Aanvraag',
  richting: 'inkomend',
  ...extra,
});

/** The registers, with the clients of the catalogus and what they do. */
export async function beginnen(options: Parameters<typeof registers>[0] = {}): Promise<{ r: Registers; d: Doen }> {
  const r = await registers(options);
  await clients(r);
  return { r, d: doen(r) };
}

/** Everything that a test of the catalogus does, as the client `schrijver` unless said. */
export interface Doen {
  post(path: string, body: object, as?: string): Promise<Answer>;
  /** POST that must go well; gives the address. */
  maak(path: string, body: object): Promise<string>;
  /** A catalogus of its own. */
  catalogus(): Promise<string>;
  /** A concept zaaktype with a name of its own; `compleet` gives it what publishing asks. */
  zaaktype(catalogus: string, extra?: object, compleet?: boolean): Promise<string>;
  publiceer(url: string, as?: string): Promise<Answer>;
}

export function doen(r: Registers): Doen {
  let teller = 0;
  const it: Doen = {
    post: (path, body, as = 'schrijver') => r.send('POST', `${API}/${path}`, body, { as }),
    async maak(path, body) {
      const { status, body: made } = await it.post(path, body);
      if (status !== 201) throw new Error(`${path}: ${JSON.stringify(made)}`);
      return made.url;
    },
    catalogus: () => it.maak('catalogussen', catalogusBody(`Z${letters(teller++)}`)),
    async zaaktype(catalogus, extra = {}, compleet = true) {
      const url = await it.maak('zaaktypen', zaaktypeBody(catalogus, { identificatie: `ZT-${teller++}`, ...extra }));
      if (compleet) {
        await it.maak('roltypen', roltypeBody(url));
        await it.maak('resultaattypen', resultaattypeBody(url));
        for (const nummer of [1, 2]) await it.maak('statustypen', statustypeBody(url, nummer));
      }
      return url;
    },
    publiceer: (url, as = 'schrijver') => r.send('POST', `${url}/publish`, undefined, { as }),
  };
  return it;
}

function letters(n: number): string {
  return String.fromCharCode(65 + (Math.floor(n / 676) % 26), 65 + (Math.floor(n / 26) % 26), 65 + (n % 26));
}

/** The faults of an answer as `name:code`. */
export function codes({ body }: Answer): string[] | undefined {
  return body?.invalidParams?.map((p: { name: string; code: string }) => `${p.name}:${p.code}`);
}
