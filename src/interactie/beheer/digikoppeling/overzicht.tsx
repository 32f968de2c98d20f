/** `/beheer/digikoppeling`: the agreements with other parties, and how each stands. */
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
  longDate,
  Paragraph,
  StatusBadge,
  Table,
  Time,
} from '../../ui/index.ts';
import type { CpaRegel } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { certificaatStand, DIGIKOPPELING, eersteVerloop, hrefVanCpa, OMGEVING, standVan } from './woorden.ts';

export async function overzicht(
  request: FastifyRequest,
  options: BeheerOptions,
): Promise<{ readonly page: ReactElement; readonly ok: boolean }> {
  const cpas = await load(request, options, () => options.digikoppeling.cpas());
  const now = options.clock.now();
  const page = (
    <Kader options={options} title="Digikoppeling" current={DIGIKOPPELING}>
      <Heading level={1}>Digikoppeling</Heading>
      <Paragraph lead>
        Een CPA is een afspraak met een andere organisatie over berichten: wie wat stuurt, waarheen en hoe veilig.
      </Paragraph>
      <section className="zb-blok">
        <Heading level={2}>CPA’s</Heading>
        {cpas.ok ? (
          <Cpas regels={cpas.value} now={now} />
        ) : (
          <FailedBlock what="de CPA’s" reference={referenceOf(request)} />
        )}
        <Paragraph>
          <Link href={`${DIGIKOPPELING}/laden`}>Laad een CPA</Link>
        </Paragraph>
      </section>
      <Bijgewerkt at={now} />
    </Kader>
  );
  return { page, ok: cpas.ok };
}

function Cpas({ regels, now }: { readonly regels: readonly CpaRegel[]; readonly now: Date }) {
  if (regels.length === 0)
    return <EmptyState>Er zijn nog geen CPA’s. Zonder CPA gaan er geen berichten over Digikoppeling.</EmptyState>;
  const tones = regels.map((regel) => standVan(regel, now).tone);
  const mis = tones.filter((tone) => tone === 'wrong').length;
  const letOp = tones.filter((tone) => tone === 'attention').length;
  return (
    <>
      {mis > 0 ? (
        <Alert kind="error" title={`Bij ${count(mis, 'CPA', 'CPA’s')} gaan nu geen berichten door`} level={3}>
          <Paragraph>Kies de CPA om te zien waarom.</Paragraph>
        </Alert>
      ) : letOp > 0 ? (
        <Alert kind="warning" title={`Bij ${count(letOp, 'CPA', 'CPA’s')} klopt iets niet`} level={3}>
          <Paragraph>Berichten kunnen worden geweigerd. Kies de CPA om te zien wat u kunt doen.</Paragraph>
        </Alert>
      ) : (
        <Alert kind="ok" title="Alle verbindingen werken" level={3} />
      )}
      <Table caption="CPA’s" columns={columns(now)} rows={regels} rowKey={({ cpaId }) => cpaId} />
    </>
  );
}

function columns(now: Date): readonly [Column<CpaRegel>, ...Column<CpaRegel>[]] {
  return [
    {
      name: 'CPA',
      cell: ({ cpaId, partijen }) => (
        <>
          <Link href={hrefVanCpa(cpaId)}>{cpaId}</Link>
          <br />
          {partijen.map(({ naam, wij }) => (wij ? `${naam} (wij)` : naam)).join(' en ')}
        </>
      ),
      roomy: true,
    },
    {
      name: 'Stand',
      cell: (regel) => {
        const { label, tone } = standVan(regel, now);
        return (
          <>
            <StatusBadge tone={tone}>{label}</StatusBadge>
            {regel.neerSinds === null || !regel.inGebruik ? null : (
              <>
                <br />
                sinds <Time at={regel.neerSinds} />
                <br />
                {regel.neerReden}
              </>
            )}
          </>
        );
      },
    },
    {
      name: 'Soort',
      cell: ({ profielen, omgeving }) => (
        <>
          {profielen.join(', ') || 'Geen profiel'}
          <br />
          {omgeving === null ? 'Omgeving onbekend' : OMGEVING[omgeving]}
        </>
      ),
    },
    { name: 'Geldig tot', cell: ({ totEnMet }) => longDate(totEnMet) },
    { name: 'Wacht', cell: (regel) => <Wachtend regel={regel} now={now} /> },
    {
      name: 'Certificaten',
      cell: ({ certificaten }) => {
        const eerste = eersteVerloop(certificaten);
        if (eerste === null) return 'Geen in de CPA';
        const { label, tone } = certificaatStand(eerste);
        return <StatusBadge tone={tone}>{label}</StatusBadge>;
      },
    },
  ];
}

function Wachtend({ regel, now }: { readonly regel: CpaRegel; readonly now: Date }) {
  const { oudsteTeVerzenden, oudsteOnbevestigd } = regel;
  if (oudsteTeVerzenden === null && oudsteOnbevestigd === null) return 'Niets';
  const al = (sinds: Date): string => duration(now.getTime() - sinds.getTime());
  return (
    <>
      {oudsteTeVerzenden === null ? null : <>op verzending: {al(oudsteTeVerzenden)}</>}
      {oudsteTeVerzenden !== null && oudsteOnbevestigd !== null ? <br /> : null}
      {oudsteOnbevestigd === null ? null : <>op bevestiging: {al(oudsteOnbevestigd)}</>}
    </>
  );
}
