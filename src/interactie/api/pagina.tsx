/**
 * `/api`: the APIs, where each is described, how to get in, and examples to try. Public: it says nothing that the
 * descriptions themselves do not. Addresses are full, so that they are right behind a gateway too.
 */
import type { FastifyPluginAsync } from 'fastify';
import { type Column, Command, Heading, Link, Paragraph, Shell, securePages, sendPage, Table } from '../ui/index.ts';

interface Api {
  readonly name: string;
  readonly title: string;
  readonly version: string;
  readonly root: string;
}

export interface ApiOptions {
  /** The municipality's name without `Gemeente`. */
  readonly gemeente: string;
  /** The canonical base of our addresses. */
  readonly base: string;
  readonly apis: readonly Api[];
  readonly demo?: boolean;
}

/** The page under `/api`. */
export function apiPages(options: ApiOptions): FastifyPluginAsync {
  return async (app) => {
    securePages(app);
    app.get('/api', async (_request, reply) => sendPage(reply, <Pagina {...options} />));
  };
}

/** What each API is for, in one sentence. */
const WAARVOOR: Readonly<Record<string, string>> = {
  catalogi: 'Soorten zaken, statussen en documenten: wat kan er voorkomen?',
  zaken: 'Zaken met hun statussen, resultaat en betrokkenen.',
  besluiten: 'Besluiten, in een zaak of daarbuiten.',
  documenten: 'Documenten en hun bestanden.',
  autorisaties: 'Welke applicatie mag wat?',
  notificaties: 'Een bericht krijgen als er iets verandert.',
  zaakbevraging: 'Alle zaken van één persoon of bedrijf, in één vraag.',
  digikoppeling: 'Berichten verzenden en ontvangen over Digikoppeling.',
  referentielijsten: 'De selectielijst en andere vaste lijsten. Hiervoor is geen token nodig.',
};

function Pagina({ gemeente, base, apis, demo = false }: ApiOptions) {
  return (
    <Shell
      title="API’s"
      gemeente={gemeente}
      part={null}
      home="/"
      demo={demo}
      {...(demo ? { crumbs: [{ label: 'Start', href: '/' }, { label: 'API’s' }] } : {})}
      help="Krijgt u een fout? In het antwoord staat een nummer, achter het woord instance. Geef dat door aan de beheerder. Die vindt daarmee uw verzoek terug."
    >
      <Heading level={1}>API’s</Heading>
      <Paragraph lead>
        Via een API werkt een ander systeem met de zaken van de gemeente. Hier leest u hoe u aansluit.
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Welke API’s zijn er?</Heading>
        <Paragraph>
          Per API staat klaar wat u kunt vragen en wat u terugkrijgt. Die beschrijving is een OpenAPI-bestand, als JSON
          en als YAML.
        </Paragraph>
        <Table caption="De API’s van Zaakbode" columns={columns(base)} rows={apis} rowKey={({ root }) => root} />
      </section>
      <section className="zb-blok">
        <Heading level={2}>Zo krijgt u een token</Heading>
        <Toegang demo={demo} />
      </section>
      <section className="zb-blok">
        <Heading level={2}>Voorbeelden</Heading>
        <Paragraph>
          {demo
            ? 'Deze opdrachten kunt u overnemen in een terminal.'
            : 'Zet eerst uw token in TOKEN. Daarna kunt u deze opdrachten overnemen in een terminal.'}{' '}
          De eerste vraagt om een lijst van zaken:
        </Paragraph>
        <Command>{lijst(base, demo)}</Command>
        <Paragraph>
          De tweede vraagt om alle zaken van één persoon. Het burgerservicenummer staat in de vraag zelf en niet in het
          adres, want adressen worden vaak bewaard.
        </Paragraph>
        <Command>{bevraging(base, demo)}</Command>
      </section>
    </Shell>
  );
}

function columns(base: string): readonly [Column<Api>, ...Column<Api>[]] {
  return [
    { name: 'Naam', cell: ({ title }) => title },
    { name: 'Versie', cell: ({ version }) => version },
    { name: 'Waarvoor', cell: ({ name }) => WAARVOOR[name] ?? null, roomy: true },
    {
      name: 'Beschrijving',
      cell: ({ title, root }) => (
        <>
          <Link href={`${base}${root}/openapi.json`}>{title} als JSON</Link>
          <br />
          <Link href={`${base}${root}/openapi.yaml`}>{title} als YAML</Link>
        </>
      ),
      roomy: true,
    },
  ];
}

function Toegang({ demo }: { readonly demo: boolean }) {
  if (demo) {
    return (
      <Paragraph>
        In deze demonstratie maakt de opdracht <code>npx zaakbode token</code> een token voor de client demo. Geef die
        opdracht in de map van Zaakbode. Het token geldt een uur, en u mag er alles mee. In het echt krijgt elke
        applicatie een eigen naam, een geheim en rechten.
      </Paragraph>
    );
  }
  return (
    <>
      <Paragraph>
        Vraag de beheerder van Zaakbode om een client id en een geheim, en om de rechten die uw applicatie nodig heeft.
        Maak daarmee zelf een JWT: ondertekend met HS256 en het geheim, met daarin client_id, iss (ook uw client id) en
        iat (het tijdstip van nu, in seconden). Zet in user_id en user_representation wie er in uw applicatie werkt.
      </Paragraph>
      <Paragraph>
        Een token geldt een uur. Stuur het bij elk verzoek mee in de header Authorization, na het woord Bearer.
      </Paragraph>
    </>
  );
}

const token = (demo: boolean): string => (demo ? '$(npx zaakbode token)' : '$TOKEN');

/** Both work in the demo as they stand; a test runs them. */
function lijst(base: string, demo: boolean): string {
  return `curl -H "Authorization: Bearer ${token(demo)}" \\
  -H 'Accept-Crs: EPSG:4326' \\
  '${base}/zaken/api/v1/zaken'`;
}

/** The person is one of the demonstration, who does not exist. */
function bevraging(base: string, demo: boolean): string {
  return `curl -H "Authorization: Bearer ${token(demo)}" \\
  -H 'Content-Type: application/json' \\
  -d '{"identificatie":{"soort":"bsn","waarde":"999993653"}}' \\
  '${base}/zaakbevraging/api/v1/zaken/_zoek'`;
}
