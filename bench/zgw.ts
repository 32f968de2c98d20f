/**
 * The registers at size: lists under rights, one zaak, making zaken, and the question of a citizen. The client has rights
 * on 95 of 100 zaaktypen up to a maximum vertrouwelijkheid. Without worker, so that the CPU time is of these requests.
 */
import { availableParallelism } from 'node:os';
import type { Api } from './hulp/api.ts';
import { duur, getal } from './hulp/cijfers.ts';
import { LEZER } from './hulp/product.ts';
import { burgersVan, type Register, vulRegister } from './hulp/register.ts';
import { hoogstens, minstens, type Regel, terInfo } from './hulp/tabel.ts';
import type { Werkplaats } from './hulp/werkplaats.ts';
import { type Uitslag, type Verzoek, wrk } from './hulp/wrk.ts';
import { type Zaaktype, zaaiCatalogus, zaaiZaaktype } from './hulp/zaaien.ts';

const ZAAKTYPEN = 100;
const MET_RECHT = 95;
const HOOGSTENS = 'vertrouwelijk';
const KLEIN = 10_000;
const PER_PAGINA = 100;
const OPWARMEN_S = 3;
const MEET_S = 8;
const ZAKEN = '/zaken/api/v1/zaken';

/** What is asked, over how many connections, and what is aimed at: a p50 and p95 in ms, or so many per second. */
interface Vraag {
  readonly naam: string;
  readonly verbindingen: number;
  readonly verzoeken: readonly Verzoek[];
  readonly p50?: number;
  readonly p95?: number;
  readonly perSeconde?: number;
}

export async function meetZgw(w: Werkplaats): Promise<readonly Regel[]> {
  const { product, databases, opties } = w;
  const database = await databases.maak('zgw');
  const zaakbode = await product.startZaakbode({ database, rollen: 'web' });
  const api = await w.api();
  w.meld(`zgw: ${ZAAKTYPEN} zaaktypen ...`);
  const typen = await zaaiTypen(api, product.rsin);
  const register: Register = { database, typen, rsin: product.rsin, omvang: opties.zaken };
  await geefRechten(api, typen);
  const token = await product.token(LEZER);

  async function meet({ verzoeken, verbindingen }: Vraag): Promise<Uitslag & { readonly kosten: string }> {
    const load = (seconden: number) =>
      wrk({ base: product.zaakbode, token, verzoeken, verbindingen, seconden }, w.map, w.signal);
    await load(OPWARMEN_S);
    const before = { server: zaakbode.cpu(), databases: databases.cpu() };
    const uitslag = await load(MEET_S);
    const each = (micros: number): string => getal(micros / uitslag.aantal);
    const kosten = `CPU per verzoek: server ${each(zaakbode.cpu() - before.server)} µs, PostgreSQL ${each(databases.cpu() - before.databases)} µs`;
    return { ...uitslag, kosten };
  }

  w.meld(`zgw: een register van ${getal(KLEIN)} zaken ...`);
  await vulRegister(w, register, 0, KLEIN);
  const klein = await meet(lijst(await zichtVan(w, register)));
  w.meld(`zgw: een register van ${getal(opties.zaken)} zaken ...`);
  const tempo = await vulRegister(w, register, KLEIN, opties.zaken);
  const regels: Regel[] = [minstens('zgw: zaken zaaien, per s', tempo, 5_000, getal)];
  const aantal = (await api.get<{ count: number }>(`${ZAKEN}?pageSize=1`)).count;
  if (aantal !== opties.zaken) throw new Error(`Het register telt ${aantal} zaken in plaats van ${opties.zaken}.`);

  for (const vraag of vragen(register, await zichtVan(w, register))) {
    w.meld(`zgw: ${vraag.naam} ...`);
    const uitslag = await meet(vraag);
    const naam = `zgw, ${vraag.naam}`;
    if (vraag.p50) regels.push(hoogstens(`${naam}: p50`, uitslag.p50, vraag.p50, duur));
    if (vraag.p95) regels.push(hoogstens(`${naam}: p95`, uitslag.p95, vraag.p95, duur));
    if (vraag.perSeconde) regels.push(minstens(`${naam}: per s`, uitslag.perSeconde, vraag.perSeconde, getal));
    const wacht = `p50 ${duur(uitslag.p50)}, p95 ${duur(uitslag.p95)}, ${getal(uitslag.perSeconde)} per s`;
    regels.push(terInfo(naam, `${wacht}, ${uitslag.kosten}`));
    if (vraag.naam === LIJST) {
      const groei = `zgw: p50 van de lijst bij ${getal(opties.zaken)} zaken, gedeeld door die bij ${getal(KLEIN)}`;
      regels.push(hoogstens(groei, uitslag.p50 / klein.p50, 1.3, (x) => getal(x, 2)));
    }
  }
  regels.push(terInfo('zgw: de server en PostgreSQL delen met wrk de rekenkernen', String(availableParallelism())));
  await api.close();
  await zaakbode.stop();
  await databases.weg(database);
  return regels;
}

async function zaaiTypen(api: Api, rsin: string): Promise<readonly Zaaktype[]> {
  const catalogus = await zaaiCatalogus(api, rsin);
  const typen: Zaaktype[] = [];
  for (let i = 1; i <= ZAAKTYPEN; i++) typen.push(await zaaiZaaktype(api, catalogus, `BENCH-${i}`));
  return typen;
}

