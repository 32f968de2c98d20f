/**
 * GEBRUIKSRECHTEN: the terms under which a document may be used, other than reading it. That there are any is what its
 * indicatieGebruiksrecht says (drc-006).
 */
import { sql } from '../../platform/db/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { vast } from '../zaken/index.ts';
import { documentenApi, doel, ONDERDEEL_SCOPES } from './api.ts';
import { document } from './document.ts';
import { type BijDocument, documentLink, doorDocument, leesDocument, naamVan, onderdeelWrite } from './onderdeel.ts';

const fields = {
  informatieobject: documentLink,
  startdatum: field.dateTime({ required: true, filter: ['lt', 'lte', 'gt', 'gte'] }),
  einddatum: field.dateTimeOrNull({ filter: ['lt', 'lte', 'gt', 'gte'] }),
  omschrijvingVoorwaarden: field.text({ required: true }),
};

type RechtWrite = Write<typeof fields, BijDocument>;

export const gebruiksrechten = defineResource<typeof fields, BijDocument>({
  ...doel.gebruiksrechten,
  api: documentenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  paginated: false,
  showUuid: false,
  order: 't.id',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: doorDocument,
  write: {
    situation: async ({ tx, values }) => ({ document: await leesDocument(tx, values.informatieobject, 'wijzigt') }),
    ...onderdeelWrite,
    rules: [[vast('informatieobject')]],
    after: werkIndicatieBij,
    weergave: ({ situation }) => `${naamVan(situation.document)} - gebruiksrechten`,
  },
});

/** drc-006: true as soon as there are gebruiksrechten, and unknown again once the last are gone. */
async function werkIndicatieBij(write: RechtWrite): Promise<void> {
  const { tx, ports, situation } = write;
  const { id, indicatieGebruiksrecht } = situation.document;
  const [row] = await tx.query<{ er: boolean }>(sql`
    select exists (select 1 from documenten.gebruiksrechten g where g.informatieobject_id = ${id}) as er`);
  const indicatie = row!.er ? true : null;
  if (indicatie === indicatieGebruiksrecht) return;
  const columns = { indicatie_gebruiksrecht: indicatie };
  // The version that stands is told the same; it is no new one.
  await tx.query(sql`
    update documenten.versie v set indicatie_gebruiksrecht = ${indicatie}
    from documenten.enkelvoudiginformatieobject d where d.id = ${id} and v.id = d.id and v.versie = d.versie`);
  const weergave = naamVan(situation.document);
  await write.change(document, id, columns, {
    main: onderdeelWrite.mainObject({ ...write, ports }),
    weergave,
    notify: false,
  });
}
