/** `/` in a demonstration: what there is to see, and what to know before looking. */
import type { FastifyPluginAsync } from 'fastify';
import { Alert, Heading, Paragraph, PlaceTiles, Shell, securePages, sendPage } from '../ui/index.ts';

export interface Verwijzing {
  readonly href: string;
  readonly titel: string;
  readonly uitleg: string;
}

export interface Mededeling {
  readonly soort: 'info' | 'warning';
  readonly titel: string;
  readonly tekst: string;
}

export interface DemoHomeOptions {
  /** The municipality's name without `Gemeente`. */
  readonly gemeente: string;
  readonly verwijzingen: readonly Verwijzing[];
  readonly mededelingen?: readonly Mededeling[];
}

/** The home page of a demonstration. */
export function demoHome(options: DemoHomeOptions): FastifyPluginAsync {
  return async (app) => {
    securePages(app);
    app.get('/', async (_request, reply) => sendPage(reply, <Home {...options} />));
  };
}

function Home({ gemeente, verwijzingen, mededelingen = [] }: DemoHomeOptions) {
  return (
    <Shell title="Zaakbode" gemeente={gemeente} part={null} home="/" demo>
      <Heading level={1}>Zaakbode</Heading>
      <Paragraph lead>
        Zaakbode houdt inwoners op de hoogte van hun zaken bij de gemeente. Bekijk hier hoe dat werkt.
      </Paragraph>
      {mededelingen.map(({ soort, titel, tekst }) => (
        <Alert key={titel} kind={soort} title={titel}>
          <Paragraph>{tekst}</Paragraph>
        </Alert>
      ))}
      <section className="zb-blok">
        <Heading level={2}>Waar wilt u kijken?</Heading>
        <PlaceTiles tiles={verwijzingen.map(({ href, titel, uitleg }) => ({ href, title: titel, text: uitleg }))} />
      </section>
    </Shell>
  );
}
