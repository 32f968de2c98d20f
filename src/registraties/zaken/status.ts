/**
 * STATUS of a ZAAK. A status is written once and never changed: correcting one means setting the next. Setting the end
 * status closes the zaak; any other status on a closed zaak reopens it (`afsluiten.ts`). Both happen in the transaction
 * of the POST, so no reader ever sees a closed zaak without its end status.
 */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { toLocalDate } from '../../standaarden/tijd/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { defineResource, field, type Write } from '../kern/index.ts';
import { closeZaak, obstaclesToClosing, reopenZaak } from './afsluiten.ts';
import { doel, zakenApi } from './api.ts';
import { documentenBijSluiten, documentenMogenDicht } from './documenten.ts';
import { assertMag, lockZaak, visibleThroughZaak, type ZaakStand, zaakMain } from './onderdeel.ts';
import { zaak as zaakResource } from './zaak.ts';

const fields = {
  zaak: field.link(doel.zaak, { column: 'zaak_id', required: true, filter: ['exact'] }),
  statustype: field.link(catalogiDoel.statustype, { column: 'statustype_id', required: true, filter: ['exact'] }),
  datumStatusGezet: field.dateTime({ required: true }),
  statustoelichting: field.text({ max: 1000 }),
  indicatieLaatstGezetteStatus: field.derived(
    { type: 'boolean' },
    ({ t }) => `(select z.status_id = ${t}.id from zaken.zaak z where z.id = ${t}.zaak_id)`,
  ),
  gezetdoor: field.linkOrNull(doel.rol, { column: 'gezetdoor_id' }),
  zaakinformatieobjecten: field.links(doel.zaakinformatieobject, 'status_id'),
};

/** The zaak as it stands, locked until commit, and the statustype about to be set. */
export interface StatusSituation {
  readonly zaak: ZaakStand;
  readonly statustypeZaaktypeId: string;
  readonly isEindstatus: boolean;
  /** Moment of the latest status so far; null for the first. */
  readonly laatste: Date | null;
  /** Zaak of the rol in `gezetdoor`; null when there is none. */
  readonly gezetdoorZaakId: string | null;
}

type StatusWrite = Write<typeof fields, StatusSituation>;

export const status = defineResource<typeof fields, StatusSituation>({
  ...doel.status,
  api: zakenApi,
  methods: ['list', 'read', 'create'],
  showUuid: true,
  order: 't.datum_status_gezet desc, t.id desc',
  scopes: { read: ['zaken.lezen'], create: ['zaken.aanmaken', 'zaken.statussen.toevoegen', 'zaken.heropenen'] },
  fields,
  filters: {
    indicatieLaatstGezetteStatus: {
      schema: { type: 'boolean' },
      condition(text) {
        if (text !== 'true' && text !== 'false') throw new Error('Kies true of false.');
        return sql`(select z.status_id = t.id from zaken.zaak z where z.id = t.zaak_id) = ${text === 'true'}`;
      },
    },
  },
  visible: visibleThroughZaak,
  write: {
    consult: ({ ports, sent }) => documentenBijSluiten(ports.db, sent.zaak, sent.statustype),
    situation: readSituation,
    allow: ({ actor, situation }) => assertMag(actor, scopesToSet(situation), situation.zaak),
    rules: [[statustypeHoortBijZaaktype, gezetdoorHoortBijZaak, momentKlopt], [zaakMagDicht]],
    keep: pointZaak,
    after: closeOrReopen,
    mainObject: ({ ports, situation }) => zaakMain(ports, situation.zaak),
    weergave: ({ situation, values }) => `${situation.zaak.identificatie} - ${values.datumStatusGezet}`,
    constraints: {
      status_moment_uniek: {
        name: 'nonFieldErrors',
        code: 'unique',
        reason: 'Deze zaak heeft al een status op dit moment. Geef de nieuwe status een later moment.',
      },
    },
  },
});

