/** `/beheer/digikoppeling/:cpaId`: one agreement: how it stands, what the operator can do, and what it says. */
import type { FastifyRequest } from 'fastify';
import {
  ALERT_OF,
  Alert,
  Button,
  CodeBlock,
  type Column,
  DataList,
  duration,
  EmptyState,
  ErrorSummary,
  type Fact,
  FailedBlock,
  Heading,
  Link,
  longDate,
  Paragraph,
  PostForm,
  StatusBadge,
  Table,
  Time,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Adresregel, Certificaatregel, CpaDetail, Versieregel } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, NotFound, referenceOf } from '../kader.tsx';
import { Acties, Bevindingen } from './bevindingen.tsx';
import { type Getypt, VervangFormulieren, Vervangingen } from './vervangen.tsx';
import { BOVEN, certificaatStand, DIGIKOPPELING, GEBRUIK, hrefVanCpa, OMGEVING, standVan } from './woorden.ts';

/** How the operator's last action went, as it stands in the address after the redirect. */
const AFLOOP = {
  geladen: { title: 'De CPA is geladen', text: 'Vanaf nu gelden de afspraken in deze versie.' },
  gelijk: { title: 'Er is niets veranderd', text: 'Deze tekst was al geladen.' },
  vervangen: {
    title: 'De vervanging is vastgelegd',
    text: 'Zij geldt vanaf nu. De tekst van de CPA is niet veranderd.',
  },
  gestopt: { title: 'De vervanging is gestopt', text: 'Wat in de CPA staat, geldt weer.' },
} as const;

/** The form to override as it was sent, when something was wrong with it. */
export interface CpaStand {
  readonly vervangen?: { readonly getypt: Getypt; readonly fout: { readonly field: string; readonly message: string } };
}

/** 404 when there is none, 422 when a form was not right, 503 when the source fails. */
export async function cpaPagina(
  request: FastifyRequest,
  cpaId: string,
  options: BeheerOptions,
  { vervangen }: CpaStand = {},
): Promise<Antwoord> {
  const found = await load(request, options, () => options.digikoppeling.cpa(cpaId));
  if (!found.ok) return { status: 503, page: <Mislukt options={options} reference={referenceOf(request)} /> };
  if (found.value === null) return { status: 404, page: <NotFound options={options} /> };
  const cpa = found.value;
  const now = options.clock.now();
  const errors = vervangen ? [vervangen.fout] : [];
  return {
    status: vervangen ? 422 : 200,
    page: (
      <Kader options={options} title="CPA" current={DIGIKOPPELING} above={BOVEN} invalid={errors.length > 0}>
        <Gedaan gedaan={(request.query as Record<string, unknown>)['gedaan']} cpa={cpa} />
        <ErrorSummary errors={errors} />
        <Heading level={1}>CPA</Heading>
        <Paragraph lead>{cpa.cpaId}</Paragraph>
        <Stand cpa={cpa} now={now} />
        <section className="zb-blok">
          <Heading level={2}>Gegevens</Heading>
          <DataList facts={feiten(cpa, now)} />
        </section>
        <Ping cpa={cpa} />
        <section className="zb-blok">
          <Heading level={2}>Wat de controle vond</Heading>
          <Bevindingen bevindingen={cpa.bevindingen} />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Acties</Heading>
          <Acties acties={cpa.acties} />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Adressen</Heading>
          <Table
            caption="Adressen"
            columns={ADRES_COLUMNS}
            rows={cpa.adressen}
            rowKey={({ partij, kanaal, inTekst }) => `${partij} ${kanaal} ${inTekst}`}
          />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Certificaten</Heading>
          {cpa.certificaten.length === 0 ? (
            <EmptyState>In deze CPA staan geen certificaten.</EmptyState>
          ) : (
            <Table
              caption="Certificaten"
              columns={CERTIFICAAT_COLUMNS}
              rows={cpa.certificaten}
              rowKey={({ id }) => id}
            />
          )}
        </section>
        <section className="zb-blok">
          <Heading level={2}>Vervangingen</Heading>
          <Vervangingen cpa={cpa} />
          <VervangFormulieren cpa={cpa} {...(vervangen && { vervangen })} />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Versies</Heading>
          <Table
            caption="Versies"
            columns={versieColumns(cpa)}
            rows={cpa.versies}
            rowKey={({ versie }) => String(versie)}
          />
          <Paragraph>
            <Link href={`${DIGIKOPPELING}/laden`}>Laad een nieuwe versie</Link>
          </Paragraph>
        </section>
        <Bijgewerkt at={now} />
      </Kader>
    ),
  };
}

