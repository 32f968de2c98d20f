/** `/beheer/lopende-zaken/inrichting/versies/:nr`: what one version changed, and all that held under it. */
import type { FastifyRequest } from 'fastify';
import { DataList, EmptyState, FailedBlock, Heading, Link, Paragraph, Table, Time } from '../../../ui/index.ts';
import type { Antwoord } from '../../antwoord.ts';
import type { Inrichting, OudeInrichting } from '../../bron.ts';
import { type BeheerOptions, Kader, load, NotFound, referenceOf } from '../../kader.tsx';
import { INRICHTING } from '../adres.ts';
import { factsOf, hrefVanVersie } from './overzicht.tsx';
import { DELEN, regelsVan, verschillen } from './woorden.ts';

const ABOVE = [{ label: 'Inrichting', href: INRICHTING }] as const;

/** 404 when there is no such version. */
export async function versiePagina(request: FastifyRequest, options: BeheerOptions, nr: string): Promise<Antwoord> {
  const { inrichtingen } = options.lopendeZaken;
  const versie = /^\d{1,9}$/.test(nr) ? Number(nr) : -1;
  const found = await load(request, options, async () => {
    const [deze, vorige, volgende] = await Promise.all(
      [versie, versie - 1, versie + 1].map((een) => inrichtingen.versie(een)),
    );
    return { deze: deze ?? null, vorige: vorige ?? null, laatste: volgende === null };
  });
  if (found.ok && found.value.deze === null) return { status: 404, page: <NotFound options={options} /> };
  const title = `Versie ${versie}`;
  return {
    status: found.ok ? 200 : 503,
    page: (
      <Kader options={options} title={`Inrichting, ${title.toLowerCase()}`} current={INRICHTING} above={ABOVE}>
        <Heading level={1}>Inrichting, {title.toLowerCase()}</Heading>
        {found.ok ? (
          <Versie versie={versie} {...found.value} deze={found.value.deze!} />
        ) : (
          <>
            <Heading level={2}>Wat er veranderde</Heading>
            <FailedBlock what="deze versie" reference={referenceOf(request)} />
          </>
        )}
      </Kader>
    ),
  };
}

interface VersieProps {
  readonly versie: number;
  readonly deze: OudeInrichting;
  readonly vorige: OudeInrichting | null;
  readonly laatste: boolean;
}

function Versie({ versie, deze: { inrichting, door }, vorige, laatste }: VersieProps) {
  const regels = regelsVan(inrichting);
  return (
    <>
      <Paragraph lead>{laatste ? 'Deze versie geldt nu.' : 'Deze versie geldt niet meer.'}</Paragraph>
      {door === null ? (
        <Paragraph>Zo was het voordat iemand iets veranderde: zoals de instellingen van nu het zeggen.</Paragraph>
      ) : (
        <DataList
          facts={[
            { name: 'Wie', value: door.wie },
            { name: 'Wanneer', value: <Time at={door.sinds} long /> },
            { name: 'Waarom', value: door.reden },
          ]}
        />
      )}
      {vorige === null ? null : (
        <Verschillen
          title="Wat er veranderde"
          oud={vorige.inrichting}
          nieuw={inrichting}
          geen="Er is bewaard zonder dat er iets veranderde."
        />
      )}
      <section className="zb-blok">
        <Heading level={2}>Alles wat met deze versie gold</Heading>
        {DELEN.map((deel) => {
          const facts = factsOf(regels, deel);
          if (facts.length === 0) return null;
          return (
            <section key={deel} className="zb-blok">
              <Heading level={3}>{deel}</Heading>
              <DataList facts={facts} />
            </section>
          );
        })}
      </section>
      {laatste ? null : (
        <Paragraph>
          <Link href={`${hrefVanVersie(versie)}/terug`}>Zet versie {versie} terug</Link>
        </Paragraph>
      )}
      <Paragraph>
        {vorige === null ? null : <Link href={hrefVanVersie(versie - 1)}>Versie {versie - 1}</Link>}{' '}
        {laatste ? null : <Link href={hrefVanVersie(versie + 1)}>Versie {versie + 1}</Link>}{' '}
        <Link href={INRICHTING}>Alle versies</Link>
      </Paragraph>
    </>
  );
}

interface VerschillenProps {
  readonly title: string;
  readonly oud: Inrichting;
  readonly nieuw: Inrichting;
  /** What is said when they are the same. */
  readonly geen: string;
}

export function Verschillen({ title, oud, nieuw, geen }: VerschillenProps) {
  const rows = verschillen(oud, nieuw);
  return (
    <section className="zb-blok">
      <Heading level={2}>{title}</Heading>
      {rows.length === 0 ? (
        <EmptyState>{geen}</EmptyState>
      ) : (
        <Table
          caption={title}
          columns={[
            { name: 'Wat', cell: ({ naam }) => naam, roomy: true },
            { name: 'Was', cell: ({ was }) => was, roomy: true },
            { name: 'Werd', cell: ({ werd }) => werd, roomy: true },
          ]}
          rows={rows}
          rowKey={({ naam }) => naam}
        />
      )}
    </section>
  );
}
