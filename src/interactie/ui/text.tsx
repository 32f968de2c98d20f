/** Text on a page: headings, paragraphs, links, marks and code. */
import type { ReactNode } from 'react';

const HEADING = {
  1: 'nl-heading nl-heading--level-1',
  2: 'nl-heading nl-heading--level-2',
  3: 'nl-heading nl-heading--level-3',
  4: 'nl-heading nl-heading--level-4',
} as const;

export interface HeadingProps {
  /** Place in the outline of the page. */
  readonly level: 1 | 2 | 3 | 4;
  /** Size, when it differs from the level. */
  readonly look?: 1 | 2 | 3 | 4;
  readonly id?: string;
  readonly children: ReactNode;
}

export function Heading({ level, look = level, id, children }: HeadingProps) {
  const Tag = `h${level}` as const;
  return (
    <Tag id={id} className={HEADING[look]}>
      {children}
    </Tag>
  );
}

export function Paragraph({ lead = false, children }: { readonly lead?: boolean; readonly children: ReactNode }) {
  return <p className={lead ? 'nl-paragraph nl-paragraph--lead' : 'nl-paragraph'}>{children}</p>;
}

export function Link({ href, children }: { readonly href: string; readonly children: ReactNode }) {
  return (
    <a className="nl-link" href={href}>
      {children}
    </a>
  );
}

/** Text for a screen reader only. */
export function Spoken({ children }: { readonly children: ReactNode }) {
  return <span className="zb-alleen-voorlezen">{children}</span>;
}

const ICONS = {
  info: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm1 15h-2v-6h2v6Zm0-8h-2V7h2v2Z',
  ok: 'M12 2a10 10 0 1 0 0 20 10 10 0 0 0 0-20Zm-1.6 14.6-4.2-4.2 1.5-1.5 2.7 2.7 6-6 1.5 1.5-7.5 7.5Z',
  warning: 'M12 2 1 21h22L12 2Zm1 16h-2v-2h2v2Zm0-4h-2V9h2v5Z',
  error: 'M8 2h8l6 6v8l-6 6H8l-6-6V8l6-6Zm5 15v-2h-2v2h2Zm0-4V7h-2v6h2Z',
  check: 'm9.5 18.5-6-6 2-2 4 4 9-9 2 2Z',
} as const;

/** A decorative sign; what it says must also be said in words. */
export function Icon({ name }: { readonly name: keyof typeof ICONS }) {
  return (
    <svg className="zb-teken" viewBox="0 0 24 24" aria-hidden="true" fill="currentColor">
      <path d={ICONS[name]} fillRule="evenodd" />
    </svg>
  );
}

function Code({ children }: { readonly children: string }) {
  return (
    <pre className="utrecht-code-block">
      <code className="utrecht-code-block__content" translate="no">
        {children}
      </code>
    </pre>
  );
}

/** A command to copy. Where it does not fit it goes on at the next line: a terminal takes it as one. */
export function Command({ children }: { readonly children: string }) {
  return (
    <div className="zb-code zb-code--opdracht">
      <Code>{children}</Code>
    </div>
  );
}

/**
 * Code or XML as it is, in a box that scrolls by itself. The box takes the focus, because a keyboard user cannot scroll
 * it otherwise (WCAG 2.1.1); `label` names it and must differ from the other names on the page.
 */
export function CodeBlock({ label, children }: { readonly label: string; readonly children: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard (WCAG 2.1.1)
    <section className="zb-code" aria-label={label} tabIndex={0}>
      <Code>{children}</Code>
    </section>
  );
}
