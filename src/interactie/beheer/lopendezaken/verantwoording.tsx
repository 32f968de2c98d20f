/** `/beheer/lopende-zaken/verantwoording`: what became of every status change, per day, and what nothing explains. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { addDays, beginOfLocalDay, todayInAmsterdam } from '../../../standaarden/tijd/index.ts';
import {
  Alert,
  Button,
  count,
  DateField,
  EmptyState,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  sendPage,
  Table,
  Time,
} from '../../ui/index.ts';
import {
  MAX_DAGEN,
  type OnverklaardeStatus,
  overgeslagenOp,
  redenInWoorden,
  staatVan,
  type Verantwoordingsdag,
  verantwoordingCsv,
} from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf, wieIs } from '../kader.tsx';
import { VERANTWOORDING } from './adres.ts';
import { hrefOfList } from './filter.ts';

const DAGEN = 7;

interface Gevraagd {
  readonly van: string;
  readonly tot: string;
  readonly fouten: readonly { readonly field: 'van' | 'tot'; readonly message: string }[];
}

function lees(query: Readonly<Record<string, unknown>>, vandaag: string): Gevraagd {
  const dag = (veld: 'van' | 'tot', zonder: string): string => {
    const given = query[veld];
    return typeof given === 'string' && given.trim() !== '' ? given.trim().slice(0, 40) : zonder;
  };
  const tot = dag('tot', vandaag);
  const klopt = (tekst: string): boolean => beginOfLocalDay(tekst) !== null;
  const van = dag('van', klopt(tot) ? addDays(tot, 1 - DAGEN) : '');
  const message = 'Vul een datum in, bijvoorbeeld 2026-11-21.';
  const fouten: Gevraagd['fouten'] = [
    ...(van === '' || klopt(van) ? [] : [{ field: 'van' as const, message }]),
    ...(klopt(tot) ? [] : [{ field: 'tot' as const, message }]),
  ];
  if (fouten.length > 0) return { van, tot, fouten };
  if (van > tot)
    return {
      van,
      tot,
      fouten: [{ field: 'tot', message: 'De laatste dag ligt voor de eerste. Kies een latere dag.' }],
    };
  if (addDays(van, MAX_DAGEN - 1) < tot)
    return { van, tot, fouten: [{ field: 'tot', message: `Kies een periode van hoogstens ${MAX_DAGEN} dagen.` }] };
  return { van, tot, fouten };
}

export async function verantwoording(
  request: FastifyRequest,
  reply: FastifyReply,
  options: BeheerOptions,
): Promise<FastifyReply> {
  const query = request.query as Record<string, unknown>;
  const gevraagd = lees(query, todayInAmsterdam(options.clock.now()));
  const { van, tot, fouten } = gevraagd;
  const pagina = (inhoud: ReactElement | null, status: number): FastifyReply =>
    sendPage(reply, <Pagina options={options} gevraagd={gevraagd} inhoud={inhoud} />, status);
  if (fouten.length > 0) return pagina(null, 400);
  const bron = options.lopendeZaken.verantwoording;
  const [dagen, kwijt] = await Promise.all([
    load(request, options, () => bron.periode(van, tot)),
    load(request, options, () => bron.onverklaard(van, tot)),
  ]);
  if (!dagen.ok || !kwijt.ok)
    return pagina(
      <>
        <Heading level={2}>Per dag</Heading>
        <FailedBlock what="de verantwoording" reference={referenceOf(request)} />
      </>,
      503,
    );
  if (query['vorm'] === 'csv') {
    request.log.info({ wie: wieIs(request, options), van, tot }, 'beheerder: verantwoording opgehaald als CSV');
    return reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', `attachment; filename="verantwoording-${van}-${tot}.csv"`)
      .send(verantwoordingCsv(dagen.value));
  }
  return pagina(<Inhoud options={options} gevraagd={gevraagd} dagen={dagen.value} kwijt={kwijt.value} />, 200);
}

interface PaginaProps {
  readonly options: BeheerOptions;
  readonly gevraagd: Gevraagd;
  readonly inhoud: ReactElement | null;
}

function Pagina({ options, gevraagd: { van, tot, fouten }, inhoud }: PaginaProps) {
  const errorOf = (field: string) => fouten.find((fout) => fout.field === field)?.message;
  return (
    <Kader options={options} title="Verantwoording" current={VERANTWOORDING} invalid={fouten.length > 0}>
      <ErrorSummary errors={fouten} />
      <Heading level={1}>Verantwoording</Heading>
      <Paragraph lead>
        Elke statuswijziging in het register is verzonden, overgeslagen met een reden, of nog open. Wat overblijft, is
        onverklaard. Dat hoort nul te zijn.
      </Paragraph>
      <search>
        <form method="get" action={VERANTWOORDING} className="zb-formulier zb-formulier--rij zb-formulier--velden">
          <DateField id="van" label="Eerste dag" value={van} error={errorOf('van')} />
          <DateField id="tot" label="Laatste dag" value={tot} error={errorOf('tot')} />
          <div className="zb-knoppen">
            <Button>Laat zien</Button>
          </div>
        </form>
      </search>
      {inhoud}
    </Kader>
  );
}

interface InhoudProps {
  readonly options: BeheerOptions;
  readonly gevraagd: Gevraagd;
  readonly dagen: readonly Verantwoordingsdag[];
  readonly kwijt: readonly OnverklaardeStatus[];
}

function Inhoud({ options, gevraagd: { van, tot }, dagen, kwijt }: InhoudProps) {
  const onverklaard = dagen.reduce((sum, dag) => sum + dag.onverklaard, 0);
  const statussen = dagen.reduce((sum, dag) => sum + dag.statussen, 0);
  return (
    <>
      {onverklaard === 0 ? (
        <Alert kind="ok" title={statussen === 0 ? 'Er zijn geen statuswijzigingen' : 'Alles is verklaard'} />
      ) : (
        <Alert kind="error" title={`${count(onverklaard, 'status is', 'statussen zijn')} onverklaard`}>
          <Paragraph>
            Van deze statussen is niet bekend waarom er geen bericht is. Geef dit door aan uw applicatiebeheerder, met
            de lijst hieronder.
          </Paragraph>
        </Alert>
      )}
      {kwijt.length === 0 ? null : <Kwijt kwijt={kwijt} totaal={onverklaard} />}
      <section className="zb-blok">
        <Heading level={2}>Per dag</Heading>
        <Paragraph>
          <Link href={`${VERANTWOORDING}?${new URLSearchParams({ van, tot, vorm: 'csv' })}`}>Haal dit op (CSV)</Link>
        </Paragraph>
        <Table
          caption="Statuswijzigingen per dag, de laatste bovenaan"
          columns={[
            { name: 'Dag', cell: ({ dag }) => <Link href={hrefOfList({ van: dag, tot: dag })}>{dag}</Link> },
            { name: 'In het register', cell: ({ statussen: n }) => getal(n), numeric: true },
            { name: 'Verzonden', cell: ({ verzonden }) => getal(verzonden), numeric: true },
            { name: 'Overgeslagen', cell: (dag) => getal(overgeslagenOp(dag)), numeric: true },
            { name: 'Open', cell: ({ open }) => getal(open), numeric: true },
            { name: 'Onverklaard', cell: (dag) => getal(dag.onverklaard), numeric: true },
          ]}
          rows={dagen}
          rowKey={({ dag }) => dag}
        />
      </section>
      <section className="zb-blok">
        <Heading level={2}>Waarom overgeslagen</Heading>
        <Redenen dagen={dagen} van={van} tot={tot} />
      </section>
      <Bijgewerkt at={options.clock.now()} />
    </>
  );
}

function Kwijt({ kwijt, totaal }: { readonly kwijt: readonly OnverklaardeStatus[]; readonly totaal: number }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>Onverklaard</Heading>
      {totaal > kwijt.length ? <Paragraph>Dit zijn de eerste {kwijt.length}.</Paragraph> : null}
      <Table
        caption="Statussen waarvan niet bekend is waarom er geen bericht is"
        columns={[
          { name: 'Zaaknummer', cell: ({ zaaknummer }) => zaaknummer },
          { name: 'Zaaktype', cell: ({ zaaktype }) => zaaktype },
          { name: 'Status', cell: ({ statustype }) => statustype },
          { name: 'Gezet', cell: ({ gezetOp }) => <Time at={gezetOp} /> },
          { name: 'Kenmerk', cell: ({ statusId }) => statusId, roomy: true },
        ]}
        rows={kwijt}
        rowKey={({ statusId }) => statusId}
      />
    </section>
  );
}

function Redenen(props: { readonly dagen: readonly Verantwoordingsdag[]; readonly van: string; readonly tot: string }) {
  const { dagen, van, tot } = props;
  const per = new Map<string, { tekst: string; staat: ReturnType<typeof staatVan>; aantal: number }>();
  for (const reden of dagen.flatMap(({ overgeslagen }) => overgeslagen)) {
    const tekst = redenInWoorden(reden);
    const eerder = per.get(tekst)?.aantal ?? 0;
    per.set(tekst, { tekst, staat: staatVan(reden), aantal: eerder + reden.aantal });
  }
  const rows = [...per.values()].sort((a, b) => b.aantal - a.aantal);
  if (rows.length === 0) return <EmptyState>Er is niets overgeslagen.</EmptyState>;
  return (
    <Table
      caption="Redenen waarom een status niet is verzonden"
      columns={[
        {
          name: 'Reden',
          cell: ({ tekst, staat }) =>
            staat === null ? tekst : <Link href={hrefOfList({ staat, van, tot })}>{tekst}</Link>,
          roomy: true,
        },
        { name: 'Aantal', cell: ({ aantal }) => getal(aantal), numeric: true },
      ]}
      rows={rows}
      rowKey={({ tekst }) => tekst}
    />
  );
}

const GETAL = new Intl.NumberFormat('nl-NL');
const getal = (n: number): string => GETAL.format(n);
