/** The pages that ask whether the operator is sure: sending again from a number, and giving up an abonnement. */
import type { FastifyRequest } from 'fastify';
import type { ReactElement } from 'react';
import { Alert, Button, count, ErrorSummary, Heading, Link, Paragraph, PostForm, TextField } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { Abonnement } from '../bron.ts';
import { type BeheerOptions, Kader, load, NotFound, referenceOf } from '../kader.tsx';
import { BOVEN, hrefVanAbonnement, Mislukt } from './abonnement.tsx';
import { isUuid } from './filter.ts';
import { NOTIFICATIES } from './overzicht.tsx';
import { geteld } from './woorden.ts';

type Toon = (abonnement: Abonnement) => Antwoord;

/** Loads the abonnement first: 404 when there is none, 503 when the source fails. */
export async function metAbonnement(
  request: FastifyRequest,
  id: string,
  options: BeheerOptions,
  toon: Toon,
): Promise<Antwoord> {
  if (!isUuid(id)) return { status: 404, page: <NotFound options={options} /> };
  const found = await load(request, options, () => options.notificaties.abonnement(id));
  if (!found.ok) return { status: 503, page: <Mislukt options={options} reference={referenceOf(request)} /> };
  return found.value === null ? { status: 404, page: <NotFound options={options} /> } : toon(found.value);
}

/** The number that was typed, or null when it is no number of this abonnement. */
export function leesVanaf(given: unknown, laatste: number): number | null {
  const vanaf = typeof given === 'string' && /^\s*[1-9]\d{0,14}\s*$/.test(given) ? Number(given) : 0;
  return vanaf >= 1 && vanaf <= laatste ? vanaf : null;
}

/** Asks for the number; with a good one, tells how many go out and asks for a yes. `given` is null on first sight. */
export function herhalen(options: BeheerOptions, abonnement: Abonnement, given: string | null): Antwoord {
  const { laatsteNummer } = abonnement;
  const vanaf = leesVanaf(given, laatsteNummer);
  if (given !== null && vanaf !== null)
    return { status: 200, page: <HerhalenZeker options={options} abonnement={abonnement} vanaf={vanaf} /> };
  const fout =
    given === null
      ? undefined
      : laatsteNummer === 0
        ? 'Er waren nog geen notificaties voor deze afnemer. Er is niets om opnieuw te verzenden.'
        : `Vul een nummer in van 1 tot en met ${laatsteNummer}.`;
  return {
    status: fout === undefined ? 200 : 400,
    page: (
      <Pagina options={options} abonnement={abonnement} title="Opnieuw verzenden" invalid={fout !== undefined}>
        <ErrorSummary errors={fout === undefined ? [] : [{ field: 'vanaf', message: fout }]} />
        <Heading level={1}>Opnieuw verzenden</Heading>
        <Paragraph>
          Elke notificatie voor een afnemer heeft een nummer. Vraag de afnemer wat het laatste nummer is dat hij heeft.
          Het laatste nummer dat wij hebben, is {laatsteNummer}.
        </Paragraph>
        <form method="get" action={`${hrefVanAbonnement(abonnement.id)}/herhalen`} className="zb-formulier">
          <TextField
            id="vanaf"
            label="Vanaf nummer"
            hint="Alles vanaf dit nummer wordt opnieuw verzonden."
            error={fout}
            value={given ?? ''}
          />
          <div className="zb-knoppen">
            <Button>Verder</Button>
            <Link href={hrefVanAbonnement(abonnement.id)}>Terug naar het abonnement</Link>
          </div>
        </form>
      </Pagina>
    ),
  };
}

interface ZekerProps {
  readonly options: BeheerOptions;
  readonly abonnement: Abonnement;
}

function HerhalenZeker({ options, abonnement, vanaf }: ZekerProps & { readonly vanaf: number }) {
  const { id, laatsteNummer, gepauzeerd } = abonnement;
  const aantal = laatsteNummer - vanaf + 1;
  return (
    <Pagina options={options} abonnement={abonnement} title="Opnieuw verzenden">
      <Heading level={1}>Weet u het zeker?</Heading>
      <Alert
        kind="warning"
        title={`Er ${aantal === 1 ? 'gaat' : 'gaan'} ${count(aantal, 'notificatie', 'notificaties')} naar de afnemer`}
      >
        <Paragraph>
          Dat zijn de nummers {vanaf} tot en met {laatsteNummer}. Wat de afnemer al had, krijgt hij nog een keer, met
          hetzelfde nummer en hetzelfde id.{' '}
          {gepauzeerd ? 'Het abonnement is gepauzeerd: ze gaan pas weg als u hervat.' : ''}
        </Paragraph>
      </Alert>
      <PostForm action={`${hrefVanAbonnement(id)}/herhalen`} className="zb-formulier">
        <input type="hidden" name="vanaf" value={vanaf} />
        <div className="zb-knoppen">
          <Button>Verzend opnieuw</Button>
          <Link href={hrefVanAbonnement(id)}>Niet doen</Link>
        </div>
      </PostForm>
    </Pagina>
  );
}

export function opzeggen(options: BeheerOptions, abonnement: Abonnement): Antwoord {
  const { id, callbackUrl, wachtend } = abonnement;
  return {
    status: 200,
    page: (
      <Pagina options={options} abonnement={abonnement} title="Opzeggen">
        <Heading level={1}>Weet u het zeker?</Heading>
        <Alert kind="warning" title="U zegt dit abonnement op">
          <Paragraph>
            {callbackUrl} krijgt geen notificaties meer.{' '}
            {wachtend === 0 ? 'Er wacht nu niets.' : `Wat nog wacht, vervalt: ${geteld(wachtend)}.`} U kunt dit niet
            terugdraaien. Wilt u alleen even stoppen? Pauzeer het abonnement dan.
          </Paragraph>
        </Alert>
        <PostForm action={`${hrefVanAbonnement(id)}/opzeggen`} className="zb-formulier">
          <div className="zb-knoppen">
            <Button>Zeg het abonnement op</Button>
            <Link href={hrefVanAbonnement(id)}>Niet doen</Link>
          </div>
        </PostForm>
      </Pagina>
    ),
  };
}

interface PaginaProps extends ZekerProps {
  readonly title: string;
  readonly invalid?: boolean;
  readonly children: readonly ReactElement[] | ReactElement;
}

/** A page below an abonnement. */
export function Pagina({ options, abonnement, title, invalid = false, children }: PaginaProps) {
  const above = [...BOVEN, { label: 'Abonnement', href: hrefVanAbonnement(abonnement.id) }];
  return (
    <Kader options={options} title={title} current={NOTIFICATIES} above={above} invalid={invalid}>
      {children}
    </Kader>
  );
}
