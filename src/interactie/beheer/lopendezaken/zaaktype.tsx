/** `/beheer/lopende-zaken/statussen/:zaaktype`: what of one zaaktype goes to MijnOverheid, with a preview of each message. */
import {
  Alert,
  Button,
  ErrorSummary,
  Heading,
  Link,
  longDate,
  Paragraph,
  PostForm,
  SelectField,
  StatusBadge,
  TextArea,
  TextField,
} from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { type Inrichting, keuzeVoor, type NieuweInrichting, type ZaaktypeRegel } from '../bron.ts';
import { type BeheerOptions, Kader } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';
import { MAX_REDEN } from './redenveld.ts';
import { gaat, hrefVanZaaktype } from './statussen.tsx';
import { Voorbeeld } from './voorbeeld.tsx';

/** As the form has it: by the name of the field. */
export type Getypt = Readonly<Record<string, string>>;

const KEUZES = { catalogus: null, ja: true, nee: false } as const;
type Keuze = keyof typeof KEUZES;

function keuzeVan(aan: boolean | null | undefined): Keuze {
  return aan == null ? 'catalogus' : aan ? 'ja' : 'nee';
}

/** The names of the fields, in the order of the form. */
export function veldenVan({ statustypen }: ZaaktypeRegel): readonly string[] {
  return [
    'aan',
    'verwijzing',
    'reden',
    ...statustypen.flatMap(({ volgnummer: n }) => [`naam-${n}`, `aan-${n}`, `tekst-${n}`]),
  ];
}

function getyptVan(inrichting: Inrichting, { identificatie, statustypen }: ZaaktypeRegel): Getypt {
  const eigen = keuzeVoor(inrichting, identificatie, '').zaaktype;
  const velden: Record<string, string> = { aan: keuzeVan(eigen?.aan), verwijzing: eigen?.verwijzing ?? '' };
  for (const { omschrijving, volgnummer: n } of statustypen) {
    const keuze = keuzeVoor(inrichting, identificatie, omschrijving).statustype;
    velden[`aan-${n}`] = keuzeVan(keuze?.aan);
    velden[`tekst-${n}`] = keuze?.tekst ?? '';
  }
  return velden;
}

const aanVan = (tekst: string | undefined): boolean | null =>
  tekst !== undefined && Object.hasOwn(KEUZES, tekst) ? KEUZES[tekst as Keuze] : null;

/**
 * The inrichting with what was chosen for this zaaktype. What stands there about a statustype that the form did not have
 * stays: an older version of the zaaktype may have it. With nothing chosen the zaaktype is as the catalogus says.
 */
export function metZaaktype(
  { versie: _versie, ...nu }: Inrichting,
  { identificatie, statustypen }: ZaaktypeRegel,
  getypt: Getypt,
): NieuweInrichting {
  const oud = keuzeVoor(nu, identificatie, '').zaaktype?.statustypen ?? {};
  const keuzes = new Map(Object.entries(oud));
  for (const { omschrijving, volgnummer: n } of statustypen) {
    // The catalogus changed while the form was open: this line is about another status.
    if (getypt[`naam-${n}`] !== omschrijving) continue;
    const [aan, tekst] = [aanVan(getypt[`aan-${n}`]), getypt[`tekst-${n}`] || null];
    if (aan === null && tekst === null) keuzes.delete(omschrijving);
    else keuzes.set(omschrijving, { aan, tekst });
  }
  const aan = aanVan(getypt['aan']);
  const verwijzing = getypt['verwijzing'] || null;
  const anderen = Object.entries(nu.zaaktypen).filter(([naam]) => naam !== identificatie);
  const leeg = aan === null && verwijzing === null && keuzes.size === 0;
  const eigen = { aan, verwijzing, statustypen: Object.fromEntries(keuzes) };
  return { ...nu, zaaktypen: Object.fromEntries(leeg ? anderen : [...anderen, [identificatie, eigen]]) };
}

export interface ZaaktypeStand {
  readonly getypt?: Getypt;
  readonly fouten?: readonly { readonly field: string; readonly message: string }[];
  readonly verouderd?: boolean;
}

