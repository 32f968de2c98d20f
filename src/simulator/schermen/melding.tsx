/** A page that says that something is not there, or went wrong. */
import { Pagina, toHtml } from './kader.tsx';

export function meldingPagina(stijl: string, titel: string, uitleg: string): string {
  return toHtml(
    <Pagina titel={titel} pad="" stijl={stijl}>
      <h1>{titel}</h1>
      <p>{uitleg}</p>
      <p>
        <a href="/simulator">Naar het overzicht van de simulator</a>
      </p>
    </Pagina>,
  );
}
