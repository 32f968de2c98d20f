/**
 * A form that comes in after the session ended. Nothing was changed, and nothing that was typed is lost: it stands on the
 * page, and can be sent again after logging in in another tab. What is secret is not repeated.
 */
import { Button, Heading, Paragraph } from '../../ui/index.ts';
import type { BeheerOptions } from '../kader.tsx';
import { hrefVanInloggen, VoorDeDeur } from './schermen.tsx';

/** Names of fields whose value is a secret, or a person: `auth`, `autorisatie`, `oauth2_secret`, `bsn`. */
const GEHEIM = /aut[ho]|bsn|secret|geheim|wachtwoord|token/i;
/** Longer than that is a file that someone pasted; he has it still. */
const MAX_LENGTE = 200_000;

interface Props {
  readonly options: BeheerOptions;
  /** Where the form went. */
  readonly action: string;
  readonly body: unknown;
}

export function SessieVerlopen({ options, action, body }: Props) {
  const velden = body instanceof URLSearchParams ? [...body].filter(([, waarde]) => waarde !== '') : [];
  const getypt = velden.filter(([naam, waarde]) => !GEHEIM.test(naam) && waarde.length <= MAX_LENGTE);
  const weg = velden.length > getypt.length;
  return (
    <VoorDeDeur options={options} title="U bent niet meer ingelogd">
      <Paragraph>
        Uw sessie is verlopen. Er is niets veranderd. Wat u invulde, staat hieronder nog. Sluit deze pagina dus niet.
      </Paragraph>
      <ol className="zb-lijst">
        <li>
          <a className="nl-link" href={hrefVanInloggen('/beheer')} target="_blank" rel="noopener">
            Log opnieuw in, in een nieuw tabblad
          </a>
        </li>
        <li>Kom daarna hier terug en verstuur het formulier opnieuw.</li>
      </ol>
      {weg ? (
        <Paragraph>Geheimen en burgerservicenummers herhalen wij niet. Die moet u daarna opnieuw invullen.</Paragraph>
      ) : null}
      <form method="post" action={action} className="zb-formulier">
        {getypt.length > 0 ? <Heading level={2}>Wat u invulde</Heading> : null}
        {getypt.map(([naam, waarde], index) => {
          const id = `getypt-${index}`;
          return (
            <div key={id} className="utrecht-form-field">
              <label className="utrecht-form-label utrecht-form-field__label" htmlFor={id}>
                {naam}
              </label>
              <textarea
                id={id}
                name={naam}
                rows={Math.min(12, waarde.split('\n').length + 1)}
                className="utrecht-textarea utrecht-textarea--html-textarea utrecht-form-field__input"
                defaultValue={waarde}
              />
            </div>
          );
        })}
        <Button>Verstuur opnieuw</Button>
      </form>
    </VoorDeDeur>
  );
}
