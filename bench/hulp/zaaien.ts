/** The stock of the bench: a catalogus and zaken with their statussen, made through the API like any client would. */
import type { Api } from './api.ts';
import { tegelijk } from './belasting.ts';
import { proefBsns } from './bsn.ts';
import { STATUSSEN } from './opties.ts';

export interface Zaaktype {
  readonly zaaktype: string;
  /** All tell the citizen, in order, the last left out. */
  readonly statustypen: readonly string[];
  /** The last, which closes the zaak. */
  readonly eindstatus: string;
  readonly resultaattype: string;
  readonly initiator: string;
}

export interface Zaak {
  readonly url: string;
  readonly uuid: string;
  readonly identificatie: string;
}

/** Connections of the client that sows; the product's pool has ten. */
export const ZAAIERS = 16;

const DAG_MS = 86_400_000;
const MINUUT_MS = 60_000;
const STAPPEN = ['Ontvangen', 'In behandeling', 'Advies gevraagd', 'Besluit genomen', 'Afgerond'] as const;

/** Gives the address of a catalogus to put zaaktypen in. */
export async function zaaiCatalogus(api: Api, rsin: string): Promise<string> {
  const catalogus = await api.post('/catalogi/api/v1/catalogussen', {
    domein: 'BENCH',
    rsin,
    naam: 'Catalogus van de bench',
    contactpersoonBeheerNaam: 'Functioneel beheer',
  });
  return catalogus.url;
}

/** A published zaaktype. */
export async function zaaiZaaktype(api: Api, catalogus: string, identificatie: string): Promise<Zaaktype> {
  const make = async (path: string, body: unknown): Promise<string> =>
    (await api.post(`/catalogi/api/v1/${path}`, body)).url;
  const lijsten = new URL('/referentielijsten/api/v1', catalogus).href;
  const zaaktype = await make('zaaktypen', {
    catalogus,
    identificatie,
    omschrijving: 'Kapvergunning',
    onderwerp: 'Een boom kappen in de eigen tuin',
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    doel: 'Een boom kappen in de eigen tuin',
    aanleiding: 'Verzoek van een inwoner',
    indicatieInternOfExtern: 'extern',
    handelingInitiator: 'Aanvragen',
    handelingBehandelaar: 'Behandelen',
    doorlooptijd: 'P8W',
    opschortingEnAanhoudingMogelijk: true,
    verlengingMogelijk: false,
    publicatieIndicatie: false,
    productenOfDiensten: [],
    referentieproces: { naam: 'Vergunning' },
    verantwoordelijke: 'Team Groen',
    besluittypen: [],
    gerelateerdeZaaktypen: [],
    beginGeldigheid: '2020-01-01',
  });
  const statustypen: string[] = [];
  for (const [index, omschrijving] of STAPPEN.entries()) {
    const statustekst = `Uw aanvraag is nu in de stap: ${omschrijving.toLowerCase()}.`;
    statustypen.push(
      await make('statustypen', { zaaktype, omschrijving, volgnummer: index + 1, informeren: true, statustekst }),
    );
  }
  const resultaattype = await make('resultaattypen', {
    zaaktype,
    omschrijving: 'Verleend',
    resultaattypeomschrijving: `${lijsten}/resultaattypeomschrijvingen/fb65d251-1518-4185-865f-b8bdcfad07b1`,
    selectielijstklasse: `${lijsten}/resultaten/e6e4fcf1-ee46-4d2f-b1e8-b5c0dada2545`,
    archiefnominatie: 'vernietigen',
    archiefactietermijn: 'P1Y',
    brondatumArchiefprocedure: { afleidingswijze: 'afgehandeld' },
  });
  const initiator = await make('roltypen', { zaaktype, omschrijving: 'Aanvrager', omschrijvingGeneriek: 'initiator' });
  await api.post(`${zaaktype}/publish`, {});
  return {
    zaaktype,
    statustypen: statustypen.slice(0, STATUSSEN),
    eindstatus: statustypen.at(-1)!,
    resultaattype,
    initiator,
  };
}

/** Zaken that started the day before yesterday, each with an initiator. */
export async function zaaiZaken(
  api: Api,
  type: Zaaktype,
  rsin: string,
  aantal: number,
  signal: AbortSignal,
): Promise<readonly Zaak[]> {
  const bsns = proefBsns(aantal);
  const zaken: Zaak[] = new Array(aantal);
  const startdatum = new Date(Date.now() - 2 * DAG_MS).toISOString().slice(0, 10);
  await tegelijk(aantal, ZAAIERS, signal, async (nummer) => {
    const zaak = await api.post<Zaak>('/zaken/api/v1/zaken', {
      bronorganisatie: rsin,
      verantwoordelijkeOrganisatie: rsin,
      zaaktype: type.zaaktype,
      omschrijving: `Boom ${nummer + 1} aan de Voorbeeldlaan`,
      startdatum,
    });
    await api.post('/zaken/api/v1/rollen', {
      zaak: zaak.url,
      roltype: type.initiator,
      betrokkeneType: 'natuurlijk_persoon',
      roltoelichting: 'Aanvrager',
      betrokkeneIdentificatie: { inpBsn: bsns[nummer] },
    });
    zaken[nummer] = { url: zaak.url, uuid: zaak.uuid, identificatie: zaak.identificatie };
  });
  return zaken;
}

/** Sets the statussen `van` up to `tot` (from 0) on every zaak: first the one on all of them, then the next. */
export async function zaaiStatussen(
  api: Api,
  type: Zaaktype,
  zaken: readonly Zaak[],
  [van, tot]: readonly [number, number],
  signal: AbortSignal,
): Promise<void> {
  const gisteren = Date.now() - DAG_MS;
  for (let stap = van; stap < tot; stap++) {
    const datumStatusGezet = new Date(gisteren + stap * MINUUT_MS).toISOString();
    await tegelijk(zaken.length, ZAAIERS, signal, async (nummer) => {
      await zetStatus(api, zaken[nummer]!, type.statustypen[stap]!, datumStatusGezet);
    });
  }
}

/** Sets one status and gives its uuid. */
export async function zetStatus(api: Api, zaak: Zaak, statustype: string, datumStatusGezet: string): Promise<string> {
  const { uuid } = await api.post('/zaken/api/v1/statussen', { zaak: zaak.url, statustype, datumStatusGezet });
  return uuid;
}
