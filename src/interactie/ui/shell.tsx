/**
 * The frame of every page: skip link, header with the municipality's name, navigation, breadcrumb, main and footer.
 * The same order and the same names on every page (WCAG 3.2.3, 3.2.4, 3.2.6).
 */
import type { ReactNode } from 'react';
import { ASSETS } from './assets.ts';
import { VisitorBar } from './visitor.tsx';

export interface NavigationItem {
  readonly href: string;
  readonly label: string;
}

export interface Crumb {
  readonly label: string;
  /** Left out for the page itself, which stands last. */
  readonly href?: string;
}

export interface ShellProps {
  /** Name of this page; the title adds the part and the municipality. */
  readonly title: string;
  /** The municipality's name without `Gemeente`. */
  readonly gemeente: string;
  /** The part of Zaakbode that this page belongs to, e.g. `Beheer`; null on the home page. */
  readonly part: string | null;
  /** Where the municipality's name in the header leads. */
  readonly home: string;
  readonly navigation?: { readonly label: string; readonly items: readonly NavigationItem[] };
  /** `href` of the navigation item that this page belongs to. */
  readonly current?: string;
  readonly crumbs?: readonly Crumb[];
  /** Shows that this is a demonstration with invented people. */
  readonly demo?: boolean;
  /** True when the page shows mistakes in a form: the title then starts with `Fout:` (NL Design System, formulieren). */
  readonly invalid?: boolean;
  /** Help, on every page in the same place. */
  readonly help?: ReactNode;
  readonly children: ReactNode;
}

export function Shell(props: ShellProps) {
  const { title, gemeente, part, navigation, children } = props;
  const name = [title, part, `Gemeente ${gemeente}`].filter((piece) => piece !== null).join(' - ');
  return (
    <html lang="nl" className="utrecht-root voorbeeld-theme">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{props.invalid ? `Fout: ${name}` : name}</title>
        <link
          rel="preload"
          href={ASSETS['noto-sans-latin-400.woff2'].url}
          as="font"
          type="font/woff2"
          crossOrigin="anonymous"
        />
        <link rel="stylesheet" href={ASSETS['app.css'].url} />
        <link rel="icon" type="image/svg+xml" href={ASSETS['favicon.svg'].url} />
      </head>
      <body className="utrecht-body utrecht-document zb-body">
        <a className="nl-skip-link nl-skip-link--visible-on-focus" href="#inhoud">
          Ga naar de inhoud
        </a>
        {props.demo ? <DemoNotice /> : null}
        <Header gemeente={gemeente} part={part} home={props.home} />
        <div className={navigation ? 'zb-breed zb-rooster zb-rooster--met-navigatie' : 'zb-breed zb-rooster'}>
          {navigation ? <Navigation {...navigation} current={props.current} /> : null}
          <div className="zb-inhoud">
            {props.crumbs ? <Breadcrumb items={props.crumbs} /> : null}
            <main id="inhoud" tabIndex={-1} className="zb-inhoud">
              {children}
            </main>
          </div>
        </div>
        <Footer gemeente={gemeente} part={part} help={props.help} />
      </body>
    </html>
  );
}

/** Says on every page of a demonstration that nothing here is real. */
export function DemoNotice() {
  return (
    <aside className="zb-demo" aria-label="Demonstratie">
      <p className="zb-breed zb-demo__tekst">
        <strong>Dit is een demonstratie.</strong> De personen en zaken zijn verzonnen. Er gaat niets naar MijnOverheid.
      </p>
    </aside>
  );
}

function Header({ gemeente, part, home }: Pick<ShellProps, 'gemeente' | 'part' | 'home'>) {
  return (
    <header className="utrecht-page-header">
      <div className="utrecht-page-header__content zb-kop">
        <a className="zb-merk" href={home}>
          <svg className="zb-merk__teken" viewBox="0 0 40 40" aria-hidden="true">
            <rect width="40" height="40" rx="8" fill="currentColor" />
            <path d="M8 33V17h3v-4h3V9h3V6h6v3h3v4h3v4h3v16Z" fill="#fff" />
            <path d="M17 33v-8a3 3 0 0 1 6 0v8Z" fill="currentColor" />
          </svg>
          <span className="zb-merk__naam">Gemeente {gemeente}</span>
        </a>
        {part === null ? null : <span className="zb-merk__onderdeel">{part}</span>}
        <VisitorBar />
      </div>
    </header>
  );
}

function Navigation(props: {
  readonly label: string;
  readonly items: readonly NavigationItem[];
  readonly current: string | undefined;
}) {
  return (
    <nav className="denhaag-side-navigation" aria-label={props.label}>
      <ul className="denhaag-side-navigation__list">
        {props.items.map(({ href, label }) => (
          <li key={href} className="denhaag-side-navigation__item">
            {href === props.current ? (
              <a
                className="denhaag-side-navigation__link denhaag-side-navigation__link--current"
                href={href}
                aria-current="true"
              >
                {label}
              </a>
            ) : (
              <a className="denhaag-side-navigation__link" href={href}>
                {label}
              </a>
            )}
          </li>
        ))}
      </ul>
    </nav>
  );
}

function Breadcrumb({ items }: { readonly items: readonly Crumb[] }) {
  return (
    <nav className="utrecht-breadcrumb-nav" aria-label="Kruimelpad">
      <ol className="utrecht-breadcrumb-nav__list utrecht-breadcrumb-nav__list--html-ol">
        {items.map(({ label, href }) => (
          <li key={label} className="utrecht-breadcrumb-nav__item">
            {href === undefined ? (
              <span className="utrecht-breadcrumb-nav__link" aria-current="page">
                {label}
              </span>
            ) : (
              <a className="utrecht-breadcrumb-nav__link nl-link" href={href}>
                {label}
              </a>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}

function Footer({ gemeente, part, help }: Pick<ShellProps, 'gemeente' | 'part' | 'help'>) {
  return (
    <footer className="utrecht-page-footer zb-voet">
      <div className="utrecht-page-footer__content">
        {help ? (
          <>
            <h2 className="nl-heading nl-heading--level-4">Hulp nodig?</h2>
            <p className="nl-paragraph">{help}</p>
          </>
        ) : null}
        <p className="nl-paragraph">
          Gemeente {gemeente}
          {part === null ? '' : `, ${part}`}
        </p>
      </div>
    </footer>
  );
}
