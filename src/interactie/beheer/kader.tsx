/** The frame of every page in /beheer, and what all its pages need. */
import type { FastifyRequest } from 'fastify';
import type { ReactNode } from 'react';
import { traceIdOf } from '../../platform/http/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import type { Figures } from '../../platform/usage/index.ts';
import { type Crumb, Heading, Link, type Loaded, loadBlock, longTime, Paragraph, Shell } from '../ui/index.ts';
import type { Aansluiten, CpaBeheer, LopendeZaken, Notificaties, RegisterStand, Zaakberichten } from './bron.ts';
import type { Meldingbron } from './meldingen.tsx';
import { type Toegang, ZONDER_AANMELDING } from './toegang/poort.ts';

/** What `beheerPages` is made with. */
export interface BeheerOptions {
  readonly zaakberichten: Zaakberichten;
  readonly lopendeZaken: LopendeZaken;
  readonly notificaties: Notificaties;
  readonly digikoppeling: CpaBeheer;
  /** What is wrong now; without it nothing is told. */
  readonly meldingen?: Meldingbron;
  /** Connecting to Lopende Zaken; without it those pages are not there. */
  readonly aansluiten?: Aansluiten;
  /** The municipality's name without `Gemeente`. */
  readonly gemeente: string;
  readonly clock: Clock;
  /** Who used the APIs since this process started. */
  readonly gebruik?: () => readonly Figures[];
  /** The registers of others. */
  readonly bronnen?: () => Promise<readonly RegisterStand[]>;
  /** How the APIs of those figures are called. */
  readonly apis?: readonly { readonly name: string; readonly title: string }[];
  /** Shows the notice that this is a demonstration. */
  readonly demo?: boolean;
  /** Who may come in, and the log of what they do. */
  readonly toegang: Toegang | typeof ZONDER_AANMELDING;
  /** The operator's name for the audit trail, in tests without login. */
  readonly wie?: (request: FastifyRequest) => string;
  /** How long a page waits for its source before it shows that the block failed. */
  readonly budgetMs?: number;
}

/** The longest that an operator waits for a page whose source hangs. */
const DEFAULT_BUDGET_MS = 5000;

const NAVIGATION = {
  label: 'Beheer',
  items: [
    { href: '/beheer', label: 'Overzicht' },
    { href: '/beheer/lopende-zaken/berichten', label: 'Zaakberichten' },
    { href: '/beheer/lopende-zaken/inrichting', label: 'Inrichting' },
    { href: '/beheer/lopende-zaken/statussen', label: 'Statussen' },
    { href: '/beheer/lopende-zaken/planning', label: 'Planning' },
    { href: '/beheer/lopende-zaken/verantwoording', label: 'Verantwoording' },
    { href: '/beheer/notificaties', label: 'Notificaties' },
    { href: '/beheer/digikoppeling', label: 'Digikoppeling' },
    { href: '/beheer/lopende-zaken/aansluiten', label: 'Aansluiten' },
    { href: '/beheer/bronnen', label: 'Bronnen' },
    { href: '/beheer/gebruik', label: 'Gebruik van de API’s' },
    { href: '/beheer/akkoord', label: 'Akkoord' },
    { href: '/beheer/logboek', label: 'Logboek' },
  ],
} as const;

/** The last two are about people who are logged in. */
const ZONDER = { ...NAVIGATION, items: NAVIGATION.items.slice(0, -2) };

export interface KaderProps {
  readonly options: BeheerOptions;
  readonly title: string;
  readonly current?: (typeof NAVIGATION.items)[number]['href'];
  /** The pages between Beheer and this one. */
  readonly above?: readonly Crumb[];
  readonly invalid?: boolean;
  readonly children: ReactNode;
}

export function Kader({ options, title, current, above = [], invalid = false, children }: KaderProps) {
  const crumbs = [{ label: 'Beheer', href: '/beheer' }, ...above, { label: title }];
  return (
    <Shell
      title={title}
      gemeente={options.gemeente}
      part="Beheer"
      home="/"
      navigation={options.toegang === ZONDER_AANMELDING ? ZONDER : NAVIGATION}
      {...(current === undefined ? {} : { current })}
      {...(current === '/beheer' ? {} : { crumbs })}
      demo={options.demo ?? false}
      invalid={invalid}
      help="Komt u er niet uit? Geef het kenmerk van het zaakbericht of het verzoek door aan uw applicatiebeheerder."
    >
      {children}
    </Shell>
  );
}

/** Says from what moment the figures on the page are. */
export function Bijgewerkt({ at }: { readonly at: Date }) {
  return (
    <p className="nl-paragraph zb-gedempt">
      Bijgewerkt op <time dateTime={at.toISOString()}>{longTime(at)}</time>. Ververs de pagina voor de nieuwste stand.
    </p>
  );
}

/** Loads a block for this request; a failure goes to the log under the request's own number. */
export function load<T>(request: FastifyRequest, options: BeheerOptions, source: () => Promise<T>): Promise<Loaded<T>> {
  return loadBlock(source, {
    budgetMs: options.budgetMs ?? DEFAULT_BUDGET_MS,
    onFailure: (reason) => request.log.error({ err: reason }, 'a block of /beheer failed'),
  });
}

/** In the audit trail of a test without login. */
const NIEMAND = 'beheerder (niet aangemeld)';

/** Who asks, for the audit trail. */
export function wieIs(request: FastifyRequest, options: BeheerOptions): string {
  return request.sessie?.name ?? options.wie?.(request) ?? NIEMAND;
}

/** How a request is found back in the log. */
export function referenceOf(request: FastifyRequest): string {
  return `trace ${traceIdOf(request.trace)}`;
}

export interface MeldingProps {
  readonly options: BeheerOptions;
  readonly title: string;
  readonly children: ReactNode;
}

/** A page that only tells something: not found, refused, broken. */
export function Melding({ options, title, children }: MeldingProps) {
  return (
    <Kader options={options} title={title}>
      <Heading level={1}>{title}</Heading>
      <Paragraph>{children}</Paragraph>
      <Paragraph>
        <Link href="/beheer">Naar het overzicht</Link>
      </Paragraph>
    </Kader>
  );
}

export function NotFound({ options }: { readonly options: BeheerOptions }) {
  return (
    <Melding options={options} title="Deze pagina bestaat niet">
      Misschien is het adres niet goed overgenomen, of is wat u zoekt er niet meer.
    </Melding>
  );
}

export function ActionFailed(props: { readonly request: FastifyRequest; readonly options: BeheerOptions }) {
  return (
    <Melding options={props.options} title="Wij weten niet of het is gelukt">
      Zaakbode kon de actie niet afmaken. Kijk hoe het ervoor staat en probeer het zo nodig opnieuw. Gaat het weer mis?
      Zoek dan in het logbestand van Zaakbode op {referenceOf(props.request)}.
    </Melding>
  );
}
