/** `/beheer/notificaties/:id`: one abonnement: how it stands, what the operator can do, and the log of its deliveries. */
import type { FastifyRequest } from 'fastify';
import type { ReactNode } from 'react';
import {
  ALERT_OF,
  Alert,
  Button,
  type Column,
  DataList,
  duration,
  ErrorSummary,
  type Fact,
  FailedBlock,
  Heading,
  Link,
  type Loaded,
  Paragraph,
  PostForm,
  StatusBadge,
  Table,
  TextArea,
  Time,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { type Abonnement, type Aflevering, type Bladzijde, inWoorden } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader, load, NotFound, referenceOf } from '../kader.tsx';
import { type Gelezen, isUuid, leesFilter, VELDEN } from './filter.ts';
import { NOTIFICATIES } from './overzicht.tsx';
import { geteld, STAAT, standVan } from './woorden.ts';
import { Niets, Verder, Zoeken } from './zoeken.tsx';

export const hrefVanAbonnement = (id: string): string => `${NOTIFICATIES}/${encodeURIComponent(id)}`;
export const BOVEN = [{ label: 'Notificaties', href: NOTIFICATIES }] as const;

/** Long enough for an explanation. */
export const MAX_REDEN = 200;

/** How the operator's last action went, as it stands in the address after the redirect. */
const AFLOOP = {
  gemaakt: { title: 'Het abonnement is gemaakt', text: 'Vanaf nu gaan notificaties naar deze afnemer.' },
  gewijzigd: { title: 'Het abonnement is gewijzigd', text: 'Dit geldt voor alle notificaties vanaf nu.' },
  gepauzeerd: { title: 'Het abonnement is gepauzeerd', text: 'Nieuwe notificaties blijven bewaard tot u hervat.' },
  hervat: { title: 'Het abonnement is hervat', text: 'Alles wat wachtte, wordt nu verzonden.' },
  herhaald: {
    title: 'De notificaties worden opnieuw verzonden',
    text: 'Zij houden hun nummer en hun id. U ziet hieronder hoe het verloopt.',
  },
} as const;

export interface AbonnementStand {
  /** The form to pause as it was sent, when something was wrong with it. */
  readonly pauzeren?: { readonly reden: string; readonly fout: string };
}

/** 404 when there is none, 400 when the filter cannot be read, 422 when a form was not right, 503 when the source fails. */
export async function abonnementPagina(
  request: FastifyRequest,
  id: string,
  options: BeheerOptions,
  { pauzeren }: AbonnementStand = {},
): Promise<Antwoord> {
  if (!isUuid(id)) return { status: 404, page: <NotFound options={options} /> };
  const query = request.query as Record<string, unknown>;
  const gelezen = leesFilter(query, VELDEN);
  const { filter, fouten } = gelezen;
  const [abonnement, log] = await Promise.all([
    load(request, options, () => options.notificaties.abonnement(id)),
    fouten.length > 0 ? null : load(request, options, () => options.notificaties.afleveringen(id, filter)),
  ]);
  if (!abonnement.ok) return { status: 503, page: <Mislukt options={options} reference={referenceOf(request)} /> };
  if (abonnement.value === null) return { status: 404, page: <NotFound options={options} /> };
  const errors = pauzeren ? [{ field: 'reden', message: pauzeren.fout }] : fouten;
  const gedaan = AFLOOP[query['gedaan'] as keyof typeof AFLOOP];
  const now = options.clock.now();
  return {
    status: pauzeren ? 422 : fouten.length > 0 ? 400 : 200,
    page: (
      <Kader options={options} title="Abonnement" current={NOTIFICATIES} above={BOVEN} invalid={errors.length > 0}>
        {gedaan === undefined || errors.length > 0 ? null : (
          <Alert kind="ok" title={gedaan.title} focus>
            <Paragraph>{gedaan.text}</Paragraph>
          </Alert>
        )}
        <ErrorSummary errors={errors} />
        <Heading level={1}>Abonnement</Heading>
        <Paragraph lead>{abonnement.value.callbackUrl}</Paragraph>
        <Stand abonnement={abonnement.value} now={now} />
        <section className="zb-blok">
          <Heading level={2}>Gegevens</Heading>
          <DataList facts={feiten(abonnement.value, now)} />
          <Paragraph>
            <Link href={`${hrefVanAbonnement(id)}/wijzigen`}>Wijzig het abonnement</Link>
          </Paragraph>
        </section>
        <Acties abonnement={abonnement.value} pauzeren={pauzeren} />
        <Log
          path={hrefVanAbonnement(id)}
          abonnement={abonnement.value}
          gelezen={gelezen}
          log={log}
          reference={referenceOf(request)}
        />
        <Bijgewerkt at={now} />
      </Kader>
    ),
  };
}

