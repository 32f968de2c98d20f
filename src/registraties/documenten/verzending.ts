/**
 * VERZENDING: to whom a document was sent, or from whom it was received, and at which address. The address is kept as it
 * was then, whatever becomes of it later.
 */
import { sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { defineResource, field, value, type Write } from '../kern/index.ts';
import { vast } from '../zaken/index.ts';
import { documentenApi, doel, ONDERDEEL_SCOPES } from './api.ts';
import { type BijDocument, documentLink, doorDocument, leesDocument, naamVan, onderdeelWrite } from './onderdeel.ts';

const { part } = value;
const verplicht = (max: number) => part(value.text({ max, blank: false }));
const naarKeuze = (max: number) => part(value.text({ max }), '');

const fields = {
  betrokkene: field.url({ max: 200, required: true, filter: ['exact'] }),
  informatieobject: documentLink,
  aardRelatie: field.choice(['afzender', 'geadresseerde'], { required: true, filter: ['exact'] }),
  toelichting: field.text({ max: 200 }),
  ontvangstdatum: field.dateOrNull(),
  verzenddatum: field.dateOrNull(),
  contactPersoon: field.url({ max: 1000, required: true }),
  contactpersoonnaam: field.text({ max: 40 }),
  binnenlandsCorrespondentieadres: field.groupOrNull(
    value.object({
      huisletter: naarKeuze(1),
      huisnummer: part(value.whole(1, 99_999)),
      huisnummerToevoeging: naarKeuze(4),
      naamOpenbareRuimte: verplicht(80),
      postcode: naarKeuze(6),
      woonplaatsnaam: verplicht(80),
    }),
  ),
  buitenlandsCorrespondentieadres: field.groupOrNull(
    value.object({
      adresBuitenland1: verplicht(35),
      adresBuitenland2: naarKeuze(35),
      adresBuitenland3: naarKeuze(35),
      landPostadres: part(value.url(200)),
    }),
  ),
  correspondentiePostadres: field.groupOrNull(
    value.object({
      postBusOfAntwoordnummer: part(value.whole(1, 9999)),
      postadresPostcode: verplicht(6),
      postadresType: part(value.choice(['antwoordnummer', 'postbusnummer'])),
      woonplaatsnaam: verplicht(80),
    }),
  ),
  faxnummer: field.textOrNull({ max: 15 }),
  emailadres: field.textOrNull({ max: 100 }),
  mijnOverheid: field.bool({ fallback: false }),
  telefoonnummer: field.textOrNull({ max: 15 }),
};

interface Situation extends BijDocument {
  /** How the other verzendingen of the document are related to it. */
  readonly andere: readonly string[];
}

type VerzendingWrite = Write<typeof fields, Situation>;

export const verzending = defineResource<typeof fields, Situation>({
  ...doel.verzending,
  api: documentenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  showUuid: false,
  order: 't.id desc',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: doorDocument,
  write: {
    situation: readSituation,
    ...onderdeelWrite,
    rules: [[vast('informatieobject'), eenAdres, ontvangenOp, eenAfzender]],
    weergave: ({ situation, values }) => `${naamVan(situation.document)} - ${values.aardRelatie}`,
  },
});

async function readSituation({ tx, id, values }: Omit<VerzendingWrite, 'situation'>): Promise<Situation> {
  // Two at once could each find themselves the only one.
  const document = await leesDocument(tx, values.informatieobject, 'wijzigt');
  const rows = await tx.query<{ aard: string }>(sql`
    select distinct v.aard_relatie as aard from documenten.verzending v
    where v.informatieobject_id = ${document.id} and v.id <> ${id}`);
  return { document, andere: rows.map(({ aard }) => aard) };
}

const ADRESSEN = [
  'binnenlandsCorrespondentieadres',
  'buitenlandsCorrespondentieadres',
  'correspondentiePostadres',
  'faxnummer',
  'emailadres',
  'mijnOverheid',
  'telefoonnummer',
] as const;

/** Documenten API, Verzending: it goes to, or comes from, one address. Another address is another verzending. */
function eenAdres({ values }: VerzendingWrite): readonly InvalidParam[] {
  if (ADRESSEN.filter((name) => values[name]).length === 1) return [];
  const reason = `Geef precies één adres. Kies uit: ${ADRESSEN.join(', ')}.`;
  return [{ name: 'nonFieldErrors', code: 'invalid-address', reason }];
}

/** "Verplicht gevuld wanneer aardRelatie de waarde 'afzender' heeft." */
function ontvangenOp({ values }: VerzendingWrite): readonly InvalidParam[] {
  if (values.aardRelatie !== 'afzender' || values.ontvangstdatum !== null) return [];
  return [
    { name: 'ontvangstdatum', code: 'required', reason: 'Zeg wanneer het document van de afzender is ontvangen.' },
  ];
}

/** Documenten API, Verzending: a document that was received has one sender, and was not sent as well. */
function eenAfzender({ values, situation: { andere } }: VerzendingWrite): readonly InvalidParam[] {
  const fault = (reason: string): readonly InvalidParam[] => [{ name: 'aardRelatie', code: 'unique', reason }];
  if (andere.includes('afzender')) return fault('Dit document is ontvangen en heeft al een afzender.');
  if (values.aardRelatie === 'afzender' && andere.length > 0)
    return fault('Dit document is al verzonden. Wat u ontving, is een nieuw document.');
  return [];
}
