/** What came in at the subscriber of the demonstration. */
import { toReadable } from '../basis/tijd.ts';
import { Pagina, toHtml } from './kader.tsx';

/** One notification, as it came. */
export interface Binnen {
  readonly op: Date;
  readonly nummer: string;
  readonly id: string;
  readonly kanaal: string;
  readonly resource: string;
  readonly actie: string;
  readonly hoofdObject: string;
}

export function afnemerPagina(stijl: string, binnen: readonly Binnen[], toDigits: (instant: Date) => string): string {
  return toHtml(
    <Pagina titel="Afnemer" pad="/simulator/afnemer" stijl={stijl}>
      <h1>Afnemer van notificaties</h1>
      <p>
        Een ander systeem kan zich op notificaties abonneren. Dit is zo’n systeem. U ziet wat er het laatst binnenkwam,
        sinds de simulator begon.
      </p>
      <section>
        <h2>Ontvangen ({binnen.length})</h2>
        {binnen.length === 0 && <p>Er is nog niets ontvangen.</p>}
        <ul className="kaarten">
          {binnen.map((een, i) => (
            // The same may come twice, with the same number and id; only its place tells them apart.
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is rendered once and never reordered
            <li className="kaart" key={i}>
              <h3>
                Nummer {een.nummer}: {een.resource} {een.actie}
              </h3>
              <p>
                {toReadable(toDigits(een.op))}, kanaal {een.kanaal}
              </p>
              <p>Hoofdobject: {een.hoofdObject}</p>
              <p>Id: {een.id}</p>
            </li>
          ))}
        </ul>
      </section>
    </Pagina>,
  );
}