function Stand({ abonnement, now }: { readonly abonnement: Abonnement; readonly now: Date }) {
  const { label, tone, uitleg } = standVan(abonnement, now);
  return (
    <Alert kind={ALERT_OF[tone]} title={`Stand: ${label}`}>
      <Paragraph>{uitleg}</Paragraph>
    </Alert>
  );
}

function feiten(abonnement: Abonnement, now: Date): readonly Fact[] {
  const { kanalen, cloudeventFilters, wachtSinds, laatstAfgeleverd, storingSinds } = abonnement;
  const keuzes = [
    ...kanalen.map(inWoorden),
    ...cloudeventFilters.map(({ typeSubstring, filters }) =>
      inWoorden({ naam: `CloudEvents met ${typeSubstring} in hun type`, filters }),
    ),
  ];
  return [
    {
      name: 'Kanalen',
      value: keuzes.length === 0 ? 'Geen: er gaat niets naar deze afnemer' : <Lijst items={keuzes} />,
    },
    { name: 'Vorm', value: abonnement.cloudevents ? 'CloudEvents' : 'ZGW-notificaties' },
    {
      name: 'Wacht op verzending',
      value:
        wachtSinds === null
          ? 'Niets'
          : `${geteld(abonnement.wachtend)}, de oudste ${duration(now.getTime() - wachtSinds.getTime())}`,
    },
    {
      name: 'Laatst afgeleverd',
      value: laatstAfgeleverd === null ? 'Nog nooit' : <Time at={laatstAfgeleverd} long />,
    },
    ...(storingSinds === null ? [] : [{ name: 'Storing sinds', value: <Time at={storingSinds} long /> }]),
    { name: 'Laatste nummer', value: abonnement.laatsteNummer === 0 ? 'Nog geen' : abonnement.laatsteNummer },
    { name: 'Geweigerd', value: abonnement.geweigerd === 0 ? 'Niets' : geteld(abonnement.geweigerd) },
    { name: 'Gemaakt', value: <Time at={abonnement.aangemaaktOp} long /> },
    { name: 'Gemaakt door', value: abonnement.aanvrager },
    { name: 'Kenmerk van het abonnement', value: abonnement.id },
  ];
}

