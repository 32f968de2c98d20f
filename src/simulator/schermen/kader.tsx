/**
 * The frame of every page of the simulator: the label that says whose interpretation this is, the menu, and the content.
 *
 * Guarantees: no script, no inline style, nothing from elsewhere; the address of the style sheet changes with its content.
 */
import type { ReactElement, ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { LABEL } from '../stand.ts';

export interface PaginaOpties {
  readonly titel: string;
  readonly pad: string;
  /** Address of the style sheet. */
  readonly stijl: string;
  readonly children: ReactNode;
}

/** The document as text. */
export function toHtml(page: ReactElement): string {
  return `<!doctype html>${renderToStaticMarkup(page)}`;
}

const MENU = [
  { href: '/simulator', tekst: 'Overzicht' },
  { href: '/simulator/post', tekst: 'E-mail' },
  { href: '/simulator/afnemer', tekst: 'Afnemer' },
] as const;

export function Pagina({ titel, pad, stijl, children }: PaginaOpties) {
  return (
    <html lang="nl">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${titel} - Simulator van MijnOverheid`}</title>
        <link rel="stylesheet" href={stijl} />
        <link rel="icon" type="image/svg+xml" href="/simulator/icoon.svg" />
      </head>
      <body>
        <a className="sla-over" href="#inhoud">
          Naar de inhoud
        </a>
        <header>
          <div className="label">
            <div className="breed">
              <p>{LABEL}</p>
            </div>
          </div>
          <div className="kop">
            <div className="breed">
              <p className="naam">Simulator</p>
              <nav className="menu" aria-label="Simulator">
                <ul>
                  {MENU.map(({ href, tekst }) => (
                    <li key={href}>
                      <a href={href} aria-current={href === pad ? 'page' : undefined}>
                        {tekst}
                      </a>
                    </li>
                  ))}
                </ul>
              </nav>
            </div>
          </div>
        </header>
        <main id="inhoud" tabIndex={-1} className="breed">
          {children}
        </main>
        <footer>
          <div className="breed">
            <p>
              Deze simulator speelt MijnOverheid en de BRP na, om Zaakbode te testen. Alle personen zijn verzonnen. Er
              gaat niets naar de echte MijnOverheid.
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
}

/** A row of labels with values. */
export function Feiten({ feiten }: { readonly feiten: readonly (readonly [string, ReactNode])[] }) {
  return (
    <dl>
      {feiten.map(([naam, waarde]) => (
        <div key={naam}>
          <dt>{naam}</dt>
          <dd>{waarde}</dd>
        </div>
      ))}
    </dl>
  );
}

/** `1 zaak`, `3 zaken`. */
export function aantal(getal: number, een: string, meer: string): string {
  return getal === 1 ? `1 ${een}` : `${getal} ${meer}`;
}
