/** How an action went, told once at the top of the next page (`flits.ts`). */
import { Alert, type AlertKind, Paragraph } from '../../ui/index.ts';

export interface Afloopmelding {
  readonly kind: AlertKind;
  readonly title: string;
  readonly text: string;
}

/** By the word in the flits. */
export type Aflopen<A extends string> = Readonly<Record<A, Afloopmelding>>;

/** What a flits says; anything unknown is nothing. */
export function afloopVan<A extends string>(aflopen: Aflopen<A>, flits: string | null): A | null {
  return flits !== null && Object.hasOwn(aflopen, flits) ? (flits as A) : null;
}

/** Of a colleague who was first, where no form has to come back. */
export const NIETS: Afloopmelding = {
  kind: 'warning',
  title: 'Er is niets veranderd',
  text: 'Een collega was u voor. Hieronder staat hoe het nu is.',
};

export function Melding({ afloop }: { readonly afloop: Afloopmelding | null }) {
  if (afloop === null) return null;
  return (
    <Alert kind={afloop.kind} title={afloop.title} focus>
      <Paragraph>{afloop.text}</Paragraph>
    </Alert>
  );
}
