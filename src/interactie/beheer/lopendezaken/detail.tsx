/**
 * `/beheer/lopende-zaken/berichten/:id`: one zaakbericht: where it stands and what that means, what the operator can do,
 * the facts, the way it went, what the citizen sees, and the messages themselves.
 */
import type { ReactElement, ReactNode } from 'react';
import {
  ALERT_OF,
  Alert,
  CodeBlock,
  DataList,
  duration,
  EmptyState,
  ErrorSummary,
  type Fact,
  FailedBlock,
  Heading,
  Link,
  Paragraph,
  StatusBadge,
  Steps,
  Table,
  Time,
} from '../../ui/index.ts';
import type { Moment, Poging, ZaakberichtDetail } from '../bron.ts';
import { type BeheerOptions, Bijgewerkt, Kader } from '../kader.tsx';
import { Acties, Persoon } from './acties.tsx';
import { BERICHTEN } from './adres.ts';
import { type Afloopmelding, Melding } from './afloop.tsx';
import { Foutcode } from './foutcode.tsx';
import { hrefVanVersie } from './inrichting/overzicht.tsx';
import type { FoutInReden } from './redenveld.ts';
import { type FoutInHerroepen, type Terugneemstand, Terugnemen, veldVan } from './terugnemen.tsx';
import { UITLEG } from './uitleg.ts';
import { VoorbeeldVan } from './voorbeeld.tsx';

const ABOVE = [{ label: 'Zaakberichten', href: BERICHTEN }] as const;

/** How the operator's last action on this zaakbericht went. */
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
  gevraagd: {
    kind: 'ok',
    title: 'Uw verzoek staat klaar',
    text: 'Een andere beheerder geeft akkoord bij ‘Akkoord’. Pas dan gebeurt het.',
  },
  niet_gevraagd: {
    kind: 'warning',
    title: 'Er is niets gevraagd',
    text: 'Het kan nu niet. Misschien is er al om gevraagd, is het bericht al teruggenomen, of is dit net uitgezet bij Inrichting.',
  },
  niet: {
    kind: 'warning',
    title: 'Er is niets veranderd',
    text: 'Dit zaakbericht wacht niet meer op een beheerder. Misschien heeft een collega al iets gedaan.',
  },
} as const satisfies Readonly<Record<string, Afloopmelding>>;

export type Afloop = keyof typeof AFLOOP;

/** What the page tells beside the zaakbericht itself. */
export interface DetailStand {
  readonly afloop?: Afloop | null;
  /** The form to skip as it was sent, when something was wrong with it. */
  readonly overslaan?: FoutInReden;
  /** The form to see the BSN as it was sent, likewise. */
  readonly waarom?: FoutInReden;
  readonly bsn?: string;
  /** The form to take back as it was sent, likewise. */
  readonly herroepen?: FoutInHerroepen;
}

export interface DetailProps extends DetailStand {
  readonly options: BeheerOptions;
  readonly bericht: ZaakberichtDetail;
  /** Null when it cannot be had. */
  readonly terugneemstand: Terugneemstand | null;
  readonly reference: string;
}

