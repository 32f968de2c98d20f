/** `/beheer/notificaties/signalen`: everything that was published, who got it, and what became of it. */
import type { FastifyRequest } from 'fastify';
import {
  type Column,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  StatusBadge,
  Table,
  Time,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Signaal } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { leesFilter } from './filter.ts';
import { NOTIFICATIES } from './overzicht.tsx';
import { STAAT } from './woorden.ts';
import { Niets, Verder, Zoeken } from './zoeken.tsx';

const PATH = `${NOTIFICATIES}/signalen`;
const ZOEKVELDEN = ['kanaal', 'resource', 'actie', 'id'] as const;

export async function signalen(request: FastifyRequest, options: BeheerOptions): Promise<Antwoord> {
  const gelezen = leesFilter(request.query as Record<string, unknown>, [...ZOEKVELDEN, 'nummer']);
  const { filter, fouten } = gelezen;
  const [kanalen, gevonden] = await Promise.all([
    load(request, options, () => options.notificaties.kanalen()),
    fouten.length > 0 ? null : load(request, options, () => options.notificaties.signalen(filter)),
  ]);
  const namen = kanalen.ok ? kanalen.value.map(({ naam }) => naam) : [];
  const inhoud =
    gevonden === null ? (
      <Paragraph>
        De lijst wordt niet getoond zolang er een fout is in wat u zoekt.{' '}
        <Link href={PATH}>Laat alle notificaties zien</Link>
      </Paragraph>
    ) : gevonden.ok ? (
      <>
        {gevonden.value.regels.length === 0 ? (
          <Niets
            verder={gevonden.value.verder !== null}
            gezocht={Object.keys(filter).length > 0}
            leeg="Er zijn nog geen notificaties. Er komt er een zodra er iets verandert in een register."
          />
        ) : (
          <Table caption="Notificaties" columns={COLUMNS} rows={gevonden.value.regels} rowKey={({ id }) => id} />
        )}
        <Verder
          path={PATH}
          gelezen={gelezen}
          vanaf={gevonden.value.verder === null ? null : gevonden.value.verder - 1}
        />
      </>
    ) : (
      <FailedBlock what="de notificaties" reference={referenceOf(request)} />
    );
  return {
    status: gevonden === null ? 400 : gevonden.ok ? 200 : 503,
    page: (
      <Kader
        options={options}
        title="Alle notificaties"
        current={NOTIFICATIES}
        above={[{ label: 'Notificaties', href: NOTIFICATIES }]}
        invalid={fouten.length > 0}
      >
        <Heading level={1}>Alle notificaties</Heading>
        <Paragraph lead>Hier ziet u welke notificaties er waren, en wat ermee gebeurde bij elke afnemer.</Paragraph>
        <ErrorSummary
          errors={fouten.map(({ field, message }) => ({ field: field === 'nummer' ? 'lijst' : field, message }))}
        />
        <Zoeken path={PATH} velden={ZOEKVELDEN} gelezen={gelezen} kanalen={namen} />
        <section id="lijst">
          <Heading level={2}>Notificaties</Heading>
          {inhoud}
        </section>
        <Bijgewerkt at={options.clock.now()} />
      </Kader>
    ),
  };
}

const COLUMNS: readonly [Column<Signaal>, ...Column<Signaal>[]] = [
  { name: 'Tijd', cell: ({ op }) => <Time at={op} /> },
  { name: 'Kanaal', cell: ({ kanaal }) => kanaal },
  {
    name: 'Bericht',
    cell: ({ resource, actie }) => (
      <>
        {resource}
        <br />
        {actie}
      </>
    ),
  },
  { name: 'Hoofdobject', cell: ({ hoofdObject }) => hoofdObject },
  { name: 'Id', cell: ({ id }) => id },
  { name: 'Naar', cell: (signaal) => <Naar signaal={signaal} />, roomy: true },
];

function Naar({ signaal: { bij, verdeeld } }: { readonly signaal: Signaal }) {
  if (bij.length === 0) return verdeeld ? 'Niemand vroeg hierom' : 'Wordt nu verdeeld';
  return (
    <ul className="zb-lijst">
      {bij.map(({ abonnement, callbackUrl, nummer, staat, reden }) => (
        <li key={abonnement}>
          {callbackUrl === null ? (
            'Een opgezegd abonnement'
          ) : (
            <Link href={`${NOTIFICATIES}/${abonnement}?nummer=${nummer}`}>
              {callbackUrl.replace(/^https?:\/\//, '')}
            </Link>
          )}{' '}
          nummer {nummer} <StatusBadge tone={STAAT[staat].tone}>{STAAT[staat].label}</StatusBadge>
          {reden === '' ? '' : ` ${reden}`}
        </li>
      ))}
    </ul>
  );
}
