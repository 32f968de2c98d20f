/**
 * BESLUIT: a decision that was taken and recorded, mostly as the outcome of a zaak.
 *
 * Which zaak that is stands here; the zaak shows it as a zaakbesluit, that is made and removed in the same transaction
 * (brc-006). What a besluit is and to what it belongs does not change: for that it is removed and made anew.
 */
import { sql } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { todayInAmsterdam } from '../../standaarden/tijd/index.ts';
import { zichtbareBesluiten } from '../autorisaties/index.ts';
import { catalogiDoel } from '../catalogi/index.ts';
import {
  AUDITTRAIL,
  type Consultation,
  defineResource,
  field,
  ownId,
  type Reference,
  type Shape,
  type Write,
} from '../kern/index.ts';
import {
  assertNietGesloten,
  koppelBesluit,
  lockZaak,
  ontkoppelBesluit,
  type ZaakStand,
  zakenDoel,
} from '../zaken/index.ts';
import { besluitenApi, doel, SCOPES } from './api.ts';
import { eigenDocumenten, ontkoppelDocumenten } from './documenten.ts';
import { nieuweIdentificatie } from './identificatie.ts';
import { assertMag, type Besluittype, besluitMain, leesBesluittype } from './stand.ts';

const WEERGAVEN = {
  tijdelijk: 'Besluit met tijdelijke werking',
  ingetrokken_overheid: 'Besluit ingetrokken door overheid',
  ingetrokken_belanghebbende: 'Besluit ingetrokken o.v.v. belanghebbende',
} as const;
const VERVALREDENEN = ['tijdelijk', 'ingetrokken_overheid', 'ingetrokken_belanghebbende'] as const;

const fields = {
  identificatie: field.text({ max: 50, filter: ['exact'] }),
  verantwoordelijkeOrganisatie: field.rsin({ required: true, filter: ['exact'] }),
  besluittype: field.link(catalogiDoel.besluittype, { column: 'besluittype_id', required: true, filter: ['exact'] }),
  zaak: field.linkOrUrl(zakenDoel.zaak, { own: 'zaak_id', filter: ['exact'] }),
  datum: field.date({ required: true }),
  toelichting: field.text({}),
  bestuursorgaan: field.text({ max: 50 }),
  ingangsdatum: field.date({ required: true }),
  vervaldatum: field.dateOrNull(),
  vervalreden: field.choiceOrBlank(VERVALREDENEN),
  vervalredenWeergave: field.derived({ type: 'string' }, ({ t }) => {
    const choices = VERVALREDENEN.map((reden) => `when '${reden}' then '${WEERGAVEN[reden]}'`);
    return `case ${t}.vervalreden ${choices.join(' ')} else '' end`;
  }),
  publicatiedatum: field.dateOrNull(),
  verzenddatum: field.dateOrNull(),
  uiterlijkeReactiedatum: field.dateOrNull(),
};

interface Situation {
  readonly besluittype: Besluittype;
  readonly identificatie: string;
  /** Does this write say of which zaak it is? A new besluit always does; an update when it names another one. */
  readonly nieuweZaak: boolean;
  /** The zaak of our own that it comes to belong to, locked; null when it comes to belong to none. */
  readonly zaak: ZaakStand | null;
  /** The zaak of our own that it belongs to so far, locked. */
  readonly vorige: ZaakStand | null;
  /** Does the zaaktype of that zaak, or of a zaak elsewhere, know this besluittype? */
  readonly past: boolean;
  /** On removal: its documents of our own register. */
  readonly documenten: readonly string[];
}

type BesluitWrite = Write<typeof fields, Situation>;

