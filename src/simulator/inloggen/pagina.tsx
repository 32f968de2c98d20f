/** The one page of the login simulator: who are you? Its own frame, because it plays another organisation. */
import type { ReactNode } from 'react';
import { toHtml } from '../schermen/kader.tsx';
import type { Mens } from './mensen.ts';

const LABEL = 'Simulator: dit is geen echte inlogpagina';

interface KaderProps {
  readonly titel: string;
  readonly stijl: string;
  readonly children: ReactNode;
}

function Kader({ titel, stijl, children }: KaderProps) {
  return (
    <html lang="nl">
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${titel} - Simulator van inloggen`}</title>
        <link rel="stylesheet" href={stijl} />
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
        </header>
        <main id="inhoud" tabIndex={-1} className="breed">
          {children}
        </main>
        <footer>
          <div className="breed">
            <p>
              Deze simulator speelt de inlogdienst van de gemeente na, om Zaakbode te proberen. Er is geen wachtwoord en
              niemand hier bestaat echt.
            </p>
          </div>
        </footer>
      </body>
    </html>
  );
}

export function keuzePagina(stijl: string, mensen: readonly Mens[]): string {
  return toHtml(
    <Kader titel="Kies wie u bent" stijl={stijl}>
      <h1>Kies wie u bent</h1>
      <p>Zaakbode vraagt u om in te loggen. Bij een gemeente doet u dat met uw eigen account. Hier kiest u een rol.</p>
      {mensen.map(({ id, naam, uitleg }) => (
        <form key={id} method="post">
          <h2>{naam}</h2>
          <p>{uitleg}</p>
          <input type="hidden" name="wie" value={id} />
          <p>
            <button type="submit">Ga verder als {naam}</button>
          </p>
        </form>
      ))}
    </Kader>,
  );
}

export function meldingPagina(stijl: string, titel: string, uitleg: string): string {
  return toHtml(
    <Kader titel={titel} stijl={stijl}>
      <h1>{titel}</h1>
      <p>{uitleg}</p>
    </Kader>,
  );
}
