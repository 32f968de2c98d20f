/** `/beheer/lopende-zaken/inrichting/ontvangers`: who is told, when a BSN is authentic (L5), and how confidential a zaak may be. */
import { VERTROUWELIJKHEDEN } from '../../../../standaarden/zgw/index.ts';
import { Checkboxes, FieldGroup, Heading, Paragraph, SelectField, TextField } from '../../../ui/index.ts';
import type { Antwoord } from '../../antwoord.ts';
import { type AuthentiekKeuze, type Inrichting, type NieuweInrichting, ROLSOORTEN } from '../../bron.ts';
import type { BeheerOptions } from '../../kader.tsx';
import { INRICHTING } from '../adres.ts';
import { type FormulierStand, type Fout, formulierPagina, foutBij, velden } from '../formulier.tsx';
import { GeenBron, ONTVANGERS } from './overzicht.tsx';
import { ROL_NAMEN, regelsVan, VERTROUWELIJK } from './woorden.ts';

/** Two more than there are can be added at once; after that one comes back. */
const LEGE_PLAATSEN = 2;
/** More sources than anybody has. */
export const MAX_BRONNEN = 20;

export interface Getypt {
  readonly rollen: readonly string[];
  readonly maxVertrouwelijkheid: string;
  /**
   * In the order of the form, without places that were left empty: `brp`, `ingelogd`, `client` or `register:<naam>`, and the
   * client-id beside it.
   */
  readonly bronnen: readonly { readonly keuze: string; readonly client: string }[];
}

const REGISTER = 'register:';

export function getyptVan({ rollen, authentiek, maxVertrouwelijkheid }: Inrichting): Getypt {
  return {
    rollen,
    maxVertrouwelijkheid,
    bronnen: authentiek.map((keuze) => ({
      keuze: keuze.soort === 'register' ? `${REGISTER}${keuze.register}` : keuze.soort,
      client: keuze.soort === 'client' ? keuze.clientId : '',
    })),
  };
}

/** The inrichting with what was typed, or what is wrong with it. */
export function leesOntvangers(
  getypt: Getypt,
): { pas(inrichting: Inrichting): NieuweInrichting } | { readonly fouten: readonly Fout[] } {
  const fouten: Fout[] = [];
  const rollen = ROLSOORTEN.filter((rol) => getypt.rollen.includes(rol));
  if (rollen.length === 0) fouten.push({ field: 'rollen', message: 'Kies minstens één rol die bericht krijgt.' });
  const authentiek = getypt.bronnen.flatMap(({ keuze, client }, nr): readonly AuthentiekKeuze[] => {
    if (keuze === 'brp' || keuze === 'ingelogd') return [{ soort: keuze }];
    if (keuze.startsWith(REGISTER)) return [{ soort: 'register', register: keuze.slice(REGISTER.length) }];
    if (keuze === 'client' && client !== '') return [{ soort: 'client', clientId: client }];
    if (keuze === 'client')
      fouten.push({ field: `client-${nr + 1}`, message: 'Vul de client-id in van de applicatie die u vertrouwt.' });
    else if (client !== '')
      fouten.push({ field: `bron-${nr + 1}`, message: 'U vulde een client-id in. Kies daarbij ‘een applicatie’.' });
    return [];
  });
  const maxVertrouwelijkheid = VERTROUWELIJKHEDEN.find((een) => een === getypt.maxVertrouwelijkheid);
  if (maxVertrouwelijkheid === undefined)
    fouten.push({ field: 'maxVertrouwelijkheid', message: 'Kies hoe vertrouwelijk een zaak mag zijn.' });
  if (fouten.length > 0 || maxVertrouwelijkheid === undefined) return { fouten };
  return { pas: ({ versie: _versie, ...nu }) => ({ ...nu, rollen, authentiek, maxVertrouwelijkheid }) };
}

export const veldVan = (message: string): string =>
  /bron|client-id|register/.test(message) ? 'bron-1' : /rol/.test(message) ? 'rollen' : 'maxVertrouwelijkheid';

export interface OntvangersNu {
  readonly inrichting: Inrichting;
  /** Names of the registers of others. */
  readonly registers: readonly string[];
}

