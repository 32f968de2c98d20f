/**
 * `/beheer`: what needs the operator, how many zaakberichten stand where, and which wait longest. The three blocks come
 * from the source apart, so one can fail while the others are shown.
 */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import {
  Alert,
  type Column,
  CountTiles,
  count,
  duration,
  EmptyState,
  FailedBlock,
  Heading,
  Link,
  type Loaded,
  Paragraph,
  StatusBadge,
  Table,
  Time,
} from '../ui/index.ts';
import {
  EIND_STATEN,
  OPEN_STATEN,
  type Staat,
  type Zaakberichten,
  type ZaakberichtLijst,
  type ZaakberichtRegel,
} from './bron.ts';
import { hrefOfDetail, hrefOfList, PER_PAGINA } from './filter.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from './kader.tsx';
import { UITLEG } from './uitleg.ts';

/** Lines shown of each list; the rest is one click away. */
const TOP = 5;
const WACHTEND: readonly Staat[] = ['wacht_op_controle', 'te_verzenden', 'verzonden'];
/** States in which a zaakbericht may wait for an operator: an error, or an arrival that nobody knows of. */
const AAN_ZET: readonly Staat[] = ['fout', 'verlopen_onbekend'];

export interface Overzicht {
  readonly page: ReactElement;
  /** False when no block at all could be loaded. */
  readonly ok: boolean;
}

export async function overzicht(request: FastifyRequest, options: BeheerOptions): Promise<Overzicht> {
  const { zaakberichten, clock } = options;
  const [aanZet, aantallen, wachtend] = await Promise.all([
    load(request, options, () => oldestOf(zaakberichten, AAN_ZET, (regel) => regel.wachtOpBeheerder)),
    load(request, options, async () => (await zaakberichten.lijst({ pagina: 1 })).aantallen),
    load(request, options, () => oldestOf(zaakberichten, WACHTEND, (regel) => !regel.wachtOpBeheerder)),
  ]);
  const now = clock.now();
  const reference = referenceOf(request);
  return {
    ok: aanZet.ok || aantallen.ok || wachtend.ok,
    page: (
      <Kader options={options} title="Overzicht" current="/beheer">
        <Heading level={1}>Overzicht</Heading>
        <section className="zb-blok">
          <Heading level={2}>U bent aan zet</Heading>
          {aanZet.ok ? (
            <AanZet regels={aanZet.value} now={now} />
          ) : (
            <FailedBlock what="wat op u wacht" reference={reference} />
          )}
        </section>
        <Aantallen aantallen={aantallen} reference={reference} />
        <section className="zb-blok">
          <Heading level={2}>Wacht het langst</Heading>
          {wachtend.ok ? (
            <Wachtend regels={wachtend.value} now={now} />
          ) : (
            <FailedBlock what="de wachtende zaakberichten" reference={reference} />
          )}
        </section>
        <Bijgewerkt at={now} />
      </Kader>
    ),
  };
}

/**
 * The oldest zaakberichten in these states. A list does not say in which order it comes, so its first and its last page
 * are read; the oldest of a list sorted by time, either way, is on one of the two.
 */
async function oldestOf(
  zaakberichten: Zaakberichten,
  staten: readonly Staat[],
  counts: (regel: ZaakberichtRegel) => boolean,
): Promise<ZaakberichtRegel[]> {
  const regels = await Promise.all(
    staten.map(async (staat) => {
      const first = await zaakberichten.lijst({ staat, pagina: 1 });
      if (first.totaal <= PER_PAGINA) return first.regels;
      const last = await zaakberichten.lijst({ staat, pagina: Math.ceil(first.totaal / PER_PAGINA) });
      return [...first.regels, ...last.regels];
    }),
  );
  return regels
    .flat()
    .filter(counts)
    .sort((a, b) => a.statusGezetOp.getTime() - b.statusGezetOp.getTime());
}

