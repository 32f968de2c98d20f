/**
 * `/beheer/zaakberichten/:id`: one zaakbericht: where it stands and what that means, what the operator can do, the facts,
 * the way it went, and the messages themselves.
 */
import type { ReactElement } from 'react';
import {
  ALERT_OF,
  Alert,
  type AlertKind,
  CodeBlock,
  DataList,
  duration,
  EmptyState,
  ErrorSummary,
  type Fact,
  FailedBlock,
  Heading,
  Paragraph,
  StatusBadge,
  Steps,
  Time,
} from '../ui/index.ts';
import { Acties } from './acties.tsx';
import type { Moment, ZaakberichtDetail } from './bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader } from './kader.tsx';
import { UITLEG } from './uitleg.ts';

const ABOVE = [{ label: 'Zaakberichten', href: '/beheer/zaakberichten' }] as const;

/** How the operator's last action on this zaakbericht went, as it stands in the address after the redirect. */
export const AFLOOP = {
  opnieuw: {
    kind: 'ok',
    title: 'Het zaakbericht wordt opnieuw aangeboden',
    text: 'Het gaat als een nieuw bericht naar MijnOverheid. U ziet hieronder hoe het verloopt.',
  },
  overgeslagen: {
    kind: 'ok',
    title: 'Het zaakbericht is overgeslagen',
    text: 'De volgende status van deze zaak kan nu worden verzonden.',
  },
  niet: {
    kind: 'warning',
    title: 'Er is niets veranderd',
    text: 'Dit zaakbericht wacht niet meer op een beheerder. Misschien heeft een collega al iets gedaan.',
  },
} as const satisfies Readonly<Record<string, { kind: AlertKind; title: string; text: string }>>;

export type Afloop = keyof typeof AFLOOP;

/** Reads `?gedaan=`; anything unknown is nothing. */
export function readAfloop(given: unknown): Afloop | null {
  return typeof given === 'string' && Object.hasOwn(AFLOOP, given) ? (given as Afloop) : null;
}

export interface DetailProps {
  readonly options: BeheerOptions;
  readonly bericht: ZaakberichtDetail;
  readonly afloop: Afloop | null;
  /** The form to skip as it was sent, when something was wrong with it. */
  readonly overslaan?: { readonly reden: string; readonly fout: string };
}

export function Detail({ options, bericht, afloop, overslaan }: DetailProps): ReactElement {
  const title = `Zaakbericht bij ${bericht.zaaknummer}`;
  return (
    <Kader
      options={options}
      title={title}
      current="/beheer/zaakberichten"
      above={ABOVE}
      invalid={overslaan !== undefined}
    >
      {afloop === null ? null : (
        <Alert kind={AFLOOP[afloop].kind} title={AFLOOP[afloop].title} focus>
          <Paragraph>{AFLOOP[afloop].text}</Paragraph>
        </Alert>
      )}
      <ErrorSummary errors={overslaan ? [{ field: 'reden', message: overslaan.fout }] : []} />
      <Heading level={1}>{title}</Heading>
      <Paragraph lead>
        {bericht.zaaktype}, status ‘{bericht.statustype}’
      </Paragraph>
      <Stand bericht={bericht} />
      {bericht.wachtOpBeheerder ? <Acties id={bericht.id} {...overslaan} /> : null}
      <section className="zb-blok">
        <Heading level={2}>Gegevens</Heading>
        <DataList facts={factsOf(bericht)} />
      </section>
      <section className="zb-blok">
        <Heading level={2}>Verloop</Heading>
        <Verloop tijdlijn={bericht.tijdlijn} ended={UITLEG[bericht.staat].tone !== 'busy'} />
      </section>
      <section className="zb-blok">
        <Heading level={2}>Verzonden bericht</Heading>
        <Xml label="Verzonden bericht (XML)" xml={bericht.berichtXml} none="Er is geen bericht gemaakt." />
      </section>
      <section className="zb-blok">
        <Heading level={2}>Ontvangen antwoord</Heading>
        <Xml label="Ontvangen antwoord (XML)" xml={bericht.antwoordXml} none="Er is geen antwoord ontvangen." />
      </section>
      <Bijgewerkt at={options.clock.now()} />
    </Kader>
  );
}