function Gedaan({ gedaan, cpa }: { readonly gedaan: unknown; readonly cpa: CpaDetail }) {
  if (gedaan === 'ping' && cpa.ping !== null) {
    const goed = cpa.ping.ms !== null;
    return (
      <Alert kind={goed ? 'ok' : 'error'} title={goed ? 'De andere kant antwoordt' : 'Er kwam geen Pong'} focus>
        <Paragraph>{goed ? `Na ${cpa.ping.ms} milliseconden kwam de Pong.` : oorzaak(cpa.ping.fout)}</Paragraph>
      </Alert>
    );
  }
  const afloop = AFLOOP[gedaan as keyof typeof AFLOOP];
  if (afloop === undefined) return null;
  return (
    <Alert kind="ok" title={afloop.title} focus>
      <Paragraph>{afloop.text}</Paragraph>
    </Alert>
  );
}

const oorzaak = (fout: string | null): string =>
  `Oorzaak: ${fout ?? 'onbekend'}. Controleer het adres en het certificaat, en vraag de andere kant of daar iets binnenkwam.`;

function Stand({ cpa, now }: { readonly cpa: CpaDetail; readonly now: Date }) {
  const { label, tone, uitleg } = standVan(cpa, now);
  return (
    <Alert kind={ALERT_OF[tone]} title={`Stand: ${label}`}>
      <Paragraph>{uitleg}</Paragraph>
    </Alert>
  );
}

function feiten(cpa: CpaDetail, now: Date): readonly Fact[] {
  const { partijen, profielen, van, totEnMet, omgeving, versie, oudsteTeVerzenden, oudsteOnbevestigd } = cpa;
  const sinds = (at: Date | null): string =>
    at === null ? 'Niets' : `De oudste al ${duration(now.getTime() - at.getTime())}`;
  return [
    ...partijen.map(({ naam, partyId, wij }, i) => ({
      name: wij ? 'Wij' : `Partij ${i + 1}`,
      value: `${naam}, ${partyId}`,
    })),
    { name: 'Profiel', value: profielen.join(', ') || 'Geen profiel van Digikoppeling' },
    { name: 'Omgeving', value: omgeving === null ? 'Onbekend' : OMGEVING[omgeving] },
    { name: 'Geldig', value: `${longDate(van)} tot en met ${longDate(totEnMet)}` },
    { name: 'Versie in gebruik', value: versie },
    { name: 'Wacht op verzending', value: sinds(oudsteTeVerzenden) },
    { name: 'Wacht op bevestiging', value: sinds(oudsteOnbevestigd) },
  ];
}

function Ping({ cpa: { cpaId, ping } }: { readonly cpa: CpaDetail }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>Verbinding proberen</Heading>
      <Paragraph>
        Met een ping vraagt u of de andere kant er is. Haar antwoord, de Pong, komt apart terug. Dat kan een halve
        minuut duren.
      </Paragraph>
      {ping === null ? null : (
        <Paragraph>
          Laatste ping: <Time at={ping.op} long />,{' '}
          {ping.ms === null ? `geen Pong (${ping.fout})` : `Pong na ${ping.ms} milliseconden`}.
        </Paragraph>
      )}
      <PostForm action={`${hrefVanCpa(cpaId)}/ping`} className="zb-formulier">
        <Button>Stuur een ping</Button>
      </PostForm>
    </section>
  );
}

const ADRES_COLUMNS: readonly [Column<Adresregel>, ...Column<Adresregel>[]] = [
  { name: 'Partij', cell: ({ partij }) => partij },
  { name: 'Kanaal', cell: ({ kanaal }) => kanaal },
  { name: 'Adres in gebruik', cell: ({ geldend }) => geldend, roomy: true },
  { name: 'In de CPA', cell: ({ inTekst, geldend }) => (inTekst === geldend ? 'Hetzelfde' : inTekst), roomy: true },
];

