/** `/beheer/lopende-zaken/inrichting/stromen/:naam`: the form of one stroom, of a new one, and the page to empty one. */
import { Alert, Checkboxes, Link, Paragraph, SelectField, TextField } from '../../../ui/index.ts';
import type { Antwoord } from '../../antwoord.ts';
import { type Inrichting, type Stroom, stroomVan, type ZaaktypeRegel } from '../../bron.ts';
import type { BeheerOptions } from '../../kader.tsx';
import { INRICHTING, STROMEN } from '../adres.ts';
import { type FormulierStand, formulierPagina, foutBij, velden } from '../formulier.tsx';
import { hrefVanStroom as hrefVanPlanning } from '../planning.tsx';
import { hrefVanStroom } from './stromen.tsx';
import { type Getypt, getyptVan, LEEG, NIEUW, wegVan } from './stroom-invoer.ts';
import { dragerInWoorden, STANDAARDEN, STIJLEN, zaaktypenInWoorden } from './woorden.ts';

export interface StroomNu {
  readonly inrichting: Inrichting;
  /** Null for a new one. */
  readonly stroom: Stroom | null;
  readonly zaaktypen: readonly ZaaktypeRegel[];
  /** The loaded CPAs with the actions under which we send. */
  readonly cpas: readonly { readonly cpaId: string; readonly acties: readonly string[] }[];
}

const ABOVE = [
  { label: 'Inrichting', href: INRICHTING },
  { label: 'Stromen', href: STROMEN },
] as const;

export const veldVan = (message: string): string =>
  /naam/.test(message) ? 'naam' : /CPA|action/.test(message) ? 'weg' : 'welke';

export function stroomFormulier(
  options: BeheerOptions,
  { inrichting, stroom, zaaktypen, cpas }: StroomNu,
  stand: FormulierStand<Getypt>,
): Antwoord {
  const getypt = stand.getypt ?? (stroom === null ? LEEG : getyptVan(stroom));
  const fouten = stand.fouten ?? [];
  const { zaaktypen: gekozen, ...tekst } = getypt;
  const field = velden(tekst, fouten);
  return formulierPagina({
    options,
    inrichting,
    title: stroom === null ? 'Nieuwe stroom' : `Stroom ${stroom.naam}`,
    current: INRICHTING,
    above: ABOVE,
    lead: 'Van welke zaaktypen gaan de berichten, in welke vorm en langs welke weg?',
    action: stroom === null ? `${STROMEN}/${NIEUW}` : hrefVanStroom(stroom.naam),
    terug: STROMEN,
    stand,
    nuGeldt: stroom === null ? '' : `Nu geldt: ${zaaktypenInWoorden(stroom)}. ${dragerInWoorden(stroom.drager)}.`,
    vooraf:
      stroom === null ? null : (
        <Paragraph>
          Wanneer de berichten weggaan, staat in de <Link href={hrefVanPlanning(stroom.naam)}>planning</Link>.
        </Paragraph>
      ),
    children: (
      <>
        {stroom === null ? (
          <TextField
            {...field('naam', 'Naam')}
            hint="Kleine letters, cijfers en streepjes. Een naam kan later niet anders of weg."
            maxLength={40}
          />
        ) : null}
        <SelectField
          {...field('welke', 'Welke zaaktypen?')}
          first={{ value: 'lijst', label: 'De zaaktypen die ik hieronder aanvink' }}
          options={[{ value: 'rest', label: 'Alle zaaktypen die in geen andere stroom zitten' }]}
        />
        <Zaaktypen
          inrichting={inrichting}
          stroom={stroom}
          regels={zaaktypen}
          gekozen={gekozen}
          fout={foutBij(fouten, 'zaaktype')}
        />
        <SelectField
          {...field('standaard', 'Vorm van de berichten')}
          hint="Logius zegt welke vorm u gebruikt. Van het MO-bericht hebben wij alleen een eigen lezing."
          first={{ value: 'stuf', label: STANDAARDEN.stuf }}
          options={[{ value: 'mo-bericht', label: STANDAARDEN['mo-bericht'] }]}
        />
        <SelectField
          {...field('stijl', 'Hoe gaat een volgende status? (alleen bij StUF)')}
          first={{ value: 'T-per-status', label: STIJLEN['T-per-status'] }}
          options={[{ value: 'W-oud-nieuw', label: STIJLEN['W-oud-nieuw'] }]}
        />
        <Weg huidig={stroom} cpas={cpas} getypt={getypt} fout={foutBij(fouten, 'weg')} />
      </>
    ),
  });
}

