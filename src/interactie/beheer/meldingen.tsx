/** What is wrong now, as the alerts say it: the same that goes out by mail or webhook. */
import { Alert, Link, Paragraph, Time } from '../ui/index.ts';

export interface Melding {
  readonly soort: string;
  readonly sinds: Date;
  readonly tekst: string;
  /** What to do. */
  readonly advies: string;
  readonly href: string;
}

/** Where they come from; empty when nothing is wrong. */
export interface Meldingbron {
  lopend(): Promise<readonly Melding[]>;
}

export function Meldingen({ meldingen }: { readonly meldingen: readonly Melding[] }) {
  return meldingen.map(({ soort, sinds, tekst, advies, href }) => (
    <Alert key={`${soort} ${tekst}`} kind="error" title={tekst}>
      <Paragraph>
        Sinds <Time at={sinds} long />. {advies} <Link href={href}>Bekijk waar het om gaat</Link>
      </Paragraph>
    </Alert>
  ));
}
