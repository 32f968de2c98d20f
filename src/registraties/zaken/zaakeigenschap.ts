/** ZAAKEIGENSCHAP: what a zaak answers to a question of its zaaktype. Lives below the zaak; only its value changes. */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { catalogiDoel, type Specificatie } from '../catalogi/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { doel, zakenApi } from './api.ts';
import { waardeKlopt } from './eigenschapwaarde.ts';
import {
  type BijZaak,
  lockZaakInPad,
  ONDERDEEL_SCOPES,
  onderdeelWrite,
  vast,
  visibleThroughZaak,
} from './onderdeel.ts';

const fields = {
  zaak: field.link(doel.zaak, { column: 'zaak_id', required: true }),
  eigenschap: field.link(catalogiDoel.eigenschap, { column: 'eigenschap_id', required: true }),
  naam: field.kept({ type: 'string' }),
  waarde: field.text({ required: true }),
};

interface Situation extends BijZaak {
  readonly eigenschap: { readonly zaaktype: string; readonly naam: string; readonly specificatie: Specificatie };
}

type EigenschapWrite = Write<typeof fields, Situation>;

export const zaakeigenschap = defineResource<typeof fields, Situation>({
  ...doel.zaakeigenschap,
  api: zakenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  paginated: false,
  showUuid: true,
  order: 't.id',
  scopes: ONDERDEEL_SCOPES,
  fields,
  visible: visibleThroughZaak,
  write: {
    situation: readSituation,
    ...onderdeelWrite(),
    rules: [[vast('zaak', 'eigenschap'), zaakUitPad], [eigenschapHoortBijZaaktype]],
    keep: ({ row, situation }) => ({ naam: row ? row['naam'] : situation.eigenschap.naam }),
    weergave: ({ situation }) => `${situation.zaak.identificatie} - ${situation.eigenschap.naam}`,
    warning: ({ situation, values }) =>
      waardeKlopt(situation.eigenschap.specificatie, values.waarde)
        ? null
        : 'De waarde voldoet niet aan de specificatie van de eigenschap. Zij is wel opgeslagen.',
  },
});

async function readSituation(write: Omit<EigenschapWrite, 'situation'>): Promise<Situation> {
  const { tx, values } = write;
  const zaak = await lockZaakInPad(write);
  const [eigenschap] = await tx.query<Situation['eigenschap']>(sql`
    select zaaktype_id as zaaktype, naam, specificatie from catalogi.eigenschap where id = ${values.eigenschap} for share`);
  const reason = 'Op dit adres is geen eigenschap te vinden.';
  if (!eigenschap) throw invalid({ name: 'eigenschap', code: 'bad-url', reason });
  return { zaak, eigenschap };
}

/** The zaak in the body is the one in the path. */
function zaakUitPad({ current, values, situation }: EigenschapWrite): readonly InvalidParam[] {
  if (current !== null || values.zaak === situation.zaak.id) return [];
  return [{ name: 'zaak', code: 'zaak-mismatch', reason: 'Dit is een andere zaak dan die in het adres.' }];
}

/** zrc-018: the eigenschap belongs to the zaaktype of the zaak. */
function eigenschapHoortBijZaaktype({ current, situation }: EigenschapWrite): readonly InvalidParam[] {
  if (current !== null || situation.eigenschap.zaaktype === situation.zaak.zaaktypeId) return [];
  const reason = 'De eigenschap hoort niet bij het zaaktype van de zaak.';
  return [{ name: 'nonFieldErrors', code: 'zaaktype-mismatch', reason }];
}