export const besluit = defineResource<typeof fields, Situation>({
  ...doel.besluit,
  api: besluitenApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: AUDITTRAIL,
  showUuid: false,
  order: 't.id desc',
  scopes: SCOPES,
  fields,
  visible: zichtbareBesluiten,
  write: {
    references: zaakBestaat,
    consult: nieuweZaakElders,
    situation: readSituation,
    allow,
    rules: [[vast, zaakMagWijzigen], [besluittypeGepubliceerd, datumNietLater, nieuweZaakIsEr], [pastBijZaaktype]],
    keep: ({ situation, row, given }) => ({
      identificatie: situation.identificatie,
      // What the client leaves out stays as it was.
      ...(row && !given.has('zaak') && { zaak: row['zaak'], zaak_id: row['zaak_id'] }),
    }),
    after: gevolgen,
    mainObject: ({ ports, id, values, situation }) =>
      besluitMain(ports, id, values.verantwoordelijkeOrganisatie, situation.besluittype),
    weergave: ({ values, situation }) => `${values.verantwoordelijkeOrganisatie} - ${situation.identificatie}`,
    constraints: {
      besluit_identificatie_uniek: {
        name: 'identificatie',
        code: 'identificatie-niet-uniek',
        reason: 'Deze identificatie is bij deze organisatie al in gebruik.',
      },
    },
  },
});

const ZAAK: Shape = { what: 'zaak', properties: ['url', 'zaaktype', 'bronorganisatie'] };

/** The zaak of a new besluit is there, with us or elsewhere. */
function zaakBestaat({ zaak = '' }: Partial<BesluitWrite['values']>, method: BesluitWrite['method']): Reference[] {
  return method === 'create' && zaak !== '' ? [{ name: 'zaak', address: zaak, shape: ZAAK }] : [];
}

/** A zaak elsewhere that an existing besluit comes to belong to, which only Open Zaak allows. */
async function nieuweZaakElders({ ports, method, sent }: Consultation<typeof fields>): Promise<readonly string[]> {
  if (ports.profile !== 'openzaak' || method === 'create' || !sent.zaak) return [];
  return ownId(sent.zaak, zakenDoel.zaak.href, ports.bases) === null ? [sent.zaak] : [];
}

/**
 * zrc-007: of which zaak it is does not change while that zaak is closed, but by force. Open Zaak lets nothing of it change.
 */
function allow({ actor, method, values, row, situation, ports }: BesluitWrite): void {
  assertMag(actor, method, values.besluittype, ...(row ? [String(row['besluittype_id'])] : []));
  const { zaak, vorige, nieuweZaak } = situation;
  if (vorige && (method === 'delete' || nieuweZaak || ports.profile === 'openzaak')) assertNietGesloten(actor, vorige);
  if (zaak) assertNietGesloten(actor, zaak);
}

async function readSituation(write: Omit<BesluitWrite, 'situation'>): Promise<Situation> {
  const { tx, id, row, values, method, found, ports } = write;
  const besluittype = await leesBesluittype(tx, values.besluittype);
  if (!besluittype)
    throw invalid({ name: 'besluittype', code: 'bad-url', reason: 'Op dit adres is geen besluittype te vinden.' });
  const nieuweZaak = wijzigtZaak(write);
  const zaakId = nieuweZaak ? ownId(values.zaak, zakenDoel.zaak.href, ports.bases) : null;
  const vorigeId = row?.['zaak_id'] as string | null | undefined;
  const vorige = vorigeId ? await lockZaak(tx, vorigeId) : null;
  const zaak = zaakId === null ? null : await lockZaak(tx, zaakId);
  const elders = String(found.get(values.zaak)?.['zaaktype'] ?? '');
  const zaaktypeId = zaak?.zaaktypeId ?? ownId(elders, catalogiDoel.zaaktype.href, ports.bases);
  const [rij] = await tx.query<{ past: boolean }>(sql`
    select exists (select 1 from catalogi.besluittype b
      join catalogi.zaaktype z on z.catalogus_id = b.catalogus_id and z.besluittypen @> to_jsonb(b.omschrijving)
      where b.id = ${besluittype.id} and z.id = ${zaaktypeId}::uuid) as past`);
  return {
    besluittype,
    identificatie: row
      ? String(row['identificatie'])
      : values.identificatie || (await nieuweIdentificatie(tx, values.verantwoordelijkeOrganisatie, ports.clock.now())),
    nieuweZaak,
    zaak,
    vorige,
    past: rij!.past,
    documenten: method === 'delete' ? await eigenDocumenten(tx, id) : [],
  };
}

