/** `/beheer/notificaties`: who gets notifications and how that goes, and the kanalen. The blocks fail apart. */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import {
  Alert,
  type Column,
  count,
  duration,
  EmptyState,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  StatusBadge,
  Table,
  Time,
} from '../../ui/index.ts';
import type { Abonnement, KanaalRegel } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { aantal, standVan } from './woorden.ts';

export const NOTIFICATIES = '/beheer/notificaties';

export async function overzicht(
  request: FastifyRequest,
  options: BeheerOptions,
  opgezegd: boolean,
): Promise<{ readonly page: ReactElement; readonly ok: boolean }> {
  const [abonnementen, kanalen] = await Promise.all([
    load(request, options, () => options.notificaties.abonnementen()),
    load(request, options, () => options.notificaties.kanalen()),
  ]);
  const now = options.clock.now();
  const reference = referenceOf(request);
  const page = (
    <Kader options={options} title="Notificaties" current={NOTIFICATIES}>
      {opgezegd ? (
        <Alert kind="ok" title="Het abonnement is opgezegd" focus>
          <Paragraph>De afnemer krijgt geen notificaties meer.</Paragraph>
        </Alert>
      ) : null}
      <Heading level={1}>Notificaties</Heading>
      <Paragraph lead>
        Een notificatie vertelt een ander systeem dat er iets is veranderd, bijvoorbeeld aan een zaak.
      </Paragraph>
      <Paragraph>
        <Link href={`${NOTIFICATIES}/signalen`}>Bekijk alle notificaties en wie ze kreeg</Link>
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>Abonnementen</Heading>
        {abonnementen.ok ? (
          <Abonnementen regels={abonnementen.value} now={now} />
        ) : (
          <FailedBlock what="de abonnementen" reference={reference} />
        )}
        <Paragraph>
          <Link href={`${NOTIFICATIES}/nieuw`}>Maak een abonnement</Link>
        </Paragraph>
      </section>
      <section className="zb-blok">
        <Heading level={2}>Kanalen</Heading>
        {kanalen.ok ? <Kanalen regels={kanalen.value} /> : <FailedBlock what="de kanalen" reference={reference} />}
      </section>
      <Bijgewerkt at={now} />
    </Kader>
  );
  return { page, ok: abonnementen.ok || kanalen.ok };
}

function Abonnementen({ regels, now }: { readonly regels: readonly Abonnement[]; readonly now: Date }) {
  if (regels.length === 0)
    return <EmptyState>Er zijn nog geen abonnementen. Er gaan geen notificaties naar andere systemen.</EmptyState>;
  const stil = regels.filter((regel) => regel.gepauzeerd || regel.storingSinds !== null).length;
  return (
    <>
      {stil === 0 ? (
        <Alert kind="ok" title="Alle notificaties komen aan" level={3} />
      ) : (
        <Alert kind="warning" title={`Bij ${count(stil, 'abonnement', 'abonnementen')} komt nu niets aan`} level={3}>
          <Paragraph>Wat voor deze afnemers is, blijft bewaard.</Paragraph>
        </Alert>
      )}
      <Table caption="Abonnementen" columns={abonnementColumns(now)} rows={regels} rowKey={({ id }) => id} />
    </>
  );
}

function abonnementColumns(now: Date): readonly [Column<Abonnement>, ...Column<Abonnement>[]] {
  return [
    {
      name: 'Afnemer',
      cell: ({ id, callbackUrl }) => <Link href={`${NOTIFICATIES}/${id}`}>{callbackUrl}</Link>,
      roomy: true,
    },
    {
      name: 'Stand',
      cell: (regel) => {
        const { label, tone } = standVan(regel, now);
        const waarom = regel.gepauzeerd ? regel.reden : regel.storing;
        return (
          <>
            <StatusBadge tone={tone}>{label}</StatusBadge>
            {regel.storingSinds === null || regel.gepauzeerd ? null : (
              <>
                <br />
                sinds <Time at={regel.storingSinds} />
              </>
            )}
            {waarom === '' ? null : (
              <>
                <br />
                {waarom}
              </>
            )}
          </>
        );
      },
    },
    {
      name: 'Wacht',
      cell: ({ wachtend, wachtSinds }) =>
        wachtSinds === null ? (
          'Niets'
        ) : (
          <>
            {aantal(wachtend)}
            <br />
            <span className="zb-gedempt">langst: {duration(now.getTime() - wachtSinds.getTime())}</span>
          </>
        ),
    },
    {
      name: 'Laatst afgeleverd',
      cell: ({ laatstAfgeleverd }) => (laatstAfgeleverd === null ? 'Nog nooit' : <Time at={laatstAfgeleverd} />),
    },
    { name: 'Geweigerd', cell: ({ geweigerd }) => aantal(geweigerd) },
  ];
}

function Kanalen({ regels }: { readonly regels: readonly KanaalRegel[] }) {
  if (regels.length === 0) return <EmptyState>Er zijn geen kanalen.</EmptyState>;
  return (
    <>
      <Paragraph>
        Op een kanaal staan notificaties van één soort. Met kenmerken kiest een afnemer welke hij wil.
      </Paragraph>
      <Table caption="Kanalen" columns={KANAAL_COLUMNS} rows={regels} rowKey={({ naam }) => naam} />
    </>
  );
}

const KANAAL_COLUMNS: readonly [Column<KanaalRegel>, ...Column<KanaalRegel>[]] = [
  {
    name: 'Kanaal',
    cell: ({ naam }) => <Link href={`${NOTIFICATIES}/signalen?${new URLSearchParams({ kanaal: naam })}`}>{naam}</Link>,
  },
  { name: 'Bron', cell: ({ eigen }) => (eigen ? 'Zaakbode zelf' : 'Een andere bron') },
  { name: 'Kenmerken', cell: ({ kenmerken }) => kenmerken.join(', ') || 'Geen', roomy: true },
  { name: 'Afnemers', cell: ({ abonnementen }) => abonnementen },
];
