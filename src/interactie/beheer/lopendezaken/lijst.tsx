/** `/beheer/lopende-zaken/berichten`: the list, with its filter and the way to what is older. */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import {
  Button,
  count,
  DateField,
  EmptyState,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  SelectField,
  Table,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { EIND_STATEN, OPEN_STATEN, type Staat, type ZaakberichtLijst } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { BERICHTEN, ZOEKEN } from './adres.ts';
import { AAN_ZET, type GelezenFilter, hrefOfList, hrefOfUitvoer, readFilter, type Veld } from './filter.ts';
import { KOLOMMEN } from './regels.tsx';
import { UITLEG } from './uitleg.ts';

/** 400 when the filter cannot be read (and then no list), 503 when the source fails. */
export async function lijst(request: FastifyRequest, options: BeheerOptions): Promise<Antwoord> {
  const gelezen = readFilter(request.query as Record<string, unknown>);
  const kan = gelezen.fouten.length === 0;
  const [zaaktypen, inrichting, found] = await Promise.all([
    load(request, options, () => options.zaakberichten.zaaktypen()),
    load(request, options, () => options.lopendeZaken.inrichtingen.actueel()),
    kan ? load(request, options, () => options.zaakberichten.lijst(gelezen.filter)) : null,
  ]);
  const stromen = inrichting.ok ? inrichting.value.stromen.map(({ naam }) => naam) : [];
  const props = { options, gelezen, stromen, zaaktypen: zaaktypen.ok ? zaaktypen.value : [] };
  if (found === null) return { status: 400, page: <Pagina {...props} inhoud={null} /> };
  if (!found.ok) {
    const failed = <FailedBlock what="de zaakberichten" reference={referenceOf(request)} />;
    return { status: 503, page: <Pagina {...props} inhoud={failed} /> };
  }
  const inhoud = <Resultaat lijst={found.value} gelezen={gelezen} now={options.clock.now()} />;
  return { status: 200, page: <Pagina {...props} inhoud={inhoud} /> };
}

interface FilterProps {
  readonly gelezen: GelezenFilter;
  readonly zaaktypen: readonly string[];
  readonly stromen: readonly string[];
}

interface PaginaProps extends FilterProps {
  readonly options: BeheerOptions;
  readonly inhoud: ReactElement | null;
}

function Pagina({ options, gelezen, zaaktypen, stromen, inhoud }: PaginaProps) {
  const { fouten } = gelezen;
  return (
    <Kader options={options} title="Zaakberichten" current={BERICHTEN} invalid={fouten.length > 0}>
      <Heading level={1}>Zaakberichten</Heading>
      <Paragraph lead>
        Een zaakbericht vertelt een inwoner via MijnOverheid dat de status van een zaak is veranderd.
      </Paragraph>
      <ErrorSummary
        errors={fouten.map(({ field, message }) => ({ field: field === 'na' ? 'lijst' : field, message }))}
      />
      <Filter gelezen={gelezen} zaaktypen={zaaktypen} stromen={stromen} />
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

function Filter({ gelezen: { fouten, getypt }, zaaktypen, stromen }: FilterProps) {
  const field = (id: Veld, label: string) => ({
    id,
    label,
    value: getypt[id] ?? '',
    error: fouten.find((fout) => fout.field === id)?.message,
  });
  const labels = (staten: readonly Staat[]) => staten.map((staat) => ({ value: staat, label: UITLEG[staat].label }));
  // What was chosen stays among the choices, also when these could not be read.
  const keuzes = (er: readonly string[], gekozen: string | undefined) =>
    [...new Set([...(gekozen === undefined ? [] : [gekozen]), ...er])].map((naam) => ({ value: naam, label: naam }));
  return (
    <search>
      <form method="get" action={BERICHTEN} className="zb-formulier zb-formulier--rij zb-formulier--velden">
        <SelectField
          {...field('staat', 'Staat')}
          first={{ value: '', label: 'Alle staten' }}
          groups={[
            { label: 'Voor u', options: [{ value: AAN_ZET, label: 'Wacht op u' }] },
            { label: 'Nog niet klaar', options: labels(OPEN_STATEN) },
            { label: 'Klaar', options: labels(EIND_STATEN) },
          ]}
        />
        <TextField
          {...field('zaaknummer', 'Zaaknummer')}
          hint="Met een * aan het eind: alles wat zo begint. Zoek hier niet op een burgerservicenummer."
        />
        <SelectField
          {...field('zaaktype', 'Zaaktype')}
          first={{ value: '', label: 'Alle zaaktypen' }}
          groups={[{ label: 'Zaaktypen', options: keuzes(zaaktypen, getypt.zaaktype) }]}
        />
        <SelectField
          {...field('stroom', 'Stroom')}
          first={{ value: '', label: 'Alle stromen' }}
          groups={[{ label: 'Stromen', options: keuzes(stromen, getypt.stroom) }]}
        />
        <DateField {...field('van', 'Status gezet vanaf')} />
        <DateField {...field('tot', 'Status gezet tot en met')} />
        <div className="zb-knoppen">
          <Button>Filter de lijst</Button>
          <Link href={hrefOfList({})}>Wis het filter</Link>
          <Link href={ZOEKEN}>Zoek een persoon</Link>
        </div>
      </form>
    </search>
  );
}

interface ResultaatProps {
  readonly lijst: ZaakberichtLijst;
  readonly gelezen: GelezenFilter;
  readonly now: Date;
}

function Resultaat({ lijst: { regels, totaal, meer, verder }, gelezen: { getypt }, now }: ResultaatProps) {
  const { na, ...rest } = getypt;
  const filtered = Object.keys(rest).length > 0;
  if (regels.length === 0 && na === undefined) {
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
        {meer ? 'Meer dan ' : ''}
        {count(totaal, 'zaakbericht', 'zaakberichten')}
        {filtered ? ' met dit filter' : ''}, de nieuwste status bovenaan.{' '}
        <Link href={hrefOfUitvoer(getypt)}>Haal de hele lijst op (CSV)</Link>
      </Paragraph>
      {regels.length === 0 ? (
        <EmptyState>Hier staat niets meer. Ga terug naar de nieuwste.</EmptyState>
      ) : (
        <Table caption="Zaakberichten" columns={KOLOMMEN} rows={regels} rowKey={({ id }) => id} />
      )}
      <Verder getypt={rest} begin={na === undefined} verder={verder} />
      <Bijgewerkt at={now} />
    </>
  );
}

/** To the newest, and to what is older. Nothing when all is on this page. */
function Verder(props: {
  readonly getypt: GelezenFilter['getypt'];
  readonly begin: boolean;
  readonly verder: string | null;
}) {
  const { getypt, begin, verder } = props;
  if (begin && verder === null) return null;
  const link = (href: string, label: string, rel: string): ReactElement => (
    <li>
      <a className="utrecht-pagination__relative-link" href={href} rel={rel}>
        {label}
      </a>
    </li>
  );
  return (
    <nav className="utrecht-pagination" aria-label="Pagina's">
      <ul className="utrecht-pagination__list">
        {begin ? null : link(hrefOfList(getypt), 'Nieuwste', 'prev')}
        {verder === null ? null : link(hrefOfList({ ...getypt, na: verder }), 'Ouder', 'next')}
      </ul>
    </nav>
  );
}
