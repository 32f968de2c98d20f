/**
 * What the forms of the inrichting share: mistakes at their field, a colleague who was first, the reason, and the version
 * that the maker of the change saw (`wijzigen.tsx` stores it).
 */
import type { ComponentProps, ReactNode } from 'react';
import {
  Alert,
  Button,
  type Crumb,
  ErrorSummary,
  type FieldProps,
  Heading,
  Link,
  Paragraph,
  PostForm,
  TextArea,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Inrichting } from '../bron.ts';
import { type BeheerOptions, Kader } from '../kader.tsx';
import { MAX_REDEN } from './redenveld.ts';

export interface Fout {
  readonly field: string;
  readonly message: string;
}

/** As a form has it: by the name of the field. */
export type Getypt = Readonly<Record<string, string>>;

/** A form as it comes back; nothing for one that is opened. */
export interface FormulierStand<G = Getypt> {
  readonly getypt?: G;
  readonly reden?: string;
  readonly fouten?: readonly Fout[];
  readonly verouderd?: boolean;
}

export const foutBij = (fouten: readonly Fout[], field: string): string | undefined =>
  fouten.find((fout) => fout.field === field)?.message;

/** The properties of a field: its value, and its mistake. */
export function velden(waarden: Getypt, fouten: readonly Fout[]): (id: string, label: string) => FieldProps {
  return (id, label) => ({ id, label, value: waarden[id] ?? '', error: foutBij(fouten, id) });
}

export interface FormulierProps {
  readonly options: BeheerOptions;
  readonly inrichting: Inrichting;
  readonly title: string;
  readonly current: NonNullable<ComponentProps<typeof Kader>['current']>;
  readonly above: readonly Crumb[];
  readonly lead: ReactNode;
  /** Where the form is sent, and where one goes who does not want to. */
  readonly action: string;
  readonly terug: string;
  readonly stand: FormulierStand<unknown>;
  /** What holds now, in a sentence, for who comes second. */
  readonly nuGeldt: string;
  /** Before the form. */
  readonly vooraf?: ReactNode;
  readonly knop?: string;
  /** The fields. */
  readonly children: ReactNode;
  /** Behind the form. */
  readonly daarna?: ReactNode;
}

export function formulierPagina(props: FormulierProps): Antwoord {
  const { options, inrichting, title, current, above, lead, action, terug, nuGeldt } = props;
  const { reden = '', fouten = [], verouderd = false } = props.stand;
  const page = (
    <Kader options={options} title={title} current={current} above={above} invalid={fouten.length > 0}>
      <ErrorSummary errors={fouten} />
      {verouderd ? (
        <Alert kind="warning" title="Een collega was u voor" focus>
          <Paragraph>
            Er is intussen iets gewijzigd. Er is niets van u bewaard, maar wat u invulde staat er nog. {nuGeldt} Klopt
            uw invoer nog? Bewaar dan opnieuw.
          </Paragraph>
        </Alert>
      ) : null}
      <Heading level={1}>{title}</Heading>
      <Paragraph lead>{lead}</Paragraph>
      {props.vooraf}
      <PostForm action={action} className="zb-formulier" noValidate>
        <Basis inrichting={inrichting} />
        {props.children}
        <RedenVeld reden={reden} fout={foutBij(fouten, 'reden')} />
        <div className="zb-knoppen">
          <Button>{props.knop ?? 'Bewaar'}</Button>
          <Link href={terug}>Annuleer</Link>
        </div>
      </PostForm>
      {props.daarna}
    </Kader>
  );
  return { status: verouderd ? 409 : fouten.length > 0 ? 422 : 200, page };
}

/** The version that the maker of a change saw. */
export function Basis({ inrichting }: { readonly inrichting: Inrichting }) {
  return <input type="hidden" name="basis" value={inrichting.versie} />;
}

export function RedenVeld({ reden, fout }: { readonly reden: string; readonly fout: string | undefined }) {
  return (
    <TextArea
      id="reden"
      label="Waarom wijzigt u dit?"
      hint={`Hoogstens ${MAX_REDEN} tekens.`}
      rows={2}
      value={reden}
      error={fout}
      required
    />
  );
}
