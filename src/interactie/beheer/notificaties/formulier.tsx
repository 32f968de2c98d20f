/** The form with which an abonnement is made or changed. What is secret is typed, and never shown again. */
import type { FastifyRequest } from 'fastify';
import {
  Button,
  ErrorSummary,
  FailedBlock,
  Heading,
  Link,
  type OptionGroup,
  Paragraph,
  PostForm,
  SelectField,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import type { KanaalRegel } from '../bron.ts';
import { type BeheerOptions, Kader, load, referenceOf } from '../kader.tsx';
import { BOVEN, hrefVanAbonnement } from './abonnement.tsx';
import type { Fout } from './filter.ts';
import { type Getypt, MAX_KANALEN } from './invoer.ts';
import { NOTIFICATIES } from './overzicht.tsx';

export const LEEG: Getypt = { callbackUrl: '', auth: '', cloudevents: false, kanalen: [] };

export interface FormulierStand {
  /** Null for a new abonnement. */
  readonly id: string | null;
  readonly getypt: Getypt;
  readonly fouten: readonly Fout[];
}

/** 422 when something was wrong, 503 when the kanalen cannot be had. */
export async function formulier(
  request: FastifyRequest,
  options: BeheerOptions,
  stand: FormulierStand,
): Promise<Antwoord> {
  const kanalen = await load(request, options, () => options.notificaties.kanalen());
  const title = stand.id === null ? 'Abonnement maken' : 'Abonnement wijzigen';
  const above = stand.id === null ? BOVEN : [...BOVEN, { label: 'Abonnement', href: hrefVanAbonnement(stand.id) }];
  const fouten = eenPerVeld(stand.fouten);
  return {
    status: !kanalen.ok ? 503 : fouten.length > 0 ? 422 : 200,
    page: (
      <Kader options={options} title={title} current={NOTIFICATIES} above={above} invalid={fouten.length > 0}>
        <ErrorSummary errors={fouten} />
        <Heading level={1}>{title}</Heading>
        {kanalen.ok ? (
          <Velden {...stand} fouten={fouten} kanalen={kanalen.value} />
        ) : (
          <>
            <Heading level={2}>Gegevens</Heading>
            <FailedBlock what="dit formulier" reference={referenceOf(request)} />
          </>
        )}
      </Kader>
    ),
  };
}

/** What is wrong with one field is told in one message. */
function eenPerVeld(fouten: readonly Fout[]): readonly Fout[] {
  const velden = new Map<string, string>();
  for (const { field, message } of fouten)
    velden.set(field, velden.has(field) ? `${velden.get(field)} ${message}` : message);
  return [...velden].map(([field, message]) => ({ field, message }));
}

function Velden({ id, getypt, fouten, kanalen }: FormulierStand & { readonly kanalen: readonly KanaalRegel[] }) {
  const errorOf = (field: string) => fouten.find((fout) => fout.field === field)?.message;
  const plekken = Math.min(MAX_KANALEN, Math.max(3, getypt.kanalen.length + 1));
  const terug = id === null ? NOTIFICATIES : hrefVanAbonnement(id);
  return (
    <PostForm
      action={id === null ? `${NOTIFICATIES}/nieuw` : `${hrefVanAbonnement(id)}/wijzigen`}
      className="zb-formulier"
      noValidate
    >
      <Paragraph>Vul alle velden in. Als een veld niet verplicht is, staat dit erbij.</Paragraph>
      <TextField
        id="callbackUrl"
        label="Adres van de afnemer"
        hint="Hier sturen wij de notificaties naartoe. Wij proberen het adres met een testbericht, met en zonder autorisatie."
        value={getypt.callbackUrl}
        error={errorOf('callbackUrl')}
      />
      <TextField
        id="auth"
        label={id === null ? 'Autorisatie' : 'Autorisatie (niet verplicht)'}
        hint={
          id === null
            ? 'Dit sturen wij mee in de header Authorization, bijvoorbeeld: Bearer en dan het geheim. Wij laten het daarna nooit meer zien.'
            : 'Laat dit leeg om te houden wat er is. Wij laten het nooit zien.'
        }
        error={errorOf('auth')}
        secret
      />
      <SelectField
        id="cloudevents"
        label="Vorm"
        value={getypt.cloudevents ? 'ja' : ''}
        first={{ value: '', label: 'ZGW-notificaties' }}
        groups={[{ label: 'Andere vorm', options: [{ value: 'ja', label: 'CloudEvents (NL GOV)' }] }]}
      />
      <Heading level={2}>Kanalen</Heading>
      <Kenmerken kanalen={kanalen} />
      {Array.from({ length: plekken }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is nothing but its place, and the form is rendered once
        <Kanaal key={i} plek={i} getypt={getypt} errorOf={errorOf} kanalen={kanalen} />
      ))}
      <Paragraph>Hebt u meer kanalen nodig? Bewaar dan eerst. Daarna is er weer een plek.</Paragraph>
      <div className="zb-knoppen">
        <Button>{id === null ? 'Maak het abonnement' : 'Bewaar het abonnement'}</Button>
        <Link href={terug}>Niet doen</Link>
      </div>
    </PostForm>
  );
}

function Kenmerken({ kanalen }: { readonly kanalen: readonly KanaalRegel[] }) {
  return (
    <details className="zb-blok">
      <summary>Met welke kenmerken kunt u kiezen?</summary>
      <ul className="zb-lijst">
        {kanalen.map(({ naam, kenmerken }) => (
          <li key={naam}>
            {naam}: {kenmerken.join(', ') || 'geen'}
          </li>
        ))}
      </ul>
    </details>
  );
}

interface KanaalProps {
  readonly plek: number;
  readonly getypt: Getypt;
  readonly errorOf: (field: string) => string | undefined;
  readonly kanalen: readonly KanaalRegel[];
}

function Kanaal({ plek, getypt, errorOf, kanalen }: KanaalProps) {
  const nu = getypt.kanalen[plek];
  const nummer = plek + 1;
  return (
    <>
      <SelectField
        id={`kanaal-${plek}`}
        label={plek === 0 ? `Kanaal ${nummer}` : `Kanaal ${nummer} (niet verplicht)`}
        value={nu?.kanaal ?? ''}
        error={errorOf(`kanaal-${plek}`)}
        first={{ value: '', label: 'Geen' }}
        groups={groepen(kanalen)}
      />
      <TextArea
        id={`kenmerken-${plek}`}
        label={`Alleen met deze kenmerken, bij kanaal ${nummer} (niet verplicht)`}
        hint="Eén op een regel, bijvoorbeeld: vertrouwelijkheidaanduiding = openbaar"
        value={nu?.kenmerken ?? ''}
        error={errorOf(`kenmerken-${plek}`)}
        rows={2}
      />
    </>
  );
}

function groepen(kanalen: readonly KanaalRegel[]): readonly OptionGroup[] {
  const groep = (label: string, eigen: boolean): OptionGroup => ({
    label,
    options: kanalen.filter((kanaal) => kanaal.eigen === eigen).map(({ naam }) => ({ value: naam, label: naam })),
  });
  return [groep('Registers van Zaakbode', true), groep('Andere bronnen', false)].filter(
    ({ options }) => options.length > 0,
  );
}
