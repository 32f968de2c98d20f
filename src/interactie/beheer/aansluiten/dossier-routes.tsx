/** The routes of the connection record: data, contact persons, planning; and the marks by which omgevingen are kept apart. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { type Contact, type Dossier, leesDag, MIJLPAAL_NAMEN, ROL_NAMEN } from '../bron.ts';
import { type AansluitOptions, type Getoond, maakBediening, PAD, veld } from './bediening.tsx';
import type { PaginaProps } from './formulier.tsx';
import { Contacten, type DossierProps, Gegevens, Planning } from './gegevens.tsx';
import { KenmerkenPagina } from './kenmerken.tsx';
import { AANSLUITEN } from './woorden.ts';

interface Formulier {
  readonly pad: string;
  /** As the history of the record calls it. */
  readonly wat: string;
  readonly lees: (request: FastifyRequest) => Partial<Dossier>;
  readonly pagina: (props: DossierProps) => ReactElement;
}

const een = <T extends string>(tekst: string, uit: readonly T[]): T | '' => uit.find((one) => one === tekst) ?? '';

export function mountDossier(deel: FastifyInstance, options: AansluitOptions): void {
  const { aansluiten } = options;
  const { omgeving, installatie } = aansluiten;
  const { toon, doe, pagina, wie } = maakBediening(options);

  const formulieren: readonly Formulier[] = [
    {
      pad: 'gegevens',
      wat: 'Gegevens van de aansluiting',
      lees: leesGegevens,
      pagina: (props) => <Gegevens {...props} installatie={installatie} />,
    },
    {
      pad: 'contacten',
      wat: 'Contactpersonen',
      lees: leesContacten,
      pagina: (props) => <Contacten {...props} />,
    },
    {
      pad: 'planning',
      wat: 'Planning',
      lees: leesPlanning,
      pagina: (props) => <Planning {...props} />,
    },
  ];
  for (const { pad, wat, lees, pagina: toonFormulier } of formulieren) {
    const formulier = async (props: PaginaProps, getypt: Partial<Dossier> = {}): Promise<Getoond> => {
      const stand = await aansluiten.dossier(omgeving);
      return { page: toonFormulier({ ...props, stand, dossier: { ...stand.dossier, ...getypt } }) };
    };
    deel.get(`${PAD}/${pad}`, (request, reply) => toon(request, reply, () => formulier(pagina(request))));
    deel.post(`${PAD}/${pad}`, (request, reply) => {
      const getypt = lees(request);
      return doe(request, reply, {
        werk: () => aansluiten.wijzigDossier(omgeving, getypt, wat, wie(request)),
        naar: `${AANSLUITEN}/${pad}?gedaan=bewaard`,
        opnieuw: (props) => formulier(props, getypt),
      });
    });
  }

  const kenmerken = async (props: PaginaProps, getypt = ''): Promise<Getoond> => {
    const tekst = JSON.stringify(await aansluiten.kenmerken(), null, 2);
    const { overlap } = await aansluiten.feiten();
    return { page: <KenmerkenPagina {...props} omgeving={omgeving} tekst={tekst} overlap={overlap} getypt={getypt} /> };
  };
  deel.get(`${PAD}/kenmerken`, (request, reply) => toon(request, reply, () => kenmerken(pagina(request))));
  deel.post(`${PAD}/kenmerken`, (request, reply) => {
    const getypt = veld(request, 'kenmerken');
    return doe(request, reply, {
      werk: () => aansluiten.leesKenmerken(getypt, wie(request)),
      naar: `${AANSLUITEN}/kenmerken?gedaan=bewaard`,
      opnieuw: (props) => kenmerken(props, getypt),
    });
  });
}

function leesGegevens(request: FastifyRequest): Partial<Dossier> {
  return {
    soort: een(veld(request, 'soort'), ['overheid', 'leverancier']),
    verbinding: een(veld(request, 'verbinding'), ['internet', 'diginetwerk']),
    domeinnamen: veld(request, 'domeinnamen')
      .split(/[\s,]+/)
      .filter((naam) => naam !== ''),
    afzenderId: veld(request, 'afzenderId'),
    serviceId: veld(request, 'serviceId'),
    endpointLogius: veld(request, 'endpointLogius'),
    xsd: veld(request, 'xsd'),
  };
}

function leesContacten(request: FastifyRequest): Partial<Dossier> {
  const contact = (rol: string): Contact => ({
    naam: veld(request, `${rol}-naam`),
    telefoon: veld(request, `${rol}-telefoon`),
    mail: veld(request, `${rol}-mail`),
  });
  const ingevuld = ROL_NAMEN.map((rol) => [rol, contact(rol)] as const).filter(
    ([, { naam, telefoon, mail }]) => `${naam}${telefoon}${mail}` !== '',
  );
  return { contacten: Object.fromEntries(ingevuld) };
}

function leesPlanning(request: FastifyRequest): Partial<Dossier> {
  const dag = (getypt: string): string => leesDag(getypt) ?? getypt;
  return {
    planning: Object.fromEntries(MIJLPAAL_NAMEN.map((naam) => [naam, dag(veld(request, `planning-${naam}`))])),
  };
}