/** The page of a zaakbericht whose source failed. */
export function DetailFailed({ options, reference }: { readonly options: BeheerOptions; readonly reference: string }) {
  return (
    <Kader options={options} title="Zaakbericht" current="/beheer/zaakberichten" above={ABOVE}>
      <Heading level={1}>Zaakbericht</Heading>
      <section className="zb-blok">
        <Heading level={2}>Gegevens</Heading>
        <FailedBlock what="dit zaakbericht" reference={reference} />
      </section>
    </Kader>
  );
}

function Stand({ bericht: { staat, reden } }: { readonly bericht: ZaakberichtDetail }) {
  const { label, tone, uitleg, doen } = UITLEG[staat];
  return (
    <Alert kind={ALERT_OF[tone]} title={`Staat: ${label}`}>
      <Paragraph>{uitleg}</Paragraph>
      {reden === null ? null : (
        <Paragraph>
          <strong>Reden:</strong> {reden}
        </Paragraph>
      )}
      <Paragraph>
        <strong>Wat u kunt doen:</strong> {doen}
      </Paragraph>
    </Alert>
  );
}

function factsOf(bericht: ZaakberichtDetail): Fact[] {
  const { staat, accountGecontroleerdOp, statusGezetOp } = bericht;
  return [
    { name: 'Zaaknummer', value: bericht.zaaknummer },
    { name: 'Zaaktype', value: bericht.zaaktype },
    { name: 'Status', value: bericht.statustype },
    { name: 'Staat', value: <StatusBadge tone={UITLEG[staat].tone}>{UITLEG[staat].label}</StatusBadge> },
    { name: 'Status gezet', value: <Time at={statusGezetOp} long /> },
    {
      name: 'Account gecontroleerd',
      value:
        accountGecontroleerdOp === null ? (
          'Niet gecontroleerd'
        ) : (
          <>
            <Time at={accountGecontroleerdOp} long />
            <br />
            {gap(statusGezetOp, accountGecontroleerdOp)}
          </>
        ),
    },
    { name: 'Laatst gewijzigd', value: <Time at={bericht.gewijzigdOp} long /> },
    { name: 'Kenmerk van het bericht', value: bericht.messageId ?? 'Er is geen bericht gemaakt' },
    { name: 'Kenmerk van het zaakbericht', value: bericht.id },
  ];
}

/** The check decides on the account as it was at the status change; the time in between is shown (L7). */
function gap(statusGezetOp: Date, gecontroleerdOp: Date): string {
  const milliseconds = gecontroleerdOp.getTime() - statusGezetOp.getTime();
  return milliseconds < 0
    ? `${duration(-milliseconds)} vóór de status werd gezet`
    : `${duration(milliseconds)} nadat de status werd gezet`;
}

function Verloop({ tijdlijn, ended }: { readonly tijdlijn: readonly Moment[]; readonly ended: boolean }) {
  if (tijdlijn.length === 0) return <EmptyState>Er is nog niets gebeurd met dit zaakbericht.</EmptyState>;
  return (
    <Steps
      steps={tijdlijn.map(({ tijd, wat, toelichting }, index) => ({
        title: wat,
        at: tijd,
        note: toelichting,
        state: ended || index < tijdlijn.length - 1 ? 'done' : 'here',
      }))}
    />
  );
}

function Xml(props: { readonly label: string; readonly xml: string | null; readonly none: string }) {
  if (props.xml === null) return <EmptyState>{props.none}</EmptyState>;
  return (
    <>
      <Paragraph>Burgerservicenummers zijn onleesbaar gemaakt.</Paragraph>
      <CodeBlock label={props.label}>{props.xml}</CodeBlock>
    </>
  );
}
