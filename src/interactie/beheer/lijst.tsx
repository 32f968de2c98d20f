/** `/beheer/zaakberichten`: the list, with its filter and its pages. */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import {
  Alert,
  Button,
  type Column,
  count,
  EmptyState,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  Pagination,
  Paragraph,
  SelectField,
  StatusBadge,
  Table,
  TextField,
  Time,
} from '../ui/index.ts';
import { EIND_STATEN, OPEN_STATEN, type Staat, type ZaakberichtLijst, type ZaakberichtRegel } from './bron.ts';
import { type GelezenFilter, hrefOfDetail, hrefOfList, PER_PAGINA, readFilter } from './filter.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from './kader.tsx';
import { UITLEG } from './uitleg.ts';

export interface Antwoord {
  readonly page: ReactElement;
  readonly status: 200 | 400 | 404 | 422 | 503;
}

/** 400 when the filter cannot be read (and then no list), 404 beyond the last page, 503 when the source fails. */
export async function lijst(request: FastifyRequest, options: BeheerOptions): Promise<Antwoord> {
  const gelezen = readFilter(request.query as Record<string, unknown>);
  if (gelezen.fouten.length > 0) {
    return { status: 400, page: <Pagina options={options} gelezen={gelezen} inhoud={null} /> };
  }
  const { filter } = gelezen;
  const found = await load(request, options, () => options.zaakberichten.lijst(filter));
  if (!found.ok) {
    const failed = <FailedBlock what="de zaakberichten" reference={referenceOf(request)} />;
    return { status: 503, page: <Pagina options={options} gelezen={gelezen} inhoud={failed} /> };
  }
  const pages = Math.max(1, Math.ceil(found.value.totaal / PER_PAGINA));
  const inhoud =
    filter.pagina > pages ? (
      <VoorbijHetEind gelezen={gelezen} pages={pages} />
    ) : (
      <Resultaat lijst={found.value} gelezen={gelezen} pages={pages} now={options.clock.now()} />
    );
  return {
    status: filter.pagina > pages ? 404 : 200,
    page: <Pagina options={options} gelezen={gelezen} inhoud={inhoud} />,
  };
}

interface PaginaProps {
  readonly options: BeheerOptions;
  readonly gelezen: GelezenFilter;
  readonly inhoud: ReactElement | null;
}

function Pagina({ options, gelezen, inhoud }: PaginaProps) {
  const { fouten } = gelezen;
  return (
    <Kader options={options} title="Zaakberichten" current="/beheer/zaakberichten" invalid={fouten.length > 0}>
      <Heading level={1}>Zaakberichten</Heading>
      <Paragraph lead>
        Een zaakbericht vertelt een inwoner via MijnOverheid dat de status van een zaak is veranderd.
      </Paragraph>
      <ErrorSummary
        errors={fouten.map(({ field, message }) => ({ field: field === 'pagina' ? 'lijst' : field, message }))}
      />
      <Filter gelezen={gelezen} />
      <section id="lijst">
        <Heading level={2}>Lijst</Heading>
        {inhoud ?? (
          <Paragraph>
            De lijst wordt niet getoond zolang het filter niet klopt.{' '}
            <Link href={hrefOfList({})}>Laat alle zaakberichten zien</Link>
          </Paragraph>
        )}
      </section>
    </Kader>
  );
}

function Filter({ gelezen: { filter, fouten, getypt } }: { readonly gelezen: GelezenFilter }) {
  const errorOf = (field: string) => fouten.find((fout) => fout.field === field)?.message;
  const options = (staten: readonly Staat[]) => staten.map((staat) => ({ value: staat, label: UITLEG[staat].label }));
  return (
    <search>
      <form method="get" action="/beheer/zaakberichten" className="zb-formulier zb-formulier--rij">
        <SelectField
          id="staat"
          label="Staat"
          value={filter.staat ?? ''}
          error={errorOf('staat')}
          first={{ value: '', label: 'Alle staten' }}
          groups={[
            { label: 'Nog niet klaar', options: options(OPEN_STATEN) },
            { label: 'Klaar', options: options(EIND_STATEN) },
          ]}
        />
        <TextField
          id="zaaknummer"
          label="Zaaknummer"
          hint="Zoek hier niet op een burgerservicenummer."
          value={getypt}
          error={errorOf('zaaknummer')}
        />
        <div className="zb-knoppen">
          <Button>Filter de lijst</Button>
          <Link href={hrefOfList({})}>Wis het filter</Link>
        </div>
      </form>
    </search>
  );
}

interface ResultaatProps {
  readonly lijst: ZaakberichtLijst;
  readonly gelezen: GelezenFilter;
  readonly pages: number;
  readonly now: Date;
}

function Resultaat({ lijst: { regels, totaal }, gelezen: { filter }, pages, now }: ResultaatProps) {
  const filtered = filter.staat !== undefined || filter.zaaknummer !== undefined;
  if (totaal === 0) {
    return (
      <EmptyState>
        {filtered
          ? 'Er zijn geen zaakberichten die bij dit filter horen.'
          : 'Er zijn nog geen zaakberichten. Er komt er een zodra de status van een zaak verandert.'}
      </EmptyState>
    );
  }
  return (
    <>
      <Paragraph>
        {count(totaal, 'zaakbericht', 'zaakberichten')}
        {filtered ? ' met dit filter' : ''}
        {pages > 1 ? `, pagina ${filter.pagina} van ${pages}` : ''}.
      </Paragraph>
      <Table caption="Zaakberichten" columns={COLUMNS} rows={regels} rowKey={({ id }) => id} />
      <Pagination page={filter.pagina} pages={pages} hrefOf={(pagina) => hrefOfList({ ...filter, pagina })} />
      <Bijgewerkt at={now} />
    </>
  );
}

const COLUMNS: readonly [Column<ZaakberichtRegel>, ...Column<ZaakberichtRegel>[]] = [
  { name: 'Zaaknummer', cell: ({ id, zaaknummer }) => <Link href={hrefOfDetail(id)}>{zaaknummer}</Link> },
  { name: 'Zaaktype', cell: ({ zaaktype }) => zaaktype },
  { name: 'Status', cell: ({ statustype }) => statustype },
  { name: 'Staat', cell: ({ staat }) => <StatusBadge tone={UITLEG[staat].tone}>{UITLEG[staat].label}</StatusBadge> },
  { name: 'Status gezet', cell: ({ statusGezetOp }) => <Time at={statusGezetOp} /> },
  { name: 'Gewijzigd', cell: ({ gewijzigdOp }) => <Time at={gewijzigdOp} /> },
  { name: 'Reden', cell: ({ reden }) => reden, roomy: true },
];

function VoorbijHetEind({ gelezen, pages }: { readonly gelezen: GelezenFilter; readonly pages: number }) {
  const { filter } = gelezen;
  return (
    <Alert kind="warning" title={`Pagina ${filter.pagina} bestaat niet`} level={3}>
      <Paragraph>
        De lijst heeft {count(pages, 'pagina', "pagina's")}.{' '}
        <Link href={hrefOfList({ ...filter, pagina: 1 })}>Ga naar pagina 1</Link>
      </Paragraph>
    </Alert>
  );
}
