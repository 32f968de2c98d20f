/** The mailbox of all fictional people: the mails that went out, and what waits for the next run. */
import { toIsoLocal, toReadable } from '../basis/tijd.ts';
import type { Mail } from '../boek/mailbox.ts';
import type { Persoon } from '../personen/personen.ts';
import { mailTekst } from '../post.ts';
import { aantal, Pagina, toHtml } from './kader.tsx';

export interface PostOpties {
  readonly stijl: string;
  readonly wachtend: readonly Omit<Mail, 'tijd'>[];
  readonly mails: readonly Mail[];
  /** Seconds between two runs. */
  readonly interval: number;
  persoon(id: string): Persoon | null;
  toDigits(instant: Date): string;
}

export function postPagina({ stijl, wachtend, mails, interval, persoon, toDigits }: PostOpties): string {
  return toHtml(
    <Pagina titel="E-mail" pad="/simulator/post" stijl={stijl}>
      <h1>E-mail aan burgers</h1>
      <p>
        MijnOverheid stuurt een e-mail als er nieuws is over een zaak. Eén e-mail kan over meer statussen gaan. Alleen
        wie een e-mailadres opgaf, krijgt e-mail. Deze e-mails blijven in de simulator.
      </p>
      <section>
        <h2>Wacht op verzending</h2>
        {wachtend.length === 0 ? (
          <p>Er wacht niets. De simulator kijkt elke {aantal(interval, 'seconde', 'seconden')} of er nieuws is.</p>
        ) : (
          <>
            <ul className="lijst">
              {wachtend.map((updates) => (
                <li key={updates.persoon}>
                  {persoon(updates.persoon)?.naam ?? updates.persoon}:{' '}
                  {aantal(updates.statussen, 'status', 'statussen')} in {aantal(updates.zaken, 'zaak', 'zaken')}
                </li>
              ))}
            </ul>
            <form method="post" action="/simulator/bestuur/post">
              <button type="submit">Verstuur nu</button>
            </form>
          </>
        )}
      </section>
      <section>
        <h2>Verstuurd ({mails.length})</h2>
        {mails.length === 0 && <p>Er is nog geen e-mail verstuurd.</p>}
        <ul className="kaarten">
          {mails.map((mail) => (
            <li className="kaart" key={`${mail.persoon} ${mail.tijd}`}>
              <Brief mail={mail} persoon={persoon(mail.persoon)} moment={toDigits(new Date(mail.tijd))} />
            </li>
          ))}
        </ul>
      </section>
    </Pagina>,
  );
}

interface BriefOpties {
  readonly mail: Mail;
  readonly persoon: Persoon | null;
  readonly moment: string;
}

function Brief({ mail, persoon, moment }: BriefOpties) {
  const naam = persoon?.naam ?? mail.persoon;
  const { onderwerp, alineas } = mailTekst(naam, mail);
  return (
    <article>
      <h3>{onderwerp}</h3>
      <p className="zacht">
        Aan {naam} ({persoon?.email ?? 'adres onbekend'}),{' '}
        <time dateTime={toIsoLocal(moment)}>{toReadable(moment)}</time>
      </p>
      {alineas.map((alinea) => (
        <p key={alinea}>{alinea}</p>
      ))}
    </article>
  );
}
