/** `/beheer/digikoppeling/laden`: paste a CPA, see what lint says, and then load it. */
import type { FastifyRequest } from 'fastify';
import {
  Alert,
  Button,
  ErrorSummary,
  Heading,
  Link,
  Paragraph,
  PostForm,
  SelectField,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { type Controle, OMGEVINGEN, type Omgeving } from '../bron.ts';
import { ActionFailed, type BeheerOptions, Kader, load } from '../kader.tsx';
import { Acties, Bevindingen } from './bevindingen.tsx';
import { BOVEN, DIGIKOPPELING, hrefVanCpa, OMGEVING } from './woorden.ts';

const LADEN = `${DIGIKOPPELING}/laden`;

/** The form as typed. */
export interface Getypt {
  readonly tekst: string;
  readonly omgeving: string;
  readonly elders: string;
}

export const LEEG: Getypt = { tekst: '', omgeving: '', elders: '' };

interface Fout {
  readonly field: string;
  readonly message: string;
}

export function laadFormulier(options: BeheerOptions, getypt: Getypt, fouten: readonly Fout[]): Antwoord {
  const errorOf = (field: string) => fouten.find((fout) => fout.field === field)?.message;
  const eigen = options.digikoppeling.omgeving;
  return {
    status: fouten.length > 0 ? 422 : 200,
    page: (
      <Kader options={options} title="CPA laden" current={DIGIKOPPELING} above={BOVEN} invalid={fouten.length > 0}>
        <ErrorSummary errors={fouten} />
        <Heading level={1}>CPA laden</Heading>
        <Paragraph>
          Eerst controleren wij de CPA. Daarna kiest u of u hem laadt. Deze Zaakbode is voor: {OMGEVING[eigen]}.
        </Paragraph>
        <PostForm action={`${LADEN}/controleren`} className="zb-formulier" noValidate>
          <TextArea
            id="tekst"
            label="Tekst van de CPA"
            hint="Open het XML-bestand en plak alles hier."
            value={getypt.tekst}
            error={errorOf('tekst')}
            rows={12}
            required
          />
          <SelectField
            id="omgeving"
            label="Voor welke omgeving is deze CPA?"
            hint="Dit staat niet in de CPA zelf. U weet het van wie u de CPA kreeg."
            value={getypt.omgeving}
            error={errorOf('omgeving')}
            first={{ value: '', label: 'Kies een omgeving' }}
            groups={[{ label: 'Omgevingen', options: OMGEVINGEN.map((one) => ({ value: one, label: OMGEVING[one] })) }]}
          />
          <TextField
            id="elders"
            label="Wanneer heeft de andere kant hem geladen? (niet verplicht)"
            hint="Bijvoorbeeld: 20 november 2026, volgens hun mail."
            value={getypt.elders}
            maxLength={100}
          />
          <div className="zb-knoppen">
            <Button>Controleer de CPA</Button>
            <Link href={DIGIKOPPELING}>Niet doen</Link>
          </div>
        </PostForm>
      </Kader>
    ),
  };
}

function foutenIn({ tekst, omgeving }: Getypt): readonly Fout[] {
  const fouten: Fout[] = [];
  if (tekst === '') fouten.push({ field: 'tekst', message: 'Plak de tekst van de CPA.' });
  if (omgevingVan(omgeving) === null)
    fouten.push({ field: 'omgeving', message: 'Kies voor welke omgeving de CPA is.' });
  return fouten;
}

const omgevingVan = (text: string): Omgeving | null => OMGEVINGEN.find((one) => one === text) ?? null;

/** Lint, and a form that loads it; nothing is kept yet. */
export async function controle(request: FastifyRequest, options: BeheerOptions, getypt: Getypt): Promise<Antwoord> {
  const fouten = foutenIn(getypt);
  const omgeving = omgevingVan(getypt.omgeving);
  if (fouten.length > 0 || omgeving === null) return laadFormulier(options, getypt, fouten);
  const done = await load(request, options, () => options.digikoppeling.controleer(getypt.tekst, omgeving));
  if (!done.ok) return { status: 503, page: <ActionFailed request={request} options={options} /> };
  const { cpaId, bevindingen, acties } = done.value;
  if (cpaId === null) {
    const message = `Dit is geen CPA die Zaakbode kan lezen. ${bevindingen
      .slice(0, 5)
      .map(({ places, text }) => `${places[0]}: ${text}`)
      .join(' ')}`;
    return laadFormulier(options, getypt, [{ field: 'tekst', message }]);
  }
  const eigen = options.digikoppeling.omgeving;
  return {
    status: 200,
    page: (
      <Kader
        options={options}
        title="CPA controleren"
        current={DIGIKOPPELING}
        above={[...BOVEN, { label: 'CPA laden', href: LADEN }]}
      >
        <Heading level={1}>CPA controleren</Heading>
        <Paragraph lead>{cpaId}</Paragraph>
        <Oordeel controle={done.value} />
        <section className="zb-blok">
          <Heading level={2}>Wat de controle vond</Heading>
          <Bevindingen bevindingen={bevindingen} />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Acties</Heading>
          <Acties acties={acties} />
        </section>
        <section className="zb-blok">
          <Heading level={2}>Wilt u deze CPA laden?</Heading>
          {omgeving === eigen ? (
            <PostForm action={LADEN} className="zb-formulier">
              <input type="hidden" name="tekst" value={getypt.tekst} />
              <input type="hidden" name="omgeving" value={getypt.omgeving} />
              <input type="hidden" name="elders" value={getypt.elders} />
              <div className="zb-knoppen">
                <Button>Laad de CPA</Button>
                <Link href={DIGIKOPPELING}>Niet doen</Link>
              </div>
            </PostForm>
          ) : (
            <Alert kind="error" title="Deze CPA kan hier niet worden geladen" level={3}>
              <Paragraph>
                De CPA is voor {OMGEVING[omgeving].toLowerCase()} en deze Zaakbode is voor{' '}
                {OMGEVING[eigen].toLowerCase()}. Laad de CPA in de andere Zaakbode.
              </Paragraph>
            </Alert>
          )}
        </section>
      </Kader>
    ),
  };
}

function Oordeel({ controle: { cpaId, bevindingen, bekend } }: { readonly controle: Controle }) {
  const fouten = bevindingen.filter(({ severity }) => severity === 'fout').length;
  const nu =
    bekend === null ? (
      'Deze CPA is nog niet geladen.'
    ) : bekend.gelijk ? (
      `Deze tekst is al geladen, als versie ${bekend.versie}. Laden verandert niets.`
    ) : (
      <>
        Versie {bekend.versie} is nu geladen: <Link href={hrefVanCpa(cpaId ?? '')}>bekijk die</Link>. Deze tekst wordt
        versie {bekend.versie + 1}. Berichten die al gemaakt zijn, veranderen niet; zij gaan wel naar het nieuwe adres.
      </>
    );
  return (
    <Alert
      kind={fouten > 0 ? 'warning' : 'ok'}
      title={fouten > 0 ? `De controle vond ${fouten === 1 ? '1 fout' : `${fouten} fouten`}` : 'De CPA is bruikbaar'}
    >
      <Paragraph>{nu}</Paragraph>
    </Alert>
  );
}

/** Loads it; the answer is the address to go to, or the form with what is wrong. */
export async function laadCpa(
  request: FastifyRequest,
  options: BeheerOptions,
  getypt: Getypt,
  wie: string,
): Promise<Antwoord | { readonly naar: string }> {
  const fouten = foutenIn(getypt);
  const omgeving = omgevingVan(getypt.omgeving);
  if (fouten.length > 0 || omgeving === null) return laadFormulier(options, getypt, fouten);
  const vraag = { tekst: getypt.tekst, omgeving, elders: getypt.elders };
  const done = await load(request, options, () => options.digikoppeling.laad(vraag, wie));
  if (!done.ok) return { status: 503, page: <ActionFailed request={request} options={options} /> };
  const afloop = done.value;
  if ('fouten' in afloop) {
    const message = afloop.fouten.map(({ plaats, tekst }) => `${plaats}: ${tekst}`).join(' ');
    return laadFormulier(options, getypt, [{ field: 'tekst', message }]);
  }
  return { naar: `${hrefVanCpa(afloop.cpaId)}?gedaan=${afloop.nieuw ? 'geladen' : 'gelijk'}` };
}
