/** `/beheer/lopende-zaken/inrichting`: what holds now, block by block, each with its form; below it who changed what and when. */
import type { FastifyRequest } from 'fastify';
import type { ReactNode } from 'react';
import {
  Alert,
  count,
  DataList,
  EmptyState,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  Table,
  Time,
} from '../../../ui/index.ts';
import type { Antwoord } from '../../antwoord.ts';
import type { Inrichting, InrichtingVersie } from '../../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../../kader.tsx';
import { INRICHTING, PLANNING, STATUSSEN, STROMEN } from '../adres.ts';
import { type Afloopmelding, Melding } from '../afloop.tsx';
import { type Deel, type Regel, regelsVan } from './woorden.ts';

export const ONTVANGERS = `${INRICHTING}/ontvangers`;
export const BERICHTEN_VORM = `${INRICHTING}/berichten`;
export const hrefVanVersie = (versie: number): string => `${INRICHTING}/versies/${versie}`;

/** What was stored, by the word in the flits. */
const VANAF = 'Zij gelden vanaf de volgende status die wordt gezet.';
export const BEWAARD = {
  ontvangers: { kind: 'ok', title: 'De ontvangers zijn bewaard', text: VANAF },
  berichten: { kind: 'ok', title: 'De keuzes over berichten zijn bewaard', text: VANAF },
  teruggezet: { kind: 'ok', title: 'De oude versie geldt weer', text: 'Zij is bewaard als een nieuwe versie.' },
} as const satisfies Readonly<Record<string, Afloopmelding>>;
export type Bewaard = keyof typeof BEWAARD;

/** Of the history at once; the rest comes when it is asked for. */
const KORT = 20;

export async function overzicht(
  request: FastifyRequest,
  options: BeheerOptions,
  bewaard: Bewaard | null,
): Promise<Antwoord> {
  const { inrichtingen } = options.lopendeZaken;
  const [nu, geschiedenis] = await Promise.all([
    load(request, options, () => inrichtingen.actueel()),
    load(request, options, () => inrichtingen.geschiedenis()),
  ]);
  const alle = (request.query as Record<string, unknown>)['versies'] === 'alle';
  return {
    status: nu.ok || geschiedenis.ok ? 200 : 503,
    page: (
      <Kader options={options} title="Inrichting" current={INRICHTING}>
        <Melding afloop={bewaard === null ? null : BEWAARD[bewaard]} />
        <Heading level={1}>Inrichting</Heading>
        <Paragraph lead>Hier ziet u hoe Lopende Zaken is ingericht, en wie wat wanneer heeft veranderd.</Paragraph>
        {nu.ok ? (
          <Nu inrichting={nu.value} />
        ) : (
          <>
            <Heading level={2}>Wat nu geldt</Heading>
            <FailedBlock what="de inrichting" reference={referenceOf(request)} />
          </>
        )}
        <section className="zb-blok" id="geschiedenis">
          <Heading level={2}>Geschiedenis</Heading>
          {geschiedenis.ok ? (
            <Geschiedenis versies={geschiedenis.value} alle={alle} />
          ) : (
            <FailedBlock what="de geschiedenis" reference={referenceOf(request)} />
          )}
        </section>
        <Bijgewerkt at={options.clock.now()} />
      </Kader>
    ),
  };
}

export const factsOf = (regels: readonly Regel[], deel: Deel) =>
  regels.filter((regel) => regel.deel === deel).map(({ naam, waarde }) => ({ name: naam, value: waarde }));

function Nu({ inrichting }: { readonly inrichting: Inrichting }) {
  const regels = regelsVan(inrichting);
  const eigen = Object.keys(inrichting.zaaktypen).length;
  return (
    <>
      {inrichting.authentiek.length > 0 ? null : (
        <GeenBron>
          <Link href={ONTVANGERS}>Kies een bron</Link>.
        </GeenBron>
      )}
      <Blok regels={regels} deel="Ontvangers">
        <Link href={ONTVANGERS}>Wijzig wie bericht krijgt</Link>
      </Blok>
      <Blok regels={regels} deel="Berichten">
        <Link href={BERICHTEN_VORM}>Wijzig wat er in berichten staat</Link>
      </Blok>
      <Blok regels={regels} deel="Stromen">
        <Link href={STROMEN}>Wijzig de stromen</Link> of <Link href={PLANNING}>wijzig wanneer berichten weggaan</Link>
      </Blok>
      <section className="zb-blok">
        <Heading level={2}>Statussen</Heading>
        <Paragraph>
          {eigen === 0
            ? 'Welke statussen gaan, en met welke tekst, is zoals de catalogus het zegt.'
            : `Bij ${count(eigen, 'zaaktype', 'zaaktypen')} wijkt Beheer af van de catalogus.`}
        </Paragraph>
        <Paragraph>
          <Link href={STATUSSEN}>Wijzig welke statussen gaan</Link>
        </Paragraph>
      </section>
    </>
  );
}

interface BlokProps {
  readonly regels: readonly Regel[];
  readonly deel: Deel;
  readonly children: ReactNode;
}

function Blok({ regels, deel, children }: BlokProps) {
  return (
    <section className="zb-blok">
      <Heading level={2}>{deel}</Heading>
      <DataList facts={factsOf(regels, deel)} />
      <Paragraph>{children}</Paragraph>
    </section>
  );
}

/** L5: without a source no BSN is authentic. */
export function GeenBron({ children }: { readonly children: ReactNode }) {
  return (
    <Alert kind="warning" title="Er gaat niets naar MijnOverheid">
      <Paragraph>
        Er is geen bron die zegt dat een BSN klopt. Elk zaakbericht eindigt daarom als ‘BSN niet authentiek’, en gaat
        ook later niet alsnog. {children}
      </Paragraph>
    </Alert>
  );
}

interface GeschiedenisProps {
  readonly versies: readonly InrichtingVersie[];
  readonly alle: boolean;
}

function Geschiedenis({ versies, alle }: GeschiedenisProps) {
  if (versies.length === 0)
    return <EmptyState>Er is nog niets veranderd. Alles is zoals de instellingen van het begin het zeggen.</EmptyState>;
  const getoond = alle ? versies : versies.slice(0, KORT);
  return (
    <>
      <Table
        caption="Versies van de inrichting, de nieuwste bovenaan"
        columns={[
          { name: 'Versie', cell: ({ versie }) => <Link href={hrefVanVersie(versie)}>Versie {versie}</Link> },
          { name: 'Wanneer', cell: ({ sinds }) => <Time at={sinds} /> },
          { name: 'Wie', cell: ({ wie }) => wie },
          { name: 'Waarom', cell: ({ reden }) => reden, roomy: true },
        ]}
        rows={getoond}
        rowKey={({ versie }) => String(versie)}
      />
      {getoond.length === versies.length ? null : (
        <Paragraph>
          Dit zijn de laatste {KORT}. <Link href={`${INRICHTING}?versies=alle#geschiedenis`}>Toon alle versies</Link>
        </Paragraph>
      )}
    </>
  );
}
