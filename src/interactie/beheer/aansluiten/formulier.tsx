/** What the forms about connecting share: the frame, mistakes at their field, and what was done. */
import type { ComponentProps, ReactNode } from 'react';
import {
  Alert,
  type Crumb,
  ErrorSummary,
  Heading,
  Paragraph,
  SelectField,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { Fout } from '../bron.ts';
import { type BeheerOptions, Kader } from '../kader.tsx';
import { AANSLUITEN, BOVEN } from './woorden.ts';

const foutBij = (fouten: readonly Fout[], veld: string): string | undefined =>
  fouten.find((fout) => fout.veld === veld)?.tekst;

/** Mistakes with a field link to it; one of the whole form stands by itself. */
export function Fouten({ fouten }: { readonly fouten: readonly Fout[] }) {
  const bijVeld = fouten.filter(({ veld }) => veld !== '');
  const geheel = fouten.filter(({ veld }) => veld === '');
  return (
    <>
      {geheel.map(({ tekst }) => (
        <Alert key={tekst} kind="error" title="Dit kan nu niet" focus>
          <Paragraph>{tekst}</Paragraph>
        </Alert>
      ))}
      <ErrorSummary errors={bijVeld.map(({ veld, tekst }) => ({ field: veld, message: tekst }))} />
    </>
  );
}

const GEDAAN: Readonly<Record<string, string>> = {
  bewaard: 'Wij hebben het bewaard',
  afgevinkt: 'De stap is afgevinkt',
  teruggehaald: 'Het vinkje is weg',
  gecontroleerd: 'De controle is gedaan',
  begonnen: 'U kunt beginnen',
  afgerond: 'Het verslag is afgerond',
  beoordeeld: 'Het oordeel is vastgelegd',
  gedraaid: 'De test is gedraaid',
  weg: 'De regel is van de lijst',
  gevraagd: 'De vrijgave is gevraagd. Een andere beheerder moet nu akkoord geven',
};

export function Gelukt({ gedaan }: { readonly gedaan: string }) {
  const title = Object.hasOwn(GEDAAN, gedaan) ? GEDAAN[gedaan] : undefined;
  return title === undefined ? null : <Alert kind="ok" title={title} focus />;
}

/** What every page about connecting is given. */
export interface PaginaProps {
  readonly options: BeheerOptions;
  readonly fouten: readonly Fout[];
  /** What was just done, as the address says it. */
  readonly gedaan: string;
}

export interface BladProps extends PaginaProps {
  readonly title: string;
  readonly above?: readonly Crumb[];
  readonly children: ReactNode;
}

/** A page about connecting. */
export function Blad({ options, title, above = BOVEN, fouten, gedaan, children }: BladProps) {
  return (
    <Kader options={options} title={title} current={AANSLUITEN} above={above} invalid={fouten.length > 0}>
      <Heading level={1}>{title}</Heading>
      <Gelukt gedaan={gedaan} />
      {children}
    </Kader>
  );
}

export interface VeldenProps {
  readonly velden: readonly Omit<ComponentProps<typeof TextField>, 'error'>[];
  readonly fouten: readonly Fout[];
}

/** Fields of one line below each other, each with what is wrong with it. */
export function Velden({ velden, fouten }: VeldenProps) {
  return velden.map((veld) => <TextField key={veld.id} {...veld} error={foutBij(fouten, veld.id)} />);
}

/** A field of more lines, with what is wrong with it. */
export function Tekstvak({
  fouten,
  ...rest
}: Omit<ComponentProps<typeof TextArea>, 'error'> & { readonly fouten: readonly Fout[] }) {
  return <TextArea {...rest} error={foutBij(fouten, rest.id)} />;
}

export interface KeuzeProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly fouten: readonly Fout[];
  readonly groep: string;
  readonly opties: Readonly<Record<string, string>>;
  readonly leeg: string;
}

export function Keuze({ groep, opties, leeg, fouten, ...rest }: KeuzeProps) {
  return (
    <SelectField
      {...rest}
      error={foutBij(fouten, rest.id)}
      first={{ value: '', label: leeg }}
      groups={[{ label: groep, options: Object.entries(opties).map(([value, label]) => ({ value, label })) }]}
    />
  );
}
