/** `/beheer/logboek`: what operators did, searched by person, kind, object and period. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { type Handeling, PER_PAGINA, type Uitkomst } from '../../../registraties/handelingen/index.ts';
import {
  Button,
  type Column,
  count,
  DateField,
  EmptyState,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  Pagination,
  Paragraph,
  SelectField,
  StatusBadge,
  sendPage,
  Table,
  TextField,
  Time,
  type Tone,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, referenceOf } from '../kader.tsx';
import { type Gelezen, hrefVanLogboek, LOGBOEK, leesFilter } from './logboekfilter.ts';
import type { Toegang } from './poort.ts';

export function mountLogboek(app: FastifyInstance, options: BeheerOptions, toegang: Toegang): void {
  app.get('/logboek', async (request, reply) => {
    const { page, status } = await logboek(request, options, toegang);
    return sendPage(reply, page, status);
  });
}

/** 400 when what is searched cannot be read, 404 beyond the last page, 503 when the source fails. */
async function logboek(request: FastifyRequest, options: BeheerOptions, toegang: Toegang): Promise<Antwoord> {
  const gelezen = leesFilter(request.query as Record<string, unknown>);
  const found = await load(request, options, async () => ({
    soorten: await toegang.logboek.soorten(),
    lijst: gelezen.fouten.length > 0 ? null : await toegang.logboek.zoek(gelezen.filter),
  }));
  const soorten = found.ok ? found.value.soorten : [];
  const pagina = (inhoud: ReactElement, status: Antwoord['status']): Antwoord => ({
    status,
    page: (
      <Kader options={options} title="Logboek" current={LOGBOEK} invalid={gelezen.fouten.length > 0}>
        <Heading level={1}>Logboek</Heading>
        <Paragraph lead>
          Wat beheerders deden, waarom, en hoe het afliep. In het logboek kan niemand iets veranderen.
        </Paragraph>
        <ErrorSummary errors={gelezen.fouten} />
        <Zoeken gelezen={gelezen} soorten={soorten} />
        <section id="lijst">
          <Heading level={2}>Lijst</Heading>
          {inhoud}
        </section>
      </Kader>
    ),
  });
  if (!found.ok) return pagina(<FailedBlock what="het logboek" reference={referenceOf(request)} />, 503);
  if (found.value.lijst === null) return pagina(<Paragraph>Verbeter eerst wat u zoekt.</Paragraph>, 400);
  const { regels, totaal } = found.value.lijst;
  if (totaal === 0) return pagina(<EmptyState>Er is niets dat past bij wat u zoekt.</EmptyState>, 200);
  const nummer = gelezen.filter.pagina;
  const pages = Math.ceil(totaal / PER_PAGINA);
  if (nummer > pages)
    return pagina(
      <Paragraph>
        Deze pagina bestaat niet. <Link href={hrefVanLogboek(gelezen.getypt)}>Ga naar pagina 1</Link>
      </Paragraph>,
      404,
    );
  return pagina(
    <>
      <Paragraph>
        {count(totaal, 'handeling', 'handelingen')}
        {pages > 1 ? `, pagina ${nummer} van ${pages}` : ''}.
      </Paragraph>
      <Table caption="Handelingen" columns={COLUMNS} rows={regels} rowKey={({ nr }) => String(nr)} />
      <Pagination page={nummer} pages={pages} hrefOf={(page) => hrefVanLogboek(gelezen.getypt, page)} />
      <Bijgewerkt at={options.clock.now()} />
    </>,
    200,
  );
}

interface ZoekProps {
  readonly gelezen: Gelezen;
  readonly soorten: readonly string[];
}

function Zoeken({ gelezen: { getypt, fouten }, soorten }: ZoekProps) {
  const veld = (id: keyof typeof getypt, label: string) => ({
    id,
    label,
    value: getypt[id] ?? '',
    error: fouten.find(({ field }) => field === id)?.message,
  });
  return (
    <search>
      <form method="get" action={LOGBOEK} className="zb-formulier zb-formulier--rij zb-formulier--velden">
        <TextField {...veld('naam', 'Wie')} />
        <SelectField
          {...veld('soort', 'Wat')}
          first={{ value: '', label: 'Alles' }}
          groups={[{ label: 'Handelingen', options: soorten.map((value) => ({ value, label: value })) }]}
        />
        <TextField {...veld('object', 'Waarover')} hint="Het hele kenmerk. Geen burgerservicenummer." />
        <DateField {...veld('vanaf', 'Vanaf dag')} />
        <DateField {...veld('tot', 'Tot en met dag')} />
        <div className="zb-knoppen">
          <Button>Zoek</Button>
          <Link href={LOGBOEK}>Wis wat u zocht</Link>
        </div>
      </form>
    </search>
  );
}

const AFLOOP: Readonly<Record<Uitkomst, { readonly label: string; readonly tone: Tone }>> = {
  gedaan: { label: 'Gedaan', tone: 'good' },
  'niet gedaan': { label: 'Niet gedaan', tone: 'rest' },
  onbekend: { label: 'Onbekend', tone: 'attention' },
};

const COLUMNS: readonly [Column<Handeling>, ...Column<Handeling>[]] = [
  { name: 'Wanneer', cell: ({ op }) => <Time at={op} /> },
  { name: 'Wie', cell: ({ naam, rol }) => (rol === '' ? naam : `${naam} (${rol})`) },
  { name: 'Wat', cell: ({ soort }) => soort },
  { name: 'Waarover', cell: ({ object }) => (object === '' ? null : object), roomy: true },
  { name: 'Reden', cell: ({ reden }) => reden, roomy: true },
  {
    name: 'Afloop',
    cell: ({ uitkomst }) =>
      uitkomst === null ? (
        <StatusBadge tone="attention">Afgebroken</StatusBadge>
      ) : (
        <StatusBadge tone={AFLOOP[uitkomst].tone}>{AFLOOP[uitkomst].label}</StatusBadge>
      ),
  },
];