function columns(now: Date): readonly [Column<ZaakberichtRegel>, ...Column<ZaakberichtRegel>[]] {
  return [
    { name: 'Zaaknummer', cell: ({ id, zaaknummer }) => <Link href={hrefOfDetail(id)}>{zaaknummer}</Link> },
    { name: 'Zaaktype', cell: ({ zaaktype }) => zaaktype },
    { name: 'Status', cell: ({ statustype }) => statustype },
    { name: 'Staat', cell: ({ staat }) => <StatusBadge tone={UITLEG[staat].tone}>{UITLEG[staat].label}</StatusBadge> },
    {
      name: 'Status gezet',
      cell: ({ statusGezetOp }) => (
        <>
          <Time at={statusGezetOp} />
          <br />
          <span className="zb-gedempt zb-heel">{duration(now.getTime() - statusGezetOp.getTime())} geleden</span>
        </>
      ),
    },
    { name: 'Reden', cell: ({ reden }) => reden, roomy: true },
  ];
}

function AanZet({ regels, now }: { readonly regels: readonly ZaakberichtRegel[]; readonly now: Date }) {
  if (regels.length === 0) return <Alert kind="ok" title="Er wacht niets op u" level={3} />;
  return (
    <>
      <Paragraph>
        {regels.length > TOP ? `Hieronder staan de ${TOP} oudste zaakberichten waar iets mee is. ` : ''}
        De volgende statussen van deze zaken wachten tot u iets doet.
      </Paragraph>
      <Table
        caption="Zaakberichten die op u wachten"
        columns={columns(now)}
        rows={regels.slice(0, TOP)}
        rowKey={({ id }) => id}
      />
      <Paragraph>
        Bekijk <Link href={hrefOfList({ staat: 'fout' })}>alle fouten</Link> of{' '}
        <Link href={hrefOfList({ staat: 'verlopen_onbekend' })}>
          alle zaakberichten waarvan de aankomst onbekend is
        </Link>
        .
      </Paragraph>
    </>
  );
}

function Wachtend({ regels, now }: { readonly regels: readonly ZaakberichtRegel[]; readonly now: Date }) {
  if (regels.length === 0) return <EmptyState>Er zijn geen zaakberichten onderweg.</EmptyState>;
  return (
    <>
      <Paragraph>Deze zaakberichten gaan vanzelf verder. U hoeft niets te doen.</Paragraph>
      <Table
        caption="Zaakberichten die het langst onderweg zijn"
        columns={columns(now)}
        rows={regels.slice(0, TOP)}
        rowKey={({ id }) => id}
      />
    </>
  );
}

function Aantallen(props: { readonly aantallen: Loaded<ZaakberichtLijst['aantallen']>; readonly reference: string }) {
  const { aantallen, reference } = props;
  if (!aantallen.ok) {
    return (
      <section className="zb-blok">
        <Heading level={2}>Alle zaakberichten</Heading>
        <FailedBlock what="de aantallen" reference={reference} />
      </section>
    );
  }
  const total = Object.values(aantallen.value).reduce((sum, n) => sum + n, 0);
  const tiles = (staten: readonly Staat[]) =>
    staten.map((staat) => ({
      href: hrefOfList({ staat }),
      label: UITLEG[staat].label,
      count: aantallen.value[staat],
      tone: UITLEG[staat].tone,
    }));
  return (
    <section className="zb-blok">
      <Heading level={2}>Alle zaakberichten</Heading>
      {total === 0 ? (
        <EmptyState>Er zijn nog geen zaakberichten. Er komt er een zodra de status van een zaak verandert.</EmptyState>
      ) : (
        <Paragraph>
          <Link href={hrefOfList({})}>Bekijk {count(total, 'zaakbericht', 'zaakberichten')}</Link>
        </Paragraph>
      )}
      <Heading level={3}>Nog niet klaar</Heading>
      <CountTiles tiles={tiles(OPEN_STATEN)} />
      <Heading level={3}>Klaar</Heading>
      <CountTiles tiles={tiles(EIND_STATEN)} />
    </section>
  );
}