/** Is it another zaak than it was? Two addresses of one zaak of ours are the same. */
function wijzigtZaak({ method, row, given, values, current, ports }: Omit<BesluitWrite, 'situation'>): boolean {
  if (method === 'delete') return false;
  if (!row || !current) return values.zaak !== '';
  const id = ownId(values.zaak, zakenDoel.zaak.href, ports.bases);
  return given.has('zaak') && (id ?? values.zaak) !== (row['zaak_id'] ?? current.zaak);
}

const WIJZIGEN = 'wijzigen-niet-toegelaten';

/** brc-001 and brc-002: what kind of besluit it is, whose, and its number do not change. */
function vast({ row, values, current, given }: BesluitWrite): readonly InvalidParam[] {
  if (!row || !current) return [];
  const names = (['besluittype', 'verantwoordelijkeOrganisatie', 'identificatie'] as const).filter(
    (name) => given.has(name) && values[name] !== current[name],
  );
  return names.map((name) => ({ name, code: WIJZIGEN, reason: 'Dit veld van een besluit kan niet wijzigen.' }));
}

/** brc-006: the zaak of a besluit does not change; Open Zaak lets it. */
function zaakMagWijzigen({ row, situation, ports }: BesluitWrite): readonly InvalidParam[] {
  if (!row || !situation.nieuweZaak || ports.profile === 'openzaak') return [];
  return [{ name: 'zaak', code: WIJZIGEN, reason: 'De zaak van een besluit kan niet wijzigen.' }];
}

/** brc-001: no besluit of a type that is still a concept. */
function besluittypeGepubliceerd({ situation }: BesluitWrite): readonly InvalidParam[] {
  if (!situation.besluittype.concept) return [];
  const reason = 'Dit besluittype is nog een concept. Publiceer het eerst.';
  return [{ name: 'besluittype', code: 'not-published', reason }];
}

/** RGBZ: a besluit is recorded once it was taken. */
function datumNietLater({ values, ports }: BesluitWrite): readonly InvalidParam[] {
  if (values.datum <= todayInAmsterdam(ports.clock.now())) return [];
  return [
    { name: 'datum', code: 'future_not_allowed', reason: 'De datum van een besluit kan niet later zijn dan vandaag.' },
  ];
}

/** The zaak elsewhere that an existing besluit comes to belong to is there. */
function nieuweZaakIsEr({ row, situation, values, found }: BesluitWrite): readonly InvalidParam[] {
  if (!row || !situation.nieuweZaak || situation.zaak || values.zaak === '') return [];
  const json = found.get(values.zaak);
  if (json && ZAAK.properties.every((property) => property in json)) return [];
  return [
    { name: 'zaak', code: json ? 'invalid-resource' : 'bad-url', reason: 'Op dit adres is geen zaak te vinden.' },
  ];
}

/** brc-007: the besluittype is one of the zaaktype of the zaak. */
function pastBijZaaktype({ situation, values }: BesluitWrite): readonly InvalidParam[] {
  if (!situation.nieuweZaak || values.zaak === '' || situation.past) return [];
  const reason = 'Het besluittype hoort niet bij het zaaktype van de zaak.';
  return [{ name: 'nonFieldErrors', code: 'zaaktype-mismatch', reason }];
}

/** brc-006: the zaak shows it. brc-009: with it goes all that belongs to it, also on the side of the documents. */
async function gevolgen(write: BesluitWrite): Promise<void> {
  const { method, id, tx, row, situation } = write;
  if (row && (method === 'delete' || situation.nieuweZaak)) await ontkoppelBesluit(write, id);
  if (situation.zaak) await koppelBesluit(write, situation.zaak, id);
  if (method !== 'delete') return;
  await ontkoppelDocumenten(write, id, situation.documenten);
  await tx.query(sql`delete from kern.audit where hoofdobject = ${id}`);
}
