/**
 * STATUS of a ZAAK. A status is written once and never changed: correcting one means setting the next. Setting the end
 * status closes the zaak; any other status on a closed zaak reopens it (`afsluiten.ts`). Both happen in the transaction
 * of the POST, so no reader ever sees a closed zaak without its end status.
 */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { toLocalDate } from '../../standaarden/tijd/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import { defineResource, field, type Ports, type Write } from '../kern/index.ts';
import { obstaclesToClosing, obstaclesToReopening, reopenZaak } from './afsluiten.ts';
import { doel, zakenApi } from './api.ts';
import { type Archivering, archiveer, deeldossiersBijHeropenen, deeldossiersBijSluiten } from './archief.ts';
import { bronadressen } from './brondatum.ts';
import { documentenElders, documentenMogenDicht } from './documenten.ts';
import { assertMag, lockZaakVan, visibleThroughZaak, type ZaakStand, zaakMain } from './onderdeel.ts';
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
  /** What closing says about the dossier; null when this status does not close. */
  readonly archief: Archivering | null;
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
    consult: ({ ports, sent }) => teRaadplegen(ports, sent.zaak, sent.statustype),
    situation: readSituation,
    allow: ({ actor, situation }) => assertMag(actor, scopesToSet(situation), situation.zaak),
    rules: [[statustypeHoortBijZaaktype, gezetdoorHoortBijZaak, momentKlopt], [zaakMagDichtOfOpen]],
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

/** What others say that counts when this status closes the zaak: its documents, and where its brondatum comes from. */
export async function teRaadplegen(
  ports: Ports,
  zaakId: string | undefined,
  statustypeId: string | undefined,
  resultaattypeId: string | null = null,
): Promise<readonly string[]> {
  const bronnen = await bronadressen(ports.db, ports, zaakId, statustypeId, resultaattypeId);
  return bronnen === null ? [] : [...bronnen, ...(await documentenElders(ports.db, zaakId ?? null))];
}

async function readSituation(write: Omit<StatusWrite, 'situation'>): Promise<StatusSituation> {
  const { tx, values } = write;
  const zaak = await lockZaakVan(write, values.zaak);
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
    archief: row.eind ? await archiveer(write, zaak, dagVan(values)) : null,
  };
}

/** The day of a status is the client's own: the date in the offset that he sent. */
function dagVan({ datumStatusGezet }: { readonly datumStatusGezet: string }): string {
  return datumStatusGezet.slice(0, 10);
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

/** zrc-007 and zrc-008: everything that stands in the way of closing, or of opening again. */
async function zaakMagDichtOfOpen(write: StatusWrite): Promise<readonly InvalidParam[]> {
  const { tx, situation } = write;
  const { zaak, archief } = situation;
  if (!archief) return zaak.einddatum === null ? [] : await obstaclesToReopening(tx, zaak);
  return [...(await obstaclesToClosing(tx, zaak)), ...(await documentenMogenDicht(write, zaak.id)), ...archief.faults];
}

/** Lets the zaak point to its latest status; before the status itself is stored, so that its answer can tell. */
async function pointZaak({ situation, values, tx, id, ports }: StatusWrite): Promise<Record<string, unknown>> {
  const latest = situation.laatste === null || new Date(values.datumStatusGezet) > situation.laatste;
  if (latest)
    await tx.query(sql`
      update zaken.zaak set status_id = ${id}, laatst_gemuteerd = ${ports.clock.now()} where id = ${situation.zaak.id}`);
  return {};
}

/** The zaak, and the deelzaken whose dossier follows hers. */
async function closeOrReopen(write: StatusWrite): Promise<void> {
  const { tx, situation, values, ports } = write;
  const { zaak, archief } = situation;
  if (!archief && zaak.einddatum === null) return;
  const main = zaakMain(ports, zaak);
  const change = (id: string, weergave: string, columns: Record<string, unknown>) =>
    write.change(zaakResource, id, columns, { main: { ...main, id }, weergave, notify: false });

  const einddatum = dagVan(values);
  await change(zaak.id, zaak.identificatie, archief ? { einddatum, ...archief.columns } : reopenZaak());
  const delen = archief
    ? await deeldossiersBijSluiten(tx, ports.profile, zaak, einddatum)
    : await deeldossiersBijHeropenen(tx, zaak);
  for (const deel of delen) await change(deel.id, deel.identificatie, deel.columns);
}
