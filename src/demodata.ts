/** The demo municipality: its own fictional catalogus and zaken, made through the public API like any client would. */
import { DEMO_RSIN } from './demoverbinding.ts';
import { signZgwJwt } from './platform/identity/index.ts';
import type { ClientSetting } from './registraties/autorisaties/index.ts';

/** A client of the ZGW APIs, for the demo, the seed and the bench. */
export interface ZgwClient {
  /** Sends JSON and gives the parsed answer; throws what went wrong when the status is not 2xx. */
  post<T = { url: string; uuid: string }>(path: string, body: unknown): Promise<T>;
  get<T>(path: string): Promise<T>;
}

export async function zgwToken(client: ClientSetting, wie = 'Demonstratie', now = new Date()): Promise<string> {
  return await signZgwJwt({ ...client, userId: 'demo', userName: wie, issuedAt: now });
}

export async function zgwClient(base: string, client: ClientSetting): Promise<ZgwClient> {
  const token = await zgwToken(client);
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const answer = await fetch(path.startsWith('http') ? path : `${base}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        'accept-crs': 'EPSG:4326',
        ...(body !== undefined && { 'content-type': 'application/json', 'content-crs': 'EPSG:4326' }),
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`${method} ${new URL(path, base).pathname} gaf ${answer.status}: ${text}`);
    return JSON.parse(text);
  };
  return {
    post: async <T>(path: string, body: unknown) => (await send('POST', path, body)) as T,
    get: async <T>(path: string) => (await send('GET', path)) as T,
  };
}

/** A zaaktype that can be used, with the addresses of what hangs off it. */
export interface DemoZaaktype {
  readonly zaaktype: string;
  readonly statustypen: readonly string[];
  readonly resultaattype: string;
  readonly initiator: string;
  /** Informatieobjecttype of its letters. */
  readonly brief: string;
}

/** A zaaktype as it is to be made. */
export interface Beschrijving {
  readonly identificatie: string;
  readonly omschrijving: string;
  readonly onderwerp: string;
  /** Name, text for the citizen (null: he is not told). */
  readonly statussen: readonly (readonly [string, string | null])[];
  readonly resultaat: string;
}

const ZAAKTYPEN: readonly Beschrijving[] = [
  {
    identificatie: 'PARKEREN',
    omschrijving: 'Bewonersvergunning parkeren',
    onderwerp: 'Parkeren in de eigen straat',
    statussen: [
      ['Ontvangen', 'Wij hebben uw aanvraag ontvangen. U krijgt binnen 8 weken een besluit.'],
      ['In behandeling', 'Wij bekijken uw aanvraag.'],
      ['Wacht op advies', null],
      ['Besluit genomen', 'Wij hebben een besluit genomen over uw aanvraag.'],
    ],
    resultaat: 'Verleend',
  },
  {
    identificatie: 'MELDING',
    omschrijving: 'Melding openbare ruimte',
    onderwerp: 'Iets is kapot of vuil op straat',
    statussen: [
      ['Gemeld', 'Bedankt voor uw melding. Wij gaan ermee aan de slag.'],
      ['Ingepland', 'Wij hebben het werk ingepland.'],
      ['Opgelost', 'Wij hebben het probleem opgelost.'],
    ],
    resultaat: 'Afgehandeld',
  },
];

/** Makes the catalogus of the demo, or one with these zaaktypen; gives them by identificatie. */
export async function maakCatalogus(api: ZgwClient, zaaktypen = ZAAKTYPEN): Promise<ReadonlyMap<string, DemoZaaktype>> {
  const catalogus = await api.post('/catalogi/api/v1/catalogussen', {
    domein: 'DEMO',
    rsin: DEMO_RSIN,
    naam: 'Catalogus van Demodam',
    contactpersoonBeheerNaam: 'Functioneel beheer',
  });
  const brief = await api.post('/catalogi/api/v1/informatieobjecttypen', {
    catalogus: catalogus.url,
    omschrijving: 'Brief',
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    beginGeldigheid: '2020-01-01',
    informatieobjectcategorie: 'brief',
  });
  await api.post(`${brief.url}/publish`, {});
  const made = new Map<string, DemoZaaktype>();
  for (const beschrijving of zaaktypen)
    made.set(beschrijving.identificatie, await maakZaaktype(api, catalogus.url, brief.url, beschrijving));
  return made;
}

/** Root of the reference lists that are part of the program, beside the catalogus at this address. */
function lijsten(catalogus: string): string {
  return new URL('/referentielijsten/api/v1', catalogus).href;
}

async function maakZaaktype(api: ZgwClient, catalogus: string, brief: string, b: Beschrijving): Promise<DemoZaaktype> {
  const make = async (path: string, body: unknown): Promise<string> =>
    (await api.post(`/catalogi/api/v1/${path}`, body)).url;
  const zaaktype = await make('zaaktypen', {
    catalogus,
    identificatie: b.identificatie,
    omschrijving: b.omschrijving,
    onderwerp: b.onderwerp,
    vertrouwelijkheidaanduiding: 'zaakvertrouwelijk',
    doel: b.onderwerp,
    aanleiding: 'Verzoek van een inwoner',
    indicatieInternOfExtern: 'extern',
    handelingInitiator: 'Aanvragen',
    handelingBehandelaar: 'Behandelen',
    doorlooptijd: 'P8W',
    opschortingEnAanhoudingMogelijk: true,
    verlengingMogelijk: false,
    publicatieIndicatie: false,
    productenOfDiensten: [],
    referentieproces: { naam: b.omschrijving },
    verantwoordelijke: 'Team Inwoners',
    besluittypen: [],
    gerelateerdeZaaktypen: [],
    beginGeldigheid: '2020-01-01',
  });
  const statustypen: string[] = [];
  for (const [index, [omschrijving, statustekst]] of b.statussen.entries()) {
    statustypen.push(
      await make('statustypen', {
        zaaktype,
        omschrijving,
        volgnummer: index + 1,
        informeren: statustekst !== null,
        statustekst: statustekst ?? '',
      }),
    );
  }
  const resultaattype = await make('resultaattypen', {
    zaaktype,
    omschrijving: b.resultaat,
    resultaattypeomschrijving: `${lijsten(catalogus)}/resultaattypeomschrijvingen/fb65d251-1518-4185-865f-b8bdcfad07b1`,
    // 5.1.3 of 2020: Geleverd.
    selectielijstklasse: `${lijsten(catalogus)}/resultaten/e6e4fcf1-ee46-4d2f-b1e8-b5c0dada2545`,
    archiefnominatie: 'vernietigen',
    archiefactietermijn: 'P1Y',
    brondatumArchiefprocedure: { afleidingswijze: 'afgehandeld' },
  });
  const initiator = await make('roltypen', { zaaktype, omschrijving: 'Aanvrager', omschrijvingGeneriek: 'initiator' });
  await make('zaaktype-informatieobjecttypen', {
    zaaktype,
    informatieobjecttype: brief,
    volgnummer: 1,
    richting: 'uitgaand',
  });
  await api.post(`${zaaktype}/publish`, {});
  return { zaaktype, statustypen, resultaattype, initiator, brief };
}

/** A zaak of somebody. `startdatum` as `YYYY-MM-DD`. */
export async function maakZaak(
  api: ZgwClient,
  type: Pick<DemoZaaktype, 'zaaktype' | 'initiator'>,
  bsn: string,
  omschrijving: string,
  startdatum: string,
): Promise<{ readonly url: string; readonly uuid: string; readonly identificatie: string }> {
  const zaak = await api.post<{ url: string; uuid: string; identificatie: string }>('/zaken/api/v1/zaken', {
    bronorganisatie: DEMO_RSIN,
    verantwoordelijkeOrganisatie: DEMO_RSIN,
    zaaktype: type.zaaktype,
    omschrijving,
    startdatum,
  });
  await api.post('/zaken/api/v1/rollen', {
    zaak: zaak.url,
    roltype: type.initiator,
    betrokkeneType: 'natuurlijk_persoon',
    roltoelichting: 'Aanvrager',
    betrokkeneIdentificatie: { inpBsn: bsn },
  });
  return zaak;
}

export async function zetStatus(
  api: ZgwClient,
  zaak: string,
  statustype: string,
  moment: Date,
): Promise<{ url: string; uuid: string }> {
  return await api.post('/zaken/api/v1/statussen', { zaak, statustype, datumStatusGezet: moment.toISOString() });
}

export async function zetResultaat(api: ZgwClient, zaak: string, type: DemoZaaktype): Promise<void> {
  await api.post('/zaken/api/v1/resultaten', { zaak, resultaattype: type.resultaattype });
}

/** A letter in a zaak, that the initiator may read. */
export async function voegBriefToe(
  api: ZgwClient,
  zaak: string,
  type: DemoZaaktype,
  { titel, tekst, datum }: { readonly titel: string; readonly tekst: string; readonly datum: string },
): Promise<string> {
  const inhoud = Buffer.from(tekst);
  const document = await api.post('/documenten/api/v1/enkelvoudiginformatieobjecten', {
    bronorganisatie: DEMO_RSIN,
    creatiedatum: datum,
    titel,
    auteur: 'Team Inwoners',
    taal: 'nld',
    status: 'definitief',
    formaat: 'text/plain',
    bestandsnaam: `${titel}.txt`,
    inhoud: inhoud.toString('base64'),
    bestandsomvang: inhoud.length,
    tonenAanInitiator: true,
    indicatieGebruiksrecht: false,
    informatieobjecttype: type.brief,
  });
  await api.post('/zaken/api/v1/zaakinformatieobjecten', { zaak, informatieobject: document.url, titel });
  return document.url;
}

const DAG_MS = 86_400_000;

/**
 * Zaken in every state that an operator should know. BSNs are those of the simulator's fictional people. `afnemer`: where
 * the simulator takes notifications.
 */
export async function vulDemo(api: ZgwClient, now: Date, afnemer: string | null = null): Promise<void> {
  if (afnemer !== null)
    await api.post('/notificaties/api/v1/abonnement', {
      callbackUrl: afnemer,
      auth: 'Bearer demo-afnemer',
      kanalen: [{ naam: 'zaken', filters: {} }],
    });
  const typen = await maakCatalogus(api);
  const parkeren = typen.get('PARKEREN')!;
  const melding = typen.get('MELDING')!;
  const dag = (terug: number): Date => new Date(now.getTime() - terug * DAG_MS);
  const datum = (terug: number): string => dag(terug).toISOString().slice(0, 10);
  const zaak = async (
    type: DemoZaaktype,
    bsn: string,
    omschrijving: string,
    statussen: readonly number[],
    klaar = false,
  ) => {
    const begin = statussen.length * 3 + 1;
    const made = await maakZaak(api, type, bsn, omschrijving, datum(begin + 1));
    await voegBriefToe(api, made.url, type, {
      titel: 'Bevestiging van ontvangst',
      tekst: `Wij hebben uw bericht ontvangen: ${omschrijving}.\n`,
      datum: datum(begin),
    });
    for (const [index, nummer] of statussen.entries()) {
      if (klaar && index === statussen.length - 1) await zetResultaat(api, made.url, type);
      await zetStatus(api, made.url, type.statustypen[nummer]!, dag(begin - index * 3));
    }
  };
  await zaak(parkeren, '999993653', 'Parkeren aan de Voorbeeldkade', [0, 1, 2, 3], true);
  await zaak(melding, '999993653', 'Losse stoeptegel bij de bushalte', [0, 1]);
  await zaak(parkeren, '999990019', 'Parkeren in de Demostraat', [0, 1]);
  await zaak(melding, '999990202', 'Lantaarnpaal brandt niet', [0]);
  await zaak(melding, '999990135', 'Volle container op het plein', [0, 1, 2], true);
  await zaak(parkeren, '123456780', 'Parkeren, met een verkeerd overgenomen nummer', [0]);
}
