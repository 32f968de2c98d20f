/** The first page: who the fictional people are, what came in, and the faults. */
import { toReadable } from '../basis/tijd.ts';
import type { Persoon } from '../personen/personen.ts';
import type { SimulatorStand } from '../stand.ts';
import type { VeldFout, Waarden } from '../storingen/formulier.ts';
import { Feiten, Pagina, toHtml } from './kader.tsx';
import { beschrijf, StoringFormulier } from './storingen.tsx';

export interface OverzichtOpties {
  readonly stijl: string;
  readonly stand: SimulatorStand;
  /** Ids of persons that got a status last and are not among the fictional people. */
  readonly anderen: readonly string[];
  /** What stands in the form: what is set, or what was just sent in. */
  readonly waarden: Waarden;
  /** What is wrong with what was just sent in. */
  readonly fouten: readonly VeldFout[];
  /** A form was just accepted. */
  readonly gewijzigd: boolean;
  toDigits(instant: Date): string;
}

export function overzichtPagina(opties: OverzichtOpties): string {
  const { stijl, stand, anderen, waarden, fouten, gewijzigd, toDigits } = opties;
  const storingen = beschrijf(stand.storingen);
  return toHtml(
    <Pagina titel={fouten.length > 0 ? 'Fout: overzicht' : 'Overzicht'} pad="/simulator" stijl={stijl}>
      <h1>Simulator van MijnOverheid</h1>
      {fouten.length > 0 && (
        <div className="melding fout" role="alert">
          <h2>De storingen zijn niet ingesteld</h2>
          <ul>
            {fouten.map((fout) => (
              <li key={fout.tekst}>{fout.veld === null ? fout.tekst : <a href={`#${fout.veld}`}>{fout.tekst}</a>}</li>
            ))}
          </ul>
        </div>
      )}
      <p>
        Hier komen de berichten aan die een gemeente over zaken stuurt. Kies een persoon om te zien wat die ziet. U kunt
        ook storingen instellen, om te zien hoe Zaakbode daarmee omgaat.
      </p>
      {storingen.length > 0 && (
        <div className="melding fout">
          <h2>Nu ingesteld</h2>
          <ul>
            {storingen.map((regel) => (
              <li key={regel}>{regel}</li>
            ))}
          </ul>
          <p>
            <a href="#storingen">Naar de storingen</a>
          </p>
        </div>
      )}
      <Personen personen={stand.personen} anderen={anderen} toDigits={toDigits} />
      <Ontvangen stand={stand} />
      <section>
        <h2 id="storingen">Storingen</h2>
        {gewijzigd && (
          <div className="melding" role="status">
            <p>De storingen zijn aangepast.</p>
          </div>
        )}
        <StoringFormulier waarden={waarden} fouten={fouten} />
      </section>
      <section>
        <h2>Voor ontwikkelaars</h2>
        <p>
          Alles hier kan ook met JSON: <a href="/simulator/bestuur">stand en tellers</a>,{' '}
          <a href="/simulator/bestuur/ledger">het grootboek</a> en{' '}
          <a href="/simulator/bestuur/berichten">de laatste berichten</a>. Een BSN staat er nergens in.
        </p>
      </section>
    </Pagina>,
  );
}

interface PersonenOpties {
  readonly personen: readonly Persoon[];
  readonly anderen: readonly string[];
  readonly toDigits: ToDigits;
}

function Personen({ personen, anderen, toDigits }: PersonenOpties) {
  return (
    <section>
      <h2 id="personen">Personen</h2>
      {personen.length === 0 && <p>In deze stand is elk BSN bekend en heeft iedereen een account.</p>}
      <ul className="kaarten twee">
        {personen.map((persoon) => (
          <li className="kaart" key={persoon.id}>
            <PersoonKaart persoon={persoon} toDigits={toDigits} />
          </li>
        ))}
      </ul>
      {anderen.length > 0 && (
        <>
          <h3>Wie het laatst een status kreeg</h3>
          <ul className="lijst">
            {anderen.map((id) => (
              <li key={id}>
                <a href={`/simulator/burger/${id}`}>Burger {id}</a>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

type ToDigits = OverzichtOpties['toDigits'];

function accountTekst({ account: { geactiveerdOp } }: Persoon, toDigits: ToDigits): string {
  if (geactiveerdOp === null) return 'Geen account';
  return `Account sinds ${toReadable(toDigits(new Date(geactiveerdOp)).slice(0, 8))}`;
}

function PersoonKaart({ persoon, toDigits }: { readonly persoon: Persoon; readonly toDigits: ToDigits }) {
  const actief = persoon.account.status === 'actief';
  return (
    <article>
      <h3>
        <a href={`/simulator/burger/${persoon.id}`}>{persoon.naam}</a>
      </h3>
      <p>{persoon.toelichting}</p>
      <ul className="vlaggen">
        <li className={actief ? 'vlag goed' : 'vlag slecht'}>{accountTekst(persoon, toDigits)}</li>
        <li className={persoon.inBrp ? 'vlag goed' : 'vlag slecht'}>
          {persoon.inBrp ? 'In de BRP' : 'Niet in de BRP'}
        </li>
        <li className="vlag">{persoon.email === null ? 'Geen e-mail' : 'Krijgt e-mail'}</li>
      </ul>
      <form method="post" action="/simulator/bestuur/accounts">
        <input type="hidden" name="persoon" value={persoon.id} />
        <input type="hidden" name="status" value={actief ? 'geen' : 'actief'} />
        <button type="submit" className="tweede">
          {actief ? 'Zet account uit' : 'Zet account aan'}
          <span className="verborgen"> van {persoon.naam}</span>
        </button>
      </form>
    </article>
  );
}

function Ontvangen({ stand: { grootboek, sindsStart, onderweg } }: { readonly stand: SimulatorStand }) {
  return (
    <section>
      <h2>Wat er binnenkwam</h2>
      <Feiten
        feiten={[
          ['Zaakberichten', grootboek.berichten],
          ['Getoond aan de burger', grootboek.toegepast],
          ['Dubbel ontvangen', `${grootboek.dubbel} keer (telt niet opnieuw mee)`],
          ['Beantwoord met een foutbericht', grootboek.stufFouten],
          ['Geweigerd door ebMS', grootboek.ebmsFouten + sindsStart.soapFaults],
          ['Zelfde nummer, andere inhoud', grootboek.afwijkend],
          ['Bevestigingen verstuurd', `${sindsStart.acksVerstuurd} sinds de start`],
          ['Nog onderweg', onderweg],
        ]}
      />
    </section>
  );
}
