/**
 * The page behind the link in a zaakbericht (L12), until MijnGemeente is there.
 *
 * It discloses nothing: it asks no register, it never repeats the address, and it is the same for a zaak that exists,
 * a zaak of somebody else and a zaak that never was.
 */
import type { FastifyPluginAsync } from 'fastify';
import { Alert, Heading, Paragraph, Shell, securePages, sendPage } from '../ui/index.ts';

export interface StandInOptions {
  /** The municipality's name without `Gemeente`. */
  readonly gemeente: string;
  readonly demo?: boolean;
}

/** `/mijnzaken/:uuid`. */
export function standIn(options: StandInOptions): FastifyPluginAsync {
  return async (app) => {
    securePages(app);
    app.get('/mijnzaken/:uuid', async (_request, reply) => sendPage(reply, <UwZaak {...options} />));
  };
}

function UwZaak({ gemeente, demo = false }: StandInOptions) {
  return (
    <Shell title="Uw zaak" gemeente={gemeente} part="MijnGemeente" home="/" demo={demo}>
      <Heading level={1}>Uw zaak</Heading>
      <Paragraph lead>Op deze pagina ziet u straks uw zaak in MijnGemeente, nadat u bent ingelogd.</Paragraph>
      <Alert kind="info" title="Inloggen kan nog niet">
        <Paragraph>
          Zolang u niet bent ingelogd, laten wij niets over een zaak zien. De status van uw zaak leest u in
          MijnOverheid, bij Lopende Zaken.
        </Paragraph>
      </Alert>
    </Shell>
  );
}