interface ZaaktypenProps {
  readonly inrichting: Inrichting;
  readonly stroom: Stroom | null;
  readonly regels: readonly ZaaktypeRegel[];
  readonly gekozen: readonly string[];
  readonly fout: string | undefined;
}

function Zaaktypen({ inrichting, stroom, regels, gekozen, fout }: ZaaktypenProps) {
  const bekend = new Set(regels.map(({ identificatie }) => identificatie));
  const onbekend = [...new Set([...(stroom?.zaaktypen ?? []), ...gekozen])].filter((een) => !bekend.has(een));
  if (regels.length + onbekend.length === 0)
    return <Paragraph>Er zijn nog geen zaaktypen in de catalogus om uit te kiezen.</Paragraph>;
  /** Where it would go otherwise, when that is another list: of the rest nothing has to be said. */
  const elders = (identificatie: string): string => {
    const ander = stroomVan(inrichting, identificatie);
    return ander === null || ander.zaaktypen === null || ander.naam === stroom?.naam
      ? ''
      : `, nu in stroom ${ander.naam}`;
  };
  return (
    <Checkboxes
      id="zaaktype"
      label="Zaaktypen van deze stroom"
      error={fout}
      hint="Een zaaktype dat nu in een andere stroom zit, gaat daar uit als u het hier aanvinkt."
      boxes={[
        ...regels.map(({ identificatie, omschrijving }) => ({
          value: identificatie,
          label: `${omschrijving} (${identificatie}${elders(identificatie)})`,
          checked: gekozen.includes(identificatie),
        })),
        ...onbekend.map((identificatie) => ({
          value: identificatie,
          label: `${identificatie} (staat niet in de catalogus)`,
          checked: gekozen.includes(identificatie),
        })),
      ]}
    />
  );
}

interface WegProps {
  readonly huidig: Stroom | null;
  readonly cpas: StroomNu['cpas'];
  readonly getypt: Getypt;
  readonly fout: string | undefined;
}

function Weg({ huidig, cpas, getypt, fout }: WegProps) {
  const groups = cpas.map(({ cpaId, acties }) => ({
    label: `CPA ${cpaId}`,
    options: acties.map((action) => ({ value: JSON.stringify([cpaId, action]), label: `${action} (${cpaId})` })),
  }));
  const nu = huidig === null ? null : wegVan(huidig.drager);
  const bekend = ['eigen', 'cloudevents', ...groups.flatMap(({ options }) => options.map(({ value }) => value))];
  const verdwenen =
    huidig !== null && nu !== null && !bekend.includes(nu)
      ? [{ value: nu, label: `Zoals nu: ${dragerInWoorden(huidig.drager)}` }]
      : [];
  return (
    <SelectField
      id="weg"
      label="Hoe gaan de berichten?"
      hint="Een andere CPA laadt u bij Digikoppeling. Bij CloudEvents haalt MijnOverheid de zaak zelf op."
      value={getypt.weg}
      error={fout}
      first={{ value: 'eigen', label: 'Digikoppeling, met de CPA van deze installatie (LZ_CPA)' }}
      options={[{ value: 'cloudevents', label: 'CloudEvents' }, ...verdwenen]}
      groups={groups.filter(({ options }) => options.length > 0)}
    />
  );
}

/** Before a stroom is emptied. It stays: what waits in it would wait for ever. */
export function leegPagina(
  options: BeheerOptions,
  { inrichting, stroom }: { readonly inrichting: Inrichting; readonly stroom: Stroom },
  stand: FormulierStand<null>,
): Antwoord {
  const title = `Stroom ${stroom.naam} leegmaken`;
  return formulierPagina({
    options,
    inrichting,
    title,
    current: INRICHTING,
    above: ABOVE,
    lead: 'Een stroom kan niet weg, want er kan nog iets in wachten. U kunt hem wel leegmaken.',
    action: `${hrefVanStroom(stroom.naam)}/leeg`,
    terug: STROMEN,
    stand,
    nuGeldt: `Nu heeft deze stroom: ${zaaktypenInWoorden(stroom)}.`,
    knop: 'Maak leeg',
    vooraf: (
      <Alert kind="warning" title="Wat er dan gebeurt">
        <Paragraph>
          De stroom krijgt geen nieuwe berichten. Wat er nog in wacht, gaat nog weg.{' '}
          {stroom.zaaktypen === null
            ? 'Zaaktypen die in geen andere stroom zitten, gaan daarna niet meer naar MijnOverheid.'
            : 'De zaaktypen gaan daarna met de stroom voor alle overige zaaktypen. Is die er niet, dan gaan zij niet meer naar MijnOverheid.'}
        </Paragraph>
      </Alert>
    ),
    children: null,
  });
}
