/** KANAAL: where a source publishes its news, and by which kenmerken one can choose from it. */
import { type Database, sql } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { defineResource, field, type Profile, plainWrite, value, type Write } from '../../registraties/kern/index.ts';
import { CONSUMEREN, doel, notificatiesApi, PUBLICEREN } from './api.ts';
import { CLOUDEVENTS, INTERN } from './filter.ts';

const fields = {
  naam: field.text({ max: 50, required: true, filter: ['exact'] }),
  documentatieLink: field.url({ max: 200 }),
  filters: field.list(value.text({ max: 100, blank: false }), { max: 50 }),
};

export const kanaal = defineResource({
  ...doel.kanaal,
  api: notificatiesApi,
  methods: ['list', 'read', 'create', 'update', 'partial'],
  paginated: false,
  showUuid: false,
  order: 't.naam',
  scopes: { read: [...PUBLICEREN, ...CONSUMEREN], create: PUBLICEREN, update: PUBLICEREN },
  fields,
  write: {
    ...plainWrite<typeof fields>(
      ({ id }) => ({ resource: 'kanaal', id, href: doel.kanaal.href, kenmerken: {} }),
      [[naamVast, naamVrij]],
    ),
    weergave: ({ values }) => values.naam,
    constraints: {
      kanaal_naam_uniek: { name: 'naam', code: 'unique', reason: 'Er is al een kanaal met deze naam.' },
    },
  },
});

/** [Open Notificaties] Abonnementen go by the name. */
function naamVast({ current, values }: Write<typeof fields, null>): readonly InvalidParam[] {
  if (current === null || current.naam === values.naam) return [];
  return [{ name: 'naam', code: 'wijzigen-niet-toegelaten', reason: 'De naam van een kanaal kan niet wijzigen.' }];
}

/** Nobody publishes on, or asks for, a channel that is not for the outside. */
function naamVrij({ values }: Write<typeof fields, null>): readonly InvalidParam[] {
  if (values.naam !== CLOUDEVENTS && !INTERN.has(values.naam) && !ONS.has(values.naam)) return [];
  return [{ name: 'naam', code: 'gereserveerd', reason: 'Zaakbode gebruikt deze naam zelf. Kies een andere naam.' }];
}

/** Of components of ours that are no register; which of their kenmerken one can choose by is for them to say. */
const ONS: ReadonlySet<string> = new Set(['digikoppeling']);

/** The kanalen of our own registers, with their kenmerken (zgw.md §3). Open Zaak names the catalogus of a type too. */
export function eigenKanalen(profile: Profile): Readonly<Record<string, readonly string[]>> {
  const metCatalogus = (type: string): string[] => (profile === 'openzaak' ? [type, `${type}.catalogus`] : [type]);
  return {
    zaken: ['bronorganisatie', ...metCatalogus('zaaktype'), 'vertrouwelijkheidaanduiding'],
    documenten: ['bronorganisatie', ...metCatalogus('informatieobjecttype'), 'vertrouwelijkheidaanduiding'],
    besluiten: ['verantwoordelijkeOrganisatie', ...metCatalogus('besluittype')],
    zaaktypen: ['catalogus'],
    besluittypen: ['catalogus'],
    informatieobjecttypen: ['catalogus'],
    autorisaties: [],
  };
}

/** Makes these kanalen, or brings their kenmerken up to date. */
export async function vulKanalen(
  db: Database,
  namen: Readonly<Record<string, readonly string[]>>,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
): Promise<void> {
  const kanalen = Object.entries(namen);
  await db.query(sql`
    insert into notificaties.kanaal (id, naam, documentatie_link, filters)
    select id, naam, '', filters::json
    from unnest(${kanalen.map(() => uuidv7(clock, random))}::uuid[], ${kanalen.map(([naam]) => naam)}::text[],
      ${kanalen.map(([, filters]) => JSON.stringify(filters))}::text[]) as k (id, naam, filters)
    on conflict (naam) do update set filters = excluded.filters`);
}
