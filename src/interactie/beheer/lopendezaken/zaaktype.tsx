/** `/beheer/lopende-zaken/statussen/:zaaktype`: what of one zaaktype goes to MijnOverheid, with a preview of each message. */
import { Heading, Link, Paragraph, SelectField, StatusBadge, TextArea, TextField } from '../../ui/index.ts';
import type { Antwoord } from '../antwoord.ts';
import { type Inrichting, keuzeVoor, type NieuweInrichting, type ZaaktypeRegel } from '../bron.ts';
import type { BeheerOptions } from '../kader.tsx';
import { STATUSSEN } from './adres.ts';
import { type FormulierStand, formulierPagina, type Getypt, velden } from './formulier.tsx';
import { gaat, hrefVanZaaktype } from './statussen.tsx';
import { VoorbeeldBlok } from './voorbeeld.tsx';
import { hrefVanBericht } from './voorbeeldbericht.tsx';
import { KiesZaak, metZaak, type VoorbeeldNu } from './voorbeeldzaak.tsx';

const KEUZES = { catalogus: null, ja: true, nee: false } as const;
type Keuze = keyof typeof KEUZES;

function keuzeVan(aan: boolean | null | undefined): Keuze {
  return aan == null ? 'catalogus' : aan ? 'ja' : 'nee';
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

export function zaaktypePagina(
  options: BeheerOptions,
  { inrichting, zaaktype, gekozen }: VoorbeeldNu,
  stand: FormulierStand,
): Antwoord {
  const voorbeelden = options.lopendeZaken.voorbeelden.statussen(zaaktype, gekozen.zaak, inrichting);
  const field = velden(stand.getypt ?? getyptVan(inrichting, zaaktype), stand.fouten ?? []);
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
  return formulierPagina({
    options,
    inrichting,
    title: zaaktype.omschrijving,
    current: STATUSSEN,
    above: [{ label: 'Statussen', href: STATUSSEN }],
    lead: `Code ${zaaktype.identificatie}. Wat u niet invult, is zoals de catalogus het zegt.`,
    action: hrefVanZaaktype(zaaktype.identificatie),
    terug: STATUSSEN,
    stand,
    nuGeldt: 'Kijk bij elke status wat nu geldt.',
    vooraf: <KiesZaak gekozen={gekozen} action={hrefVanZaaktype(zaaktype.identificatie)} />,
    children: (
      <>
        <input type="hidden" name="zaaknummer" value={gekozen.uitkomst === 'gevonden' ? gekozen.zaaknummer : ''} />
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
                  <VoorbeeldBlok voorbeeld={voorbeelden.get(n)!} />
                  <Paragraph>
                    <Link href={metZaak(hrefVanBericht(zaaktype.identificatie, n), gekozen)}>
                      Bekijk het bericht zelf bij ‘{omschrijving}’
                    </Link>
                  </Paragraph>
                </>
              ) : null}
            </section>
          );
        })}
      </>
    ),
  });
}