export function ontvangers(
  options: BeheerOptions,
  { inrichting, registers }: OntvangersNu,
  stand: FormulierStand<Getypt>,
): Antwoord {
  const getypt = stand.getypt ?? getyptVan(inrichting);
  const fouten = stand.fouten ?? [];
  const bronnen = [
    ...getypt.bronnen,
    ...Array.from({ length: LEGE_PLAATSEN }, () => ({ keuze: '', client: '' })),
  ].slice(0, MAX_BRONNEN);
  // One that was taken from ZGW_BRONNEN meanwhile stays what it is until somebody chooses otherwise.
  const genoemd = getypt.bronnen.flatMap(({ keuze }) =>
    keuze.startsWith(REGISTER) ? [keuze.slice(REGISTER.length)] : [],
  );
  const namen = [...new Set([...registers, ...genoemd])];
  const field = velden({ maxVertrouwelijkheid: getypt.maxVertrouwelijkheid }, fouten);
  return formulierPagina({
    options,
    inrichting,
    title: 'Ontvangers',
    current: INRICHTING,
    above: [{ label: 'Inrichting', href: INRICHTING }],
    lead: 'Wie krijgt bericht, en wanneer weten wij zeker dat het de goede persoon is?',
    action: ONTVANGERS,
    terug: INRICHTING,
    stand,
    nuGeldt: `Nu geldt: ${regelsVan(inrichting)
      .filter(({ deel }) => deel === 'Ontvangers')
      .map(({ naam, waarde }) => `${naam.toLowerCase()}: ${waarde}.`)
      .join(' ')}`,
    vooraf: inrichting.authentiek.length === 0 ? <GeenBron>Kies hieronder een bron.</GeenBron> : null,
    children: (
      <>
        <Checkboxes
          id="rollen"
          label="Wie krijgt bericht?"
          hint="Wie meer dan één rol heeft in een zaak, krijgt één bericht."
          error={foutBij(fouten, 'rollen')}
          boxes={ROLSOORTEN.map((rol) => ({
            value: rol,
            label: ROL_NAMEN[rol],
            checked: getypt.rollen.includes(rol),
          }))}
        />
        <Heading level={2}>Wanneer is een BSN zeker?</Heading>
        <Paragraph>
          Een bericht gaat alleen weg als een bron instaat voor het BSN. De bronnen worden in deze volgorde gevraagd,
          tot er een ja zegt. <strong>Kiest u geen enkele bron, dan gaat er niets naar MijnOverheid.</strong>
        </Paragraph>
        {bronnen.map(({ keuze, client }, i) => {
          const nr = i + 1;
          return (
            <FieldGroup key={nr} legend={`Bron ${nr}`}>
              <SelectField
                id={`bron-${nr}`}
                label="Wie staat in voor het BSN?"
                value={keuze}
                error={foutBij(fouten, `bron-${nr}`)}
                first={{ value: '', label: 'Geen' }}
                options={[
                  { value: 'brp', label: 'De BRP kent de persoon' },
                  { value: 'ingelogd', label: 'De persoon logde in met DigiD' },
                  { value: 'client', label: 'Een applicatie die u vertrouwt legde het vast' },
                  ...namen.map((naam) => ({
                    value: `${REGISTER}${naam}`,
                    label: `Register ${naam}${registers.includes(naam) ? '' : ' (staat niet meer in ZGW_BRONNEN)'}`,
                  })),
                ]}
              />
              <TextField
                id={`client-${nr}`}
                label="Client-id (alleen bij een applicatie)"
                value={client}
                error={foutBij(fouten, `client-${nr}`)}
                maxLength={100}
              />
            </FieldGroup>
          );
        })}
        {namen.length > 0 ? null : (
          <Paragraph>Er is geen register van een ander. Dat stelt uw technisch beheerder in met ZGW_BRONNEN.</Paragraph>
        )}
        <Heading level={2}>Vertrouwelijke zaken</Heading>
        <SelectField
          {...field('maxVertrouwelijkheid', 'Tot hoe vertrouwelijk gaat een zaak naar MijnOverheid?')}
          hint="Een zaak die vertrouwelijker is, blijft binnen."
          first={{ value: VERTROUWELIJKHEDEN[0], label: VERTROUWELIJK[VERTROUWELIJKHEDEN[0]] }}
          options={VERTROUWELIJKHEDEN.slice(1).map((value) => ({ value, label: VERTROUWELIJK[value] }))}
        />
      </>
    ),
  });
}
