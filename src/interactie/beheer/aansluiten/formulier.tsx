/** What the forms about connecting share: the frame, mistakes at their field, and what was done. */
import type { ReactNode } from 'react';
import { Alert, type Crumb, ErrorSummary, Heading, Paragraph, SelectField } from '../../ui/index.ts';
import type { Fout } from '../bron.ts';
import { type BeheerOptions, Kader } from '../kader.tsx';
import { AANSLUITEN } from './woorden.ts';

export const foutBij = (fouten: readonly Fout[], veld: string): string | undefined =>
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
  gevraagd: 'De vrijgave is gevraagd. Een collega moet die nu geven',
  vrijgegeven: 'De aansluiting is vrijgegeven',
};

export function Gelukt({ gedaan }: { readonly gedaan: string }) {
  const title = Object.hasOwn(GEDAAN, gedaan) ? GEDAAN[gedaan] : undefined;
  return title === undefined ? null : <Alert kind="ok" title={title} focus />;
}

export interface BladProps {
  readonly options: BeheerOptions;
  readonly title: string;
  readonly above: readonly Crumb[];
  readonly fouten: readonly Fout[];
  readonly gedaan: string;
  readonly children: ReactNode;
}

/** A page about connecting. */
export function Blad({ options, title, above, fouten, gedaan, children }: BladProps) {
  return (
    <Kader options={options} title={title} current={AANSLUITEN} above={above} invalid={fouten.length > 0}>
      <Heading level={1}>{title}</Heading>
      <Gelukt gedaan={gedaan} />
      {children}
    </Kader>
  );
}

export interface KeuzeProps {
  readonly id: string;
  readonly label: string;
  readonly hint?: string;
  readonly value: string;
  readonly error?: string | undefined;
  readonly groep: string;
  readonly opties: Readonly<Record<string, string>>;
  readonly leeg: string;
}

export function Keuze({ groep, opties, leeg, ...rest }: KeuzeProps) {
  return (
    <SelectField
      {...rest}
      first={{ value: '', label: leeg }}
      groups={[{ label: groep, options: Object.entries(opties).map(([value, label]) => ({ value, label })) }]}
    />
  );
}