const CERTIFICAAT_COLUMNS: readonly [Column<Certificaatregel>, ...Column<Certificaatregel>[]] = [
  {
    name: 'Certificaat',
    cell: ({ id, vervangen }) => (
      <>
        {id}
        {vervangen ? (
          <>
            <br />
            vervangen
          </>
        ) : null}
      </>
    ),
  },
  { name: 'Partij', cell: ({ partij }) => partij },
  { name: 'Waarvoor', cell: ({ gebruik }) => gebruik.map((one) => GEBRUIK[one]).join(', ') },
  { name: 'OIN', cell: ({ oin }) => oin ?? 'Geen' },
  { name: 'Op naam van', cell: ({ onderwerp }) => onderwerp, roomy: true },
  {
    name: 'Geldig tot',
    cell: (regel) => {
      const { label, tone } = certificaatStand(regel);
      return (
        <>
          {longDate(regel.tot)}
          <br />
          <StatusBadge tone={tone}>{label}</StatusBadge>
        </>
      );
    },
  },
];

function versieColumns(cpa: CpaDetail): readonly [Column<Versieregel>, ...Column<Versieregel>[]] {
  return [
    {
      name: 'Versie',
      cell: ({ versie }) => (
        <Link href={`${hrefVanCpa(cpa.cpaId)}/versies/${versie}`}>
          Versie {versie}
          {versie === cpa.versie ? ' (in gebruik)' : ''}
        </Link>
      ),
    },
    { name: 'Geladen', cell: ({ geladenOp }) => <Time at={geladenOp} /> },
    { name: 'Door', cell: ({ wie }) => wie },
    { name: 'Bij de andere kant', cell: ({ elders }) => elders ?? 'Niet bekend' },
    { name: 'Vingerafdruk', cell: ({ vingerafdruk }) => vingerafdruk.slice(0, 16) },
  ];
}

/** `…/versies/:n`: the text exactly as it was loaded. */
export async function versiePagina(
  request: FastifyRequest,
  cpaId: string,
  nummer: string,
  options: BeheerOptions,
): Promise<Antwoord> {
  const versie = /^[1-9]\d{0,8}$/.test(nummer) ? Number(nummer) : null;
  const found = await load(request, options, async () =>
    versie === null ? null : await options.digikoppeling.versie(cpaId, versie),
  );
  if (!found.ok) return { status: 503, page: <Mislukt options={options} reference={referenceOf(request)} /> };
  if (found.value === null) return { status: 404, page: <NotFound options={options} /> };
  const { geladenOp, wie, elders, vingerafdruk, tekst } = found.value;
  const facts = [
    { name: 'CPA', value: cpaId },
    { name: 'Geladen', value: <Time at={geladenOp} long /> },
    { name: 'Door', value: wie },
    { name: 'Bij de andere kant', value: elders ?? 'Niet bekend' },
    { name: 'Vingerafdruk (SHA-256)', value: vingerafdruk },
  ];
  const above = [...BOVEN, { label: 'CPA', href: hrefVanCpa(cpaId) }];
  return {
    status: 200,
    page: (
      <Kader options={options} title={`Versie ${versie}`} current={DIGIKOPPELING} above={above}>
        <Heading level={1}>Versie {versie}</Heading>
        <DataList facts={facts} />
        <Heading level={2}>Tekst</Heading>
        <CodeBlock label="Tekst van de CPA (XML)">{tekst}</CodeBlock>
      </Kader>
    ),
  };
}

/** The page of a CPA whose source failed. */
export function Mislukt({ options, reference }: { readonly options: BeheerOptions; readonly reference: string }) {
  return (
    <Kader options={options} title="CPA" current={DIGIKOPPELING} above={BOVEN}>
      <Heading level={1}>CPA</Heading>
      <Heading level={2}>Gegevens</Heading>
      <FailedBlock what="deze CPA" reference={reference} />
    </Kader>
  );
}
