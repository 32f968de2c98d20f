/** The kinds of thing in the reference lists: where each is found, how it looks, and by what its list is narrowed. */
import { invalid } from '../../../platform/http/index.ts';
import type { value } from '../../kern/index.ts';
import { selectielijst } from './lijst.ts';
import { TAAKGEBIEDEN } from './model.ts';
import {
  presentCommunicatiekanaal,
  presentProcestype,
  presentResultaat,
  presentResultaattypeomschrijving,
} from './presenteer.ts';

/** Where the API is found below a base. */
export const REFERENTIELIJSTEN = '/referentielijsten/api/v1';

export type Query = Readonly<Record<string, string | undefined>>;

export interface Soort {
  readonly pad: string;
  /** Name of its schema, as in the published API. */
  readonly naam: string;
  readonly schema: value.Schema;
  /** Is its list cut into pages, or one plain array? */
  readonly paginas: boolean;
  /** Query parameters of its list, besides `page`. */
  readonly parameters: Readonly<Record<string, value.Schema>>;
  /** Its list, with addresses below `root`; throws what is wrong with a parameter. */
  lijst(query: Query, root: string): readonly object[];
  /** The one with this uuid, or null. */
  een(uuid: string, root: string): object | null;
}

const lijst = selectielijst();

const tekst = (maxLength?: number): value.Schema => ({ type: 'string', ...(maxLength !== undefined && { maxLength }) });
const adres: value.Schema = { type: 'string', format: 'uri', readOnly: true };
const getal: value.Schema = { type: 'integer' };
const vlag: value.Schema = { type: 'boolean' };
const groep = (properties: Readonly<Record<string, value.Schema>>): value.Schema => ({
  type: 'object',
  properties,
  required: Object.keys(properties),
});

const toon = <T>(ding: T | undefined, present: (ding: T, root: string) => object, root: string): object | null =>
  ding === undefined ? null : present(ding, root);

export const SOORTEN: readonly Soort[] = [
  {
    pad: 'communicatiekanalen',
    naam: 'CommunicatieKanaal',
    schema: groep({ url: adres, naam: tekst(20), omschrijving: tekst(200) }),
    paginas: true,
    parameters: {},
    lijst: (_query, root) => lijst.communicatiekanalen.map((kanaal) => presentCommunicatiekanaal(kanaal, root)),
    een: (uuid, root) => toon(lijst.communicatiekanaal(uuid), presentCommunicatiekanaal, root),
  },
  {
    pad: 'procestypen',
    naam: 'ProcesType',
    schema: groep({
      url: adres,
      nummer: getal,
      jaar: getal,
      naam: tekst(100),
      omschrijving: tekst(300),
      toelichting: tekst(),
      procesobject: tekst(80),
    }),
    paginas: false,
    parameters: { jaar: { ...tekst(), pattern: '^\\d{4}$' } },
    lijst: ({ jaar }, root) =>
      lijst.procestypen(jaarVan(jaar)).map((procestype) => presentProcestype(procestype, root)),
    een: (uuid, root) => toon(lijst.procestype(uuid), presentProcestype, root),
  },
  {
    pad: 'resultaten',
    naam: 'Resultaat',
    schema: groep({
      url: adres,
      procesType: adres,
      nummer: getal,
      volledigNummer: tekst(),
      generiek: vlag,
      specifiek: vlag,
      naam: tekst(40),
      omschrijving: tekst(150),
      herkomst: tekst(200),
      waardering: { type: 'string', enum: ['blijvend_bewaren', 'vernietigen', ''] },
      procestermijn: tekst(),
      procestermijnWeergave: tekst(),
      bewaartermijn: { type: 'string', nullable: true },
      toelichting: tekst(),
      procestermijnOpmerking: tekst(20),
      ...Object.fromEntries(TAAKGEBIEDEN.map((gebied) => [gebied, vlag])),
    }),
    paginas: true,
    // The published contract has the one spelling, the public service and its clients the other.
    parameters: { procesType: tekst(), proces_type: tekst() },
    lijst: ({ procesType, proces_type }, root) => {
      const adres = procesType ?? proces_type;
      const procestype = adres === undefined ? undefined : lijst.procestype(adres.split('/').at(-1) ?? '');
      if (adres !== undefined && !procestype) return [];
      const gevonden = lijst.resultaten(procestype ? { jaar: procestype.jaar, procestype: procestype.nummer } : {});
      return gevonden.map((resultaat) => presentResultaat(resultaat, root));
    },
    een: (uuid, root) => toon(lijst.resultaat(uuid), presentResultaat, root),
  },
  {
    pad: 'resultaattypeomschrijvingen',
    naam: 'ResultaattypeOmschrijvingGeneriek',
    schema: groep({ url: adres, omschrijving: tekst(20), definitie: tekst(255), opmerking: tekst(255) }),
    paginas: false,
    parameters: {},
    lijst: (_query, root) =>
      lijst.resultaattypeomschrijvingen.map((omschrijving) => presentResultaattypeomschrijving(omschrijving, root)),
    een: (uuid, root) => toon(lijst.resultaattypeomschrijving(uuid), presentResultaattypeomschrijving, root),
  },
];

function jaarVan(tekst: string | undefined): number | undefined {
  if (tekst === undefined) return undefined;
  if (!/^\d{4}$/.test(tekst)) throw invalid({ name: 'jaar', code: 'invalid', reason: 'Geef een jaar, zoals 2020.' });
  return Number(tekst);
}