export function zaaktypePagina(
  options: BeheerOptions,
  inrichting: Inrichting,
  zaaktype: ZaaktypeRegel,
  { getypt, fouten = [], verouderd = false }: ZaaktypeStand = {},
): Antwoord {
  const waarden = getypt ?? getyptVan(inrichting, zaaktype);
  const field = (id: string, label: string) => ({
    id,
    label,
    value: waarden[id] ?? '',
    error: fouten.find((fout) => fout.field === id)?.message,
  });
  const keuze = (id: string, label: string, catalogus: string) => (
    <SelectField
      {...field(id, label)}
      first={{ value: 'catalogus', label: catalogus }}
      groups={[
        {
          label: 'Afwijken van de catalogus',
          options: [
            { value: 'ja', label: 'Ja, altijd' },
            { value: 'nee', label: 'Nee, nooit' },
          ],
        },
      ]}
    />
  );
  const title = zaaktype.omschrijving;
  const page = (
    <Kader
      options={options}
      title={title}
      current={STATUSSEN}
      above={[{ label: 'Statussen', href: STATUSSEN }]}
      invalid={fouten.length > 0}
    >
      <ErrorSummary errors={fouten} />
      {verouderd ? (
        <Alert kind="warning" title="Een collega was u voor" focus>
          <Paragraph>
            Er is intussen iets gewijzigd. Er is niets van u bewaard, maar wat u koos staat er nog. Kijk bij elke status
            wat nu geldt. Klopt uw keuze nog? Bewaar dan opnieuw.
          </Paragraph>
        </Alert>
      ) : null}
      <Heading level={1}>{title}</Heading>
      <Paragraph lead>Code {zaaktype.identificatie}. Wat u niet invult, is zoals de catalogus het zegt.</Paragraph>
      <PostForm action={hrefVanZaaktype(zaaktype.identificatie)} className="zb-formulier" noValidate>
        <input type="hidden" name="basis" value={inrichting.versie} />
        {keuze(
          'aan',
          'Gaan statussen van dit zaaktype naar MijnOverheid?',
          inrichting.alleenMetPublicatie && !zaaktype.publicatieIndicatie
            ? 'Volgens de catalogus: nee'
            : 'Volgens de catalogus',
        )}
        <TextField
          {...field('verwijzing', 'Verwijzing naar uw eigen site (niet verplicht)')}
          hint="Een webadres met {uuid} of {zaaknummer}. Schrijf ‘geen’ voor geen verwijzing."
        />
        {zaaktype.statustypen.map((statustype) => {
          const { omschrijving, volgnummer: n, informeren, statustekst } = statustype;
          const nu = gaat(inrichting, zaaktype, statustype);
          return (
            <section key={n} className="zb-blok">
              <Heading level={2}>
                {n}. {omschrijving}
              </Heading>
              <Paragraph>
                <StatusBadge tone={nu.gaat ? 'good' : 'rest'}>
                  {nu.gaat ? 'Gaat naar MijnOverheid' : 'Gaat niet'}
                </StatusBadge>{' '}
                Dat bepaalt {nu.door}.
              </Paragraph>
              <input type="hidden" name={`naam-${n}`} value={omschrijving} />
              {keuze(
                `aan-${n}`,
                `Gaat ‘${omschrijving}’ naar MijnOverheid?`,
                `Volgens de catalogus: ${informeren ? 'ja' : 'nee'}`,
              )}
              <TextArea
                {...field(`tekst-${n}`, `Tekst voor de inwoner bij ‘${omschrijving}’ (niet verplicht)`)}
                hint={statustekst === '' ? 'In de catalogus staat geen tekst.' : `In de catalogus: ${statustekst}`}
                rows={3}
              />
              {nu.gaat ? (
                <>
                  <Heading level={3}>Zo ziet de inwoner het nu</Heading>
                  <Voorbeeld bericht={voorbeeldVan(options, inrichting, zaaktype, statustype)} />
                </>
              ) : null}
            </section>
          );
        })}
        <TextArea
          {...field('reden', 'Waarom wijzigt u dit?')}
          hint={`Hoogstens ${MAX_REDEN} tekens.`}
          rows={2}
          required
        />
        <div className="zb-knoppen">
          <Button>Bewaar</Button>
          <Link href={STATUSSEN}>Annuleer</Link>
        </div>
      </PostForm>
    </Kader>
  );
  return { status: verouderd ? 409 : fouten.length > 0 ? 422 : 200, page };
}

/** With a made-up zaak. */
const VOORBEELDNUMMER = 'ZAAK-2026-0000000123';

function voorbeeldVan(
  { gemeente, clock }: BeheerOptions,
  inrichting: Inrichting,
  { identificatie, omschrijving: titel }: ZaaktypeRegel,
  { omschrijving, statustekst }: ZaaktypeRegel['statustypen'][number],
) {
  const { zaaktype, statustype } = keuzeVoor(inrichting, identificatie, omschrijving);
  const tekst = statustype?.tekst || statustekst;
  const verwijzing = zaaktype?.verwijzing ?? inrichting.verwijzing;
  const url =
    verwijzing === null || verwijzing === 'geen'
      ? ''
      : verwijzing
          .replaceAll('{zaaknummer}', VOORBEELDNUMMER)
          .replaceAll('{uuid}', '00000000-0000-4000-8000-000000000123');
  const bijStatus = inrichting.verwijzingPlaats === 'status-toelichting' ? url : '';
  return {
    titel,
    organisatie: `Gemeente ${gemeente}`,
    zaaknummer: VOORBEELDNUMMER,
    status: omschrijving,
    datum: longDate(clock.now()),
    toelichting: [tekst, bijStatus].filter((deel) => deel !== '').join(' ') || null,
  };
}