function Lijst({ items }: { readonly items: readonly string[] }) {
  return (
    <ul className="zb-lijst">
      {[...new Set(items)].map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  );
}

function Acties(props: { readonly abonnement: Abonnement; readonly pauzeren: AbonnementStand['pauzeren'] }) {
  const { id, gepauzeerd, laatsteNummer } = props.abonnement;
  const href = hrefVanAbonnement(id);
  return (
    <section className="zb-blok">
      <Heading level={2}>Wat wilt u doen?</Heading>
      <div className="zb-keuzes">
        {gepauzeerd ? (
          <Keuze titel="Hervatten">
            <Paragraph>Alles wat wacht, wordt dan verzonden, in de goede volgorde.</Paragraph>
            <PostForm action={`${href}/hervatten`} className="zb-formulier">
              <Button>Hervatten</Button>
            </PostForm>
          </Keuze>
        ) : (
          <Keuze titel="Pauzeren">
            <Paragraph>Er gaat dan niets meer naar de afnemer. Nieuwe notificaties blijven bewaard.</Paragraph>
            <PostForm action={`${href}/pauzeren`} className="zb-formulier" noValidate>
              <TextArea
                id="reden"
                label="Reden"
                hint={`Hoogstens ${MAX_REDEN} tekens. De afnemer kan dit lezen. Noem geen naam en geen burgerservicenummer.`}
                error={props.pauzeren?.fout}
                value={props.pauzeren?.reden}
                required
              />
              <Button>Pauzeren</Button>
            </PostForm>
          </Keuze>
        )}
        {laatsteNummer === 0 ? null : (
          <Keuze titel="Opnieuw verzenden">
            <Paragraph>
              Is de afnemer notificaties kwijt?{' '}
              <Link href={`${href}/herhalen`}>Verzend ze opnieuw vanaf een nummer</Link>
            </Paragraph>
          </Keuze>
        )}
        <Keuze titel="Opzeggen">
          <Paragraph>
            Wil de afnemer geen notificaties meer? <Link href={`${href}/opzeggen`}>Zeg het abonnement op</Link>
          </Paragraph>
        </Keuze>
      </div>
    </section>
  );
}

function Keuze({ titel, children }: { readonly titel: string; readonly children: ReactNode }) {
  return (
    <div className="zb-keuze">
      <Heading level={3}>{titel}</Heading>
      {children}
    </div>
  );
}

interface LogProps {
  readonly path: string;
  readonly abonnement: Abonnement;
  readonly gelezen: Gelezen;
  /** Null when the filter cannot be read. */
  readonly log: Loaded<Bladzijde<Aflevering>> | null;
  readonly reference: string;
}

function Log({ path, abonnement, gelezen, log, reference }: LogProps) {
  const kanalen = [...new Set(abonnement.kanalen.map(({ naam }) => naam))];
  return (
    <section className="zb-blok" id="log">
      <Heading level={2}>Notificaties voor deze afnemer</Heading>
      <Zoeken path={path} velden={VELDEN} gelezen={gelezen} kanalen={kanalen} />
      {log === null ? (
        <Paragraph>
          De lijst wordt niet getoond zolang er een fout is in wat u zoekt.{' '}
          <Link href={path}>Laat alle notificaties zien</Link>
        </Paragraph>
      ) : log.ok ? (
        <>
          {log.value.regels.length === 0 ? (
            <Niets
              verder={log.value.verder !== null}
              gezocht={Object.keys(gelezen.filter).length > 0}
              leeg="Er waren nog geen notificaties voor deze afnemer."
            />
          ) : (
            <Table
              caption="Notificaties voor deze afnemer"
              columns={COLUMNS}
              rows={log.value.regels}
              rowKey={({ nummer }) => String(nummer)}
            />
          )}
          <Verder path={path} gelezen={gelezen} vanaf={log.value.verder === null ? null : log.value.verder - 1} />
        </>
      ) : (
        <FailedBlock what="de notificaties voor deze afnemer" reference={reference} />
      )}
    </section>
  );
}

const COLUMNS: readonly [Column<Aflevering>, ...Column<Aflevering>[]] = [
  { name: 'Nummer', cell: ({ nummer }) => nummer },
  { name: 'Tijd', cell: ({ op }) => <Time at={op} /> },
  {
    name: 'Bericht',
    cell: ({ kanaal, resource, actie }) => (
      <>
        {kanaal}
        <br />
        {resource} {actie}
      </>
    ),
  },
  { name: 'Hoofdobject', cell: ({ hoofdObject }) => hoofdObject },
  {
    name: 'Staat',
    cell: ({ staat, klaarOp }) => (
      <>
        <StatusBadge tone={STAAT[staat].tone}>{STAAT[staat].label}</StatusBadge>
        {klaarOp === null ? null : (
          <>
            <br />
            <Time at={klaarOp} />
          </>
        )}
      </>
    ),
  },
  { name: 'Pogingen', cell: ({ pogingen }) => pogingen },
  { name: 'Reden', cell: ({ reden }) => reden || null, roomy: true },
];

/** The page of an abonnement whose source failed. */
export function Mislukt({ options, reference }: { readonly options: BeheerOptions; readonly reference: string }) {
  return (
    <Kader options={options} title="Abonnement" current={NOTIFICATIES} above={BOVEN}>
      <Heading level={1}>Abonnement</Heading>
      <Heading level={2}>Gegevens</Heading>
      <FailedBlock what="dit abonnement" reference={reference} />
    </Kader>
  );
}