async function readSituation({ tx, values }: Omit<StatusWrite, 'situation'>): Promise<StatusSituation> {
  const zaak = await lockZaak(tx, values.zaak);
  const [row] = await tx.query<{ zaaktype: string; eind: boolean; laatste: Date | null; gezetdoor: string | null }>(sql`
    select s.zaaktype_id as zaaktype,
      not exists (select 1 from catalogi.statustype h where h.zaaktype_id = s.zaaktype_id and h.volgnummer > s.volgnummer) as eind,
      (select max(datum_status_gezet) from zaken.status where zaak_id = ${zaak.id}) as laatste,
      (select zaak_id from zaken.rol where id = ${values.gezetdoor}::uuid) as gezetdoor
    from catalogi.statustype s where s.id = ${values.statustype}`);
  if (!row)
    throw invalid({ name: 'statustype', code: 'bad-url', reason: 'Op dit adres is geen statustype te vinden.' });
  return {
    zaak,
    statustypeZaaktypeId: row.zaaktype,
    isEindstatus: row.eind,
    laatste: row.laatste,
    gezetdoorZaakId: row.gezetdoor,
  };
}

/** The first status rides on the right to create; reopening is a right of its own (zrc-008). */
function scopesToSet({ zaak, isEindstatus, laatste }: StatusSituation): readonly string[] {
  if (zaak.einddatum !== null) return isEindstatus ? ['zaken.geforceerd-bijwerken'] : ['zaken.heropenen'];
  return laatste === null ? ['zaken.aanmaken', 'zaken.statussen.toevoegen'] : ['zaken.statussen.toevoegen'];
}

/** zrc-016: the statustype belongs to the zaaktype of the zaak. */
function statustypeHoortBijZaaktype({ situation }: StatusWrite): readonly InvalidParam[] {
  if (situation.statustypeZaaktypeId === situation.zaak.zaaktypeId) return [];
  return [
    {
      name: 'nonFieldErrors',
      code: 'zaaktype-mismatch',
      reason: 'Het statustype hoort niet bij het zaaktype van de zaak.',
    },
  ];
}

/** zrc-016: who set it has a rol in this zaak. */
function gezetdoorHoortBijZaak({ situation, values }: StatusWrite): readonly InvalidParam[] {
  if (values.gezetdoor === null || situation.gezetdoorZaakId === situation.zaak.id) return [];
  return [{ name: 'gezetdoor', code: 'zaak-mismatch', reason: 'Deze rol hoort niet bij de zaak.' }];
}

/** Clocks of others may be a little ahead. */
const LEEWAY_MS = 60_000;

/** zrc-007: a status is not set in the future, and not before the zaak started. */
function momentKlopt({ values, situation, ports }: StatusWrite): readonly InvalidParam[] {
  const moment = new Date(values.datumStatusGezet);
  const fault = (code: string, reason: string) => [{ name: 'datumStatusGezet', code, reason }];
  if (moment.getTime() > ports.clock.now().getTime() + LEEWAY_MS) {
    return fault('date-in-future', 'Een status kan niet in de toekomst zijn gezet.');
  }
  if (toLocalDate(moment) < situation.zaak.startdatum) {
    return fault('invalid', 'Een status kan niet zijn gezet voor de startdatum van de zaak.');
  }
  return [];
}

async function zaakMagDicht(write: StatusWrite): Promise<readonly InvalidParam[]> {
  const { situation, tx } = write;
  if (!situation.isEindstatus) return [];
  return [...(await obstaclesToClosing(tx, situation.zaak)), ...(await documentenMogenDicht(write, situation.zaak.id))];
}

/** Lets the zaak point to its latest status; before the status itself is stored, so that its answer can tell. */
async function pointZaak({ situation, values, tx, id }: StatusWrite): Promise<Record<string, unknown>> {
  const latest = situation.laatste === null || new Date(values.datumStatusGezet) > situation.laatste;
  if (latest) await tx.query(sql`update zaken.zaak set status_id = ${id} where id = ${situation.zaak.id}`);
  return {};
}

async function closeOrReopen(write: StatusWrite): Promise<void> {
  const { situation, values, ports } = write;
  const about = { main: zaakMain(ports, situation.zaak), weergave: situation.zaak.identificatie, notify: false };
  const columns = situation.isEindstatus
    ? await closeZaak(write.tx, situation.zaak, values.datumStatusGezet)
    : situation.zaak.einddatum !== null
      ? reopenZaak()
      : null;
  if (columns) await write.change(zaakResource, situation.zaak.id, columns, about);
}
