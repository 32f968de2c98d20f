/** Data on a page: a table that also works at 320 px, a list of facts, pages of a list, steps in time. */
import type { ReactNode } from 'react';
import { Icon, Spoken } from './text.tsx';
import { Time } from './time.tsx';

export interface Column<T> {
  readonly name: string;
  /** What stands in the cell; null leaves it empty, and leaves the line out at 320 px. */
  readonly cell: (row: T) => ReactNode;
  /** For sentences; other columns take a word or two. */
  readonly roomy?: boolean;
  /** For numbers to compare: they stand below each other by their last digit. */
  readonly numeric?: boolean;
}

export interface TableProps<T> {
  /** Read out before the table; the heading above it shows the same to the eye. */
  readonly caption: string;
  /** The first column names the row. */
  readonly columns: readonly [Column<T>, ...Column<T>[]];
  readonly rows: readonly T[];
  readonly rowKey: (row: T) => string;
}

// Shown as blocks at 320 px, these elements may lose their meaning in a browser; the explicit role keeps it.
const AS_TABLE = { role: 'table' } as const;
const AS_ROWS = { role: 'rowgroup' } as const;
const AS_ROW = { role: 'row' } as const;
const AS_CELL = { role: 'cell' } as const;
const AS_COLUMN = { role: 'columnheader', scope: 'col' } as const;
const AS_NAME = { role: 'rowheader', scope: 'row' } as const;

/** A table; where its columns do not fit, each row becomes a block with the column names in front. */
export function Table<T>({ caption, columns, rows, rowKey }: TableProps<T>) {
  const [first, ...rest] = columns;
  return (
    <div className="zb-tabelruimte">
      <table {...AS_TABLE} className="utrecht-table utrecht-table--html-table zb-tabel">
        <caption className="zb-alleen-voorlezen">{caption}</caption>
        <thead {...AS_ROWS} className="utrecht-table__header">
          <tr {...AS_ROW} className="utrecht-table__row">
            {columns.map(({ name, numeric }) => (
              <th key={name} {...AS_COLUMN} className={lookOf('utrecht-table__header-cell', numeric)}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody {...AS_ROWS} className="utrecht-table__body">
          {rows.map((row) => (
            <tr key={rowKey(row)} {...AS_ROW} className="utrecht-table__row">
              <th {...AS_NAME} data-label={first.name} className="utrecht-table__header-cell">
                <Cell roomy={first.roomy}>{first.cell(row)}</Cell>
              </th>
              {rest.map(({ name, cell, roomy, numeric }) => {
                const content = cell(row);
                const look =
                  content === null ? 'utrecht-table__cell zb-tabel__leeg' : lookOf('utrecht-table__cell', numeric);
                return (
                  <td key={name} {...AS_CELL} data-label={name} className={look}>
                    <Cell roomy={roomy}>{content}</Cell>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function lookOf(look: string, numeric = false): string {
  return numeric ? `${look} zb-tabel__getal` : look;
}

function Cell({ roomy, children }: { readonly roomy: boolean | undefined; readonly children: ReactNode }) {
  return <div className={roomy ? 'zb-cel zb-cel--ruim' : 'zb-cel'}>{children}</div>;
}

export interface Fact {
  readonly name: string;
  readonly value: ReactNode;
}

export function DataList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className="utrecht-data-list utrecht-data-list--html-dl utrecht-data-list--rows">
      {facts.map(({ name, value }) => (
        <div key={name} className="utrecht-data-list__item">
          <dt className="utrecht-data-list__item-key">{name}</dt>
          <dd className="utrecht-data-list__item-value utrecht-data-list__item-value--html-dd">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface PaginationProps {
  /** From 1. */
  readonly page: number;
  readonly pages: number;
  readonly hrefOf: (page: number) => string;
}

/** Links to the pages of a list: the first, the last, and those around this one. Nothing when there is one page. */
export function Pagination({ page, pages, hrefOf }: PaginationProps) {
  if (pages <= 1) return null;
  return (
    <nav className="utrecht-pagination" aria-label="Pagina's">
      <ul className="utrecht-pagination__list">
        {page > 1 ? <RelativeLink href={hrefOf(page - 1)} rel="prev" label="Vorige" /> : null}
        {pagesToShow(page, pages).map((shown) => (
          <li key={shown}>
            {shown < 0 ? (
              <span aria-hidden="true">…</span>
            ) : shown === page ? (
              <a
                className="utrecht-pagination__page-link utrecht-pagination__page-link--current"
                href={hrefOf(shown)}
                aria-current="page"
              >
                <Spoken>Pagina </Spoken>
                {shown}
              </a>
            ) : (
              <a className="utrecht-pagination__page-link" href={hrefOf(shown)}>
                <Spoken>Pagina </Spoken>
                {shown}
              </a>
            )}
          </li>
        ))}
        {page < pages ? <RelativeLink href={hrefOf(page + 1)} rel="next" label="Volgende" /> : null}
      </ul>
    </nav>
  );
}

function RelativeLink(props: { readonly href: string; readonly rel: 'prev' | 'next'; readonly label: string }) {
  return (
    <li>
      <a className="utrecht-pagination__relative-link" href={props.href} rel={props.rel}>
        {props.label}
      </a>
    </li>
  );
}

/** Page numbers in order; a negative number stands for a gap of two pages or more. */
export function pagesToShow(page: number, pages: number): number[] {
  const wanted = [1, page - 1, page, page + 1, pages].filter((n) => n >= 1 && n <= pages);
  const shown: number[] = [];
  for (const n of [...new Set(wanted)].sort((a, b) => a - b)) {
    const last = shown.at(-1) ?? 0;
    if (n - last === 2) shown.push(n - 1);
    else if (n - last > 2) shown.push(-n);
    shown.push(n);
  }
  return shown;
}

export interface Step {
  readonly title: string;
  /** `done`: behind us; `here`: where it stands now; `later`: expected. */
  readonly state: 'done' | 'here' | 'later';
  readonly at?: Date;
  readonly note?: ReactNode;
}

const STEP = {
  done: { look: 'zb-stap zb-stap--klaar', spoken: 'Klaar: ' },
  here: { look: 'zb-stap zb-stap--hier', spoken: 'Nu: ' },
  later: { look: 'zb-stap zb-stap--straks', spoken: 'Nog niet: ' },
} as const;

/** Steps in the order in which they happen, the oldest first. */
export function Steps({ steps }: { readonly steps: readonly Step[] }) {
  return (
    <ol className="zb-stappen">
      {steps.map(({ title, state, at, note }, index) => (
        // Two steps may have the same name and the same second; the place in the list is what tells them apart.
        // biome-ignore lint/suspicious/noArrayIndexKey: the list is rendered once and never reordered
        <li key={index} className={STEP[state].look} aria-current={state === 'here' ? 'step' : undefined}>
          <span className="zb-stap__teken">{state === 'done' ? <Icon name="check" /> : null}</span>
          <div className="zb-stap__inhoud">
            <p className="zb-stap__titel">
              <Spoken>{STEP[state].spoken}</Spoken>
              {title}
            </p>
            {at ? (
              <p className="zb-stap__tijd">
                <Time at={at} long />
              </p>
            ) : null}
            {note ? <p className="zb-stap__toelichting">{note}</p> : null}
          </div>
        </li>
      ))}
    </ol>
  );
}
