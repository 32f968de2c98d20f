/** What a page tells about how things stand: alerts, badges, an empty list, a block that failed. */
import type { ReactNode } from 'react';
import { Heading, Icon, Paragraph } from './text.tsx';

/** How something stands, from good to wrong; `rest` means that it ended without being good or wrong. */
export type Tone = 'good' | 'busy' | 'attention' | 'wrong' | 'rest';

const BADGE: Readonly<Record<Tone, string>> = {
  good: 'utrecht-status-badge utrecht-status-badge--success',
  busy: 'utrecht-status-badge utrecht-status-badge--neutral',
  attention: 'utrecht-status-badge utrecht-status-badge--warning',
  wrong: 'utrecht-status-badge utrecht-status-badge--error',
  rest: 'utrecht-status-badge utrecht-status-badge--inactive',
};

/** A state in a word or two. The words say it; the colour only helps (WCAG 1.4.1). */
export function StatusBadge({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  return <span className={BADGE[tone]}>{children}</span>;
}

/** `neutral` is for what ended without being good or wrong. */
export type AlertKind = 'info' | 'ok' | 'warning' | 'error' | 'neutral';

const ALERT: Readonly<Record<AlertKind, string>> = {
  info: 'utrecht-alert utrecht-alert--info',
  ok: 'utrecht-alert utrecht-alert--ok',
  warning: 'utrecht-alert utrecht-alert--warning',
  error: 'utrecht-alert utrecht-alert--error',
  neutral: 'utrecht-alert zb-melding--rust',
};

/** How an alert looks that tells how something stands. */
export const ALERT_OF: Readonly<Record<Tone, AlertKind>> = {
  good: 'ok',
  busy: 'info',
  attention: 'warning',
  wrong: 'error',
  rest: 'neutral',
};

export interface AlertProps {
  readonly kind: AlertKind;
  readonly title: string;
  /** Place of the title in the outline of the page. */
  readonly level?: 2 | 3;
  readonly id?: string;
  /** Takes the focus when the page opens, so that a screen reader starts here: for the result of a form. */
  readonly focus?: boolean;
  readonly children?: ReactNode;
}

export function Alert({ kind, title, level = 2, id, focus = false, children }: AlertProps) {
  return (
    // biome-ignore lint/a11y/noAutofocus: without script this is how the result of a form is announced first
    <div className={ALERT[kind]} id={id} tabIndex={focus ? -1 : undefined} autoFocus={focus}>
      <div className="utrecht-alert__icon">
        <Icon name={kind === 'neutral' ? 'info' : kind} />
      </div>
      <div className="utrecht-alert__content">
        <div className="utrecht-alert__message">
          <Heading level={level} look={4}>
            {title}
          </Heading>
          {children}
        </div>
      </div>
    </div>
  );
}

/** The mistakes in a form, above that form, each linking to its field. */
export function ErrorSummary({ errors }: { readonly errors: readonly { field: string; message: string }[] }) {
  if (errors.length === 0) return null;
  return (
    <Alert kind="error" title={errors.length === 1 ? 'Er is 1 fout' : `Er zijn ${errors.length} fouten`} focus>
      <ul className="zb-lijst">
        {errors.map(({ field, message }) => (
          <li key={field}>
            <a className="nl-link" href={`#${field}`}>
              {message}
            </a>
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** Says that there is nothing, and why. */
export function EmptyState({ children }: { readonly children: ReactNode }) {
  return <p className="nl-paragraph zb-gedempt">{children}</p>;
}

/** A block whose source failed. `what` completes the sentence `Wij kunnen ... nu niet laten zien`. */
export function FailedBlock({ what, reference }: { readonly what: string; readonly reference: string }) {
  return (
    <Alert kind="error" title={`Wij kunnen ${what} nu niet laten zien`} level={3}>
      <Paragraph>
        Ververs de pagina over een paar minuten. Blijft dit zo? Zoek dan in het logbestand van Zaakbode op {reference}.
      </Paragraph>
    </Alert>
  );
}
