/**
 * ZAAKBESLUIT: a besluit that was taken in a zaak, below the zaak (`/zaken/{uuid}/besluiten`). For besluiten of our own
 * register that register makes and removes it, in the transaction of the besluit (brc-006); a client does so for those of
 * others.
 */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { type Consequences, defineResource, field, ownId, type Shape, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import {
  type BijZaak,
  lockZaak,
  lockZaakInPad,
  ONDERDEEL_SCOPES,
  onderdeelWrite,
  visibleThroughZaak,
  type ZaakStand,
  zaakMain,
} from './onderdeel.ts';

const BESLUIT: Shape = { what: 'besluit', properties: ['url', 'besluittype', 'datum'] };

const fields = {
  besluit: field.linkOrUrl(doel.besluit, { own: 'besluit_id', required: true }),
};

type ZaakbesluitWrite = Write<typeof fields, BijZaak>;

const gewoon = onderdeelWrite();

export const zaakbesluit = defineResource<typeof fields, BijZaak>({
  ...doel.zaakbesluit,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'delete'],
  paginated: false,
  showUuid: true,
  order: 't.id',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: visibleThroughZaak,
  write: {
    references: ({ besluit }) => (besluit === undefined ? [] : [{ name: 'besluit', address: besluit, shape: BESLUIT }]),
    situation: async (write) => ({ zaak: await lockZaakInPad(write) }),
    ...gewoon,
    allow(write) {
      gewoon.allow(write);
      // On delete no rules run.
      if (write.method === 'delete' && write.row?.['besluit_id']) throw invalid(INCONSISTENT);
    },
    rules: [[besluitHoortBijZaak]],
    keep: ({ parent }) => ({ zaak_id: parent }),
    notifies: ['create'],
    weergave: ({ values, situation }) => `${situation.zaak.identificatie} - ${values.besluit}`,
    constraints: {
      zaakbesluit_uniek: { name: 'nonFieldErrors', code: 'unique', reason: 'Dit besluit hoort al bij de zaak.' },
    },
  },
});

const INCONSISTENT: InvalidParam = {
  name: 'nonFieldErrors',
  code: 'inconsistent-relation',
  reason: 'Van een besluit in dit register staat de zaak bij het besluit. Wijzig of verwijder het besluit.',
};

/** brc-006: whether a besluit of our own belongs to the zaak is said by the besluit. */
function besluitHoortBijZaak({ values, found, ports, situation }: ZaakbesluitWrite): readonly InvalidParam[] {
  if (ownId(values.besluit, doel.besluit.href, ports.bases) === null) return [];
  const zaak = String(found.get(values.besluit)?.['zaak'] ?? '');
  return ownId(zaak, doel.zaak.href, ports.bases) === situation.zaak.id ? [] : [INCONSISTENT];
}

/** brc-006: a besluit of our own came to belong to this zaak, which is locked. Whether it may: the besluit (zrc-007). */
export async function koppelBesluit(write: Consequences, zaak: ZaakStand, besluitId: string): Promise<void> {
  const besluit = `${write.ports.bases[0]}${doel.besluit.href}/${besluitId}`;
  const columns = { zaak_id: zaak.id, besluit, besluit_id: besluitId };
  await write.add(zaakbesluit, columns, { ...aboutOf(write, zaak), notify: true });
}

/** brc-006: a besluit of our own belongs to no zaak any more. */
export async function ontkoppelBesluit(write: Consequences, besluitId: string): Promise<void> {
  const rows = await write.tx.query<{ id: string; zaak: string }>(sql`
    select id, zaak_id as zaak from zaken.zaakbesluit where besluit_id = ${besluitId}`);
  for (const { id, zaak } of rows) {
    await write.remove(zaakbesluit, id, { ...aboutOf(write, await lockZaak(write.tx, zaak)), notify: false });
  }
}

const aboutOf = ({ ports }: Consequences, zaak: ZaakStand) => ({
  main: zaakMain(ports, zaak),
  weergave: `${zaak.identificatie} - besluit`,
  parent: zaak.id,
});
