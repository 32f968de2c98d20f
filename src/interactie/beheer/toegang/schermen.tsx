/** The pages at the door of /beheer: what went wrong with logging in, and what to do. */
import type { FastifyRequest } from 'fastify';
import type { ReactNode } from 'react';
import { Button, Heading, Link, Paragraph, Shell } from '../../ui/index.ts';
import { type BeheerOptions, referenceOf } from '../kader.tsx';

export const INLOGGEN = '/beheer/inloggen';
export const UITLOGGEN = '/beheer/uitloggen';
export const UITGELOGD = '/beheer/uitgelogd';

/** Log in and go to this path afterwards. */
export function hrefVanInloggen(terug: string): string {
  return `${INLOGGEN}?${new URLSearchParams({ terug }).toString()}`;
}

interface Props {
  readonly options: BeheerOptions;
  readonly title: string;
  readonly children: ReactNode;
}

/** The frame before the door: without the menu of what lies behind it. */
export function VoorDeDeur({ options, title, children }: Props) {
  return (
    <Shell
      title={title}
      gemeente={options.gemeente}
      part="Beheer"
      home="/"
      demo={options.demo ?? false}
      help="Lukt het niet om in te loggen? Vraag uw applicatiebeheerder om hulp."
    >
      <Heading level={1}>{title}</Heading>
      {children}
    </Shell>
  );
}

interface MetOptions {
  readonly options: BeheerOptions;
}

function Opnieuw({ terug = '/beheer', children }: { readonly terug?: string; readonly children: string }) {
  return (
    <Paragraph>
      <Link href={hrefVanInloggen(terug)}>{children}</Link>
    </Paragraph>
  );
}

export function Uitgelogd({ options, elders }: MetOptions & { readonly elders: string | null }) {
  return (
    <VoorDeDeur options={options} title="U bent uitgelogd">
      {elders === null ? (
        <Paragraph>Werkt u op een computer van iemand anders? Log dan ook uit bij uw organisatie.</Paragraph>
      ) : (
        <Paragraph>
          Wij loggen u nu ook uit bij uw organisatie. Gebeurt er niets? <Link href={elders}>Log daar dan zelf uit</Link>
          .
        </Paragraph>
      )}
      <Opnieuw>Opnieuw inloggen</Opnieuw>
    </VoorDeDeur>
  );
}

export function DienstWeg({ options, request }: MetOptions & { readonly request: FastifyRequest }) {
  return (
    <VoorDeDeur options={options} title="Inloggen kan nu niet">
      <Paragraph>
        De inlogdienst van uw organisatie geeft geen goed antwoord. Probeer het over een paar minuten opnieuw. Blijft
        dit zo? Vraag uw applicatiebeheerder om in het logbestand van Zaakbode te zoeken op {referenceOf(request)}.
      </Paragraph>
      <Opnieuw>Opnieuw proberen</Opnieuw>
    </VoorDeDeur>
  );
}

export function TeLaat({ options }: MetOptions) {
  return (
    <VoorDeDeur options={options} title="Het inloggen is niet afgemaakt">
      <Paragraph>
        Het duurde te lang, of u gebruikte een oude pagina. Ook kan het zijn dat uw browser cookies weigert. Begin
        opnieuw.
      </Paragraph>
      <Opnieuw>Opnieuw inloggen</Opnieuw>
    </VoorDeDeur>
  );
}

export function Afgebroken({ options }: MetOptions) {
  return (
    <VoorDeDeur options={options} title="U bent niet ingelogd">
      <Paragraph>Het inloggen is afgebroken, of uw organisatie laat u hier niet toe.</Paragraph>
      <Opnieuw>Opnieuw inloggen</Opnieuw>
    </VoorDeDeur>
  );
}

export function NietVertrouwd({ options, request }: MetOptions & { readonly request: FastifyRequest }) {
  return (
    <VoorDeDeur options={options} title="U bent niet ingelogd">
      <Paragraph>
        Wij kregen een antwoord van de inlogdienst dat niet klopt. Daarom hebben wij u niet ingelogd. Probeer het
        opnieuw. Gaat het weer mis? Geef dan {referenceOf(request)} door aan uw applicatiebeheerder.
      </Paragraph>
      <Opnieuw>Opnieuw inloggen</Opnieuw>
    </VoorDeDeur>
  );
}

export function GeenRol({ options, naam }: MetOptions & { readonly naam: string }) {
  return (
    <VoorDeDeur options={options} title="U heeft geen toegang tot Beheer">
      <Paragraph>
        U bent bij uw organisatie ingelogd als {naam}, maar u heeft geen rol in Zaakbode. Heeft u toegang nodig? Vraag
        uw applicatiebeheerder om de rol beheerder of lezer.
      </Paragraph>
      <Paragraph>Heeft u nog een ander account? Log dan eerst uit.</Paragraph>
      <form method="post" action={UITLOGGEN} className="zb-formulier">
        <Button kind="secondary">Uitloggen</Button>
      </form>
    </VoorDeDeur>
  );
}

export function AlleenLezen({ options, naam }: MetOptions & { readonly naam: string }) {
  return (
    <VoorDeDeur options={options} title="U mag dit niet veranderen">
      <Paragraph>
        U bent ingelogd als {naam}, met de rol lezer. Daarmee ziet u alles, maar u kunt niets veranderen. Er is niets
        gebeurd. Vraag een beheerder om dit te doen.
      </Paragraph>
      <Paragraph>
        <Link href="/beheer">Naar het overzicht</Link>
      </Paragraph>
    </VoorDeDeur>
  );
}

export function NietVastgelegd({ options, request }: MetOptions & { readonly request: FastifyRequest }) {
  return (
    <VoorDeDeur options={options} title="Er is niets veranderd">
      <Paragraph>
        Wij konden niet vastleggen wat u wilde doen. Daarom hebben wij het niet gedaan. Probeer het over een paar
        minuten opnieuw. Gaat het weer mis? Zoek dan in het logbestand van Zaakbode op {referenceOf(request)}.
      </Paragraph>
    </VoorDeDeur>
  );
}