async function geefRechten(api: Api, typen: readonly Zaaktype[]): Promise<void> {
  await api.post('/autorisaties/api/v1/applicaties', {
    clientIds: [LEZER.clientId],
    label: 'Lezer van de bench',
    heeftAlleAutorisaties: false,
    autorisaties: [
      ...typen.slice(0, MET_RECHT).map(({ zaaktype }) => ({
        component: 'zrc',
        scopes: ['zaken.lezen', 'zaken.aanmaken'],
        zaaktype,
        maxVertrouwelijkheidaanduiding: HOOGSTENS,
      })),
      { component: 'ztc', scopes: ['catalogi.lezen'] },
    ],
  });
}

interface Zicht {
  /** Zaken that the client may see. */
  readonly aantal: number;
  /** Of some of them, from all of the years. */
  readonly ids: readonly string[];
}

async function zichtVan(w: Werkplaats, { database, typen }: Register): Promise<Zicht> {
  const rows = await w.databases.vraag<{ aantal: string; id: string }>(
    database,
    `select count(*) over () as aantal, id from zaken.zaak
     where zaaktype_id = any($1) and vertrouwelijkheidaanduiding <= $2 order by hashtext(id::text) limit 5000`,
    [typen.slice(0, MET_RECHT).map(({ zaaktype }) => zaaktype.slice(-36)), HOOGSTENS],
  );
  return { aantal: Number(rows[0]?.aantal ?? 0), ids: rows.map(({ id }) => id) };
}

const LIJST = 'lijst van 100 op rechten alleen, pagina 1 tot en met 100';

const get = (pad: string): Verzoek => ({ methode: 'GET', pad });
const reeks = (aantal: number): readonly number[] => Array.from({ length: aantal }, (_, i) => i);

/** The first hundred pages, or as many full ones as there are. */
function lijst({ aantal }: Zicht): Vraag {
  const verzoeken = reeks(Math.min(100, Math.floor(aantal / PER_PAGINA))).map((i) => get(`${ZAKEN}?page=${i + 1}`));
  return { naam: LIJST, verbindingen: 1, verzoeken, p50: 25, p95: 60 };
}

function vragen({ typen, omvang, rsin }: Register, zicht: Zicht): readonly Vraag[] {
  const burgers = burgersVan(omvang).slice(0, 1_000);
  const laatste = Math.min(5_000, Math.floor(zicht.aantal / PER_PAGINA));
  const jaarTerug = new Date(Date.now() - 365 * 86_400_000).toISOString().slice(0, 10);
  return [
    lijst(zicht),
    {
      naam: 'lijst van de zaken van een BSN (_zoek)',
      verbindingen: 1,
      verzoeken: burgers.map((bsn) => ({
        methode: 'POST',
        pad: `${ZAKEN}/_zoek`,
        body: { rol__betrokkeneIdentificatie__natuurlijkPersoon__inpBsn: bsn },
      })),
      p95: 15,
    },
    {
      naam: 'lijst van open zaken',
      verbindingen: 1,
      verzoeken: reeks(50).map((i) => get(`${ZAKEN}?einddatum__isnull=true&page=${i + 1}`)),
      p95: 15,
    },
    {
      naam: 'lijst met een filter op veel zaken (startdatum van het laatste jaar)',
      verbindingen: 1,
      verzoeken: reeks(20).map((i) => get(`${ZAKEN}?startdatum__gte=${jaarTerug}&page=${i + 1}`)),
      p95: 400,
    },
    {
      naam: `lijst, pagina ${getal(laatste)}`,
      verbindingen: 1,
      verzoeken: reeks(20).map((i) => get(`${ZAKEN}?page=${laatste - i}`)),
      p95: 400,
    },
    {
      naam: 'lijst van 100 met expand van status, statustype, zaaktype en rollen',
      verbindingen: 1,
      verzoeken: reeks(100).map((i) => get(`${ZAKEN}?expand=status,status.statustype,zaaktype,rollen&page=${i + 1}`)),
    },
    {
      naam: 'zaakbevraging, een burger met 20 zaken',
      verbindingen: 1,
      verzoeken: burgers.map((bsn) => ({
        methode: 'POST',
        pad: '/zaakbevraging/api/v1/zaken/_zoek',
        body: { identificatie: { soort: 'bsn', waarde: bsn } },
      })),
      p95: 10,
    },
    { naam: 'GET zaak', verbindingen: 16, verzoeken: zicht.ids.map((id) => get(`${ZAKEN}/${id}`)), perSeconde: 3_000 },
    {
      naam: 'POST zaak',
      verbindingen: 16,
      verzoeken: typen.slice(0, MET_RECHT).map(({ zaaktype }) => ({
        methode: 'POST',
        pad: ZAKEN,
        body: {
          bronorganisatie: rsin,
          verantwoordelijkeOrganisatie: rsin,
          zaaktype,
          startdatum: jaarTerug,
          omschrijving: 'Boom aan de Voorbeeldlaan',
        },
      })),
      perSeconde: 400,
    },
  ];
}