export function Detail(props: DetailProps): ReactElement {
  const { options, bericht, afloop = null, overslaan, waarom, bsn, herroepen, terugneemstand, reference } = props;
  const title = `Zaakbericht bij ${bericht.zaaknummer}`;
  const fouten = [
    ...(overslaan ? [{ field: 'reden', message: overslaan.fout }] : []),
    ...(waarom ? [{ field: 'waarom', message: waarom.fout }] : []),
    ...(herroepen ? [{ field: veldVan(herroepen.actie), message: herroepen.fout }] : []),
  ];
  // What was taken back, or is about to be, stands with the state; that it can be asked is for seldom.
  const terugNu = bericht.verwant.length > 0 || (terugneemstand?.verzoeken.length ?? 0) > 0;
  const terugnemen =
    terugneemstand === null ? (
      <Blok title="Terugnemen wat is verteld">
        <FailedBlock what="wat er is teruggenomen" reference={reference} />
      </Blok>
    ) : (
      <Terugnemen bericht={bericht} stand={terugneemstand} fout={herroepen} />
    );
  return (
    <Kader options={options} title={title} current={BERICHTEN} above={ABOVE} invalid={fouten.length > 0}>
      <Melding afloop={afloop === null ? null : AFLOOP[afloop]} />
      <ErrorSummary errors={fouten} />
      <Heading level={1}>{title}</Heading>
      <Paragraph lead>
        {bericht.zaaktype}, status ‘{bericht.statustype}’
      </Paragraph>
      <Stand bericht={bericht} />
      <Foutcode reden={bericht.reden} antwoord={bericht.antwoordXml} />
      {bericht.wachtOpBeheerder ? <Acties id={bericht.id} overslaan={overslaan} /> : null}
      {terugNu ? terugnemen : null}
      <Blok title="Gegevens">
        <DataList facts={factsOf(bericht)} />
      </Blok>
      {bericht.besluit.length === 0 ? null : (
        <Blok title="Waarom dit bericht wel of niet gaat">
          <DataList facts={bericht.besluit.map(({ vraag, antwoord }) => ({ name: vraag, value: antwoord }))} />
          <Paragraph>
            Besloten met{' '}
            <Link href={hrefVanVersie(bericht.inrichting)}>versie {bericht.inrichting} van de inrichting</Link>
            {bericht.inrichting === 0 ? ', zoals het begon' : ''}.
          </Paragraph>
        </Blok>
      )}
      <Blok title="Verloop">
        <Verloop tijdlijn={bericht.tijdlijn} ended={UITLEG[bericht.staat].tone !== 'busy'} />
        <Pogingen pogingen={bericht.pogingen} />
      </Blok>
      {terugNu ? null : terugnemen}
      {bericht.heeftBsn ? <Persoon id={bericht.id} bsn={bsn} fout={waarom} /> : null}
      {bericht.berichtXml === null ? null : (
        <Blok title="Zo ziet de inwoner het">
          <VoorbeeldVan xml={bericht.berichtXml} />
        </Blok>
      )}
      <Blok title="Verzonden bericht">
        <Xml label="Verzonden bericht (XML)" xml={bericht.berichtXml} none="Er is geen bericht gemaakt." />
      </Blok>
      {bericht.enveloppe === null ? null : (
        <Blok title="Envelop van Digikoppeling">
          <Xml label="Envelop (XML)" xml={bericht.enveloppe} none="" />
        </Blok>
      )}
      <Blok title="Ontvangen antwoord">
        <Xml label="Ontvangen antwoord (XML)" xml={bericht.antwoordXml} none="Er is geen antwoord ontvangen." />
      </Blok>
      <Bijgewerkt at={options.clock.now()} />
    </Kader>
  );
}

function Blok({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="zb-blok">
      <Heading level={2}>{title}</Heading>
      {children}
    </section>
  );
}

/** The page of a zaakbericht whose source failed. */
export function DetailFailed({ options, reference }: { readonly options: BeheerOptions; readonly reference: string }) {
  return (
    <Kader options={options} title="Zaakbericht" current={BERICHTEN} above={ABOVE}>
      <Heading level={1}>Zaakbericht</Heading>
      <Blok title="Gegevens">
        <FailedBlock what="dit zaakbericht" reference={reference} />
      </Blok>
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
    ...(bericht.rolsoort === null ? [] : [{ name: 'Voor', value: `de ${bericht.rolsoort.replace('_', '-')}` }]),
    ...(bericht.stroom === null ? [] : [{ name: 'Stroom', value: bericht.stroom }]),
    { name: 'Laatst gewijzigd', value: <Time at={bericht.gewijzigdOp} long /> },
    { name: 'Kenmerk van het bericht', value: bericht.messageId ?? 'Er is geen bericht gemaakt' },
    ...(bericht.referentienummer === null ? [] : [{ name: 'Referentienummer', value: bericht.referentienummer }]),
    { name: 'Kenmerk van het zaakbericht', value: bericht.id },
  ];
}

/** Between these two MijnOverheid may have changed: then what stood there at the check counts, and who reads must know. */
const LANG_MS = 60 * 60 * 1000;

/** The check decides on the account as it was at the status change; the time in between is shown (L7). */
function gap(statusGezetOp: Date, gecontroleerdOp: Date): string {
  const milliseconds = gecontroleerdOp.getTime() - statusGezetOp.getTime();
  if (milliseconds < 0) return `${duration(-milliseconds)} vóór de status werd gezet`;
  const later = `${duration(milliseconds)} nadat de status werd gezet`;
  if (milliseconds < LANG_MS) return later;
  return `${later}. Zolang de controle niet antwoordt of later is ingesteld, wacht het bericht. De eerste controle die lukt, telt. Een account dat na de status is geactiveerd, telt niet mee.`;
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

function Pogingen({ pogingen }: { readonly pogingen: readonly Poging[] }) {
  if (pogingen.length === 0) return null;
  return (
    <>
      <Heading level={3}>Pogingen van Digikoppeling</Heading>
      <Table
        caption="Pogingen van Digikoppeling, de oudste bovenaan"
        columns={[
          { name: 'Tijd', cell: ({ tijd }) => <Time at={tijd} /> },
          { name: 'Uitkomst', cell: ({ uitkomst }) => uitkomst.replaceAll('_', ' ') },
          { name: 'Naar', cell: ({ via }) => via, roomy: true },
          { name: 'Reden', cell: ({ reden }) => reden, roomy: true },
        ]}
        rows={pogingen.map((poging, nr) => ({ ...poging, nr }))}
        rowKey={({ nr }) => String(nr)}
      />
    </>
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
