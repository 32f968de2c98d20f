/** ZAAKOBJECTTYPE: a kind of object that zaken of a zaaktype can be about. */
import { raw, sql } from '../../platform/db/index.ts';
import { defineResource, type Filter, field, value } from '../kern/index.ts';
import { catalogiApi, OP_DAG, SCOPES } from './api.ts';
import { doel } from './doel.ts';
import { datumGeldigheid, naamOf, zaaktypeIdentificatie } from './filters.ts';
import { herhaald, partWrite, type VanZaaktype, vanZaaktype, zaaktypeLink } from './onderdeel.ts';

/** Relations that the standard shows, and gives no way to fill. */
const NIETS = () => 'false';

const fields = {
  /** Is the objecttype one that RSGB and RGBZ do not know? */
  anderObjecttype: field.bool({ required: true, filter: ['exact'] }),
  beginGeldigheid: herhaald.beginGeldigheid,
  eindeGeldigheid: vanZaaktype.eindeGeldigheid,
  beginObject: vanZaaktype.beginObject,
  eindeObject: vanZaaktype.eindeObject,
  objecttype: field.url({ max: 200, required: true, filter: ['exact'] }),
  relatieOmschrijving: field.text({ max: 80, required: true, filter: ['exact'] }),
  zaaktype: zaaktypeLink,
  zaaktypeIdentificatie: vanZaaktype.zaaktypeIdentificatie,
  resultaattypen: field.tiedLinks(doel.resultaattype, NIETS),
  resultaattypeOmschrijving: field.derived(
    { type: 'array', items: { type: 'string' }, uniqueItems: true },
    () => `'[]'::json`,
  ),
  statustypen: field.tiedLinks(doel.statustype, NIETS),
  catalogus: herhaald.catalogus,
};

/** Through the zaaktype, where what is asked stands. */
const vanHetZaaktype = (schema: Filter['schema'], column: string, read: (text: string) => string | null): Filter => ({
  schema,
  condition: (text, t) => sql`exists (select 1 from catalogi.zaaktype z
    where z.id = ${raw(t)}.zaaktype_id and ${raw(`z.${column}`)} = ${read(text)})`,
});

function leesDatum(text: string): string {
  if (!value.isDate(text)) throw new Error('Dit is geen bestaande datum in de vorm JJJJ-MM-DD.');
  return text;
}

function leesAdres(text: string): string | null {
  if (!/^https?:\/\//.test(text)) throw new Error('Dit is geen volledig webadres.');
  const it = naamOf(text);
  return 'id' in it ? it.id : null;
}

const DAG = { type: 'string', format: 'date' } as const;

export const zaakobjecttype = defineResource<typeof fields, VanZaaktype>({
  ...doel.zaakobjecttype,
  api: catalogiApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  day: OP_DAG,
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  filters: {
    catalogus: vanHetZaaktype({ type: 'string', format: 'uri' }, 'catalogus_id', leesAdres),
    datumBeginGeldigheid: vanHetZaaktype(DAG, 'begin_geldigheid', leesDatum),
    datumEindeGeldigheid: vanHetZaaktype(DAG, 'einde_geldigheid', leesDatum),
    datumGeldigheid: datumGeldigheid('zaaktype'),
    zaaktypeIdentificatie,
  },
  write: {
    ...partWrite<typeof fields>('zaakobjecttype', 'zaakobjecttypen'),
    weergave: ({ values }) => values.relatieOmschrijving,
  },
});
