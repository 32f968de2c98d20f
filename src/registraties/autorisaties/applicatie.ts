/**
 * APPLICATIE: a program that works with the registers, under one or more client ids, and what it may (AC 1.1). Its lines
 * and client ids stand in tables of their own and are written with it. A secret never passes through here: it comes from
 * the settings (`ZGW_CLIENTS`), and a client id that has none can be named but not used.
 */
import { raw, sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { defineResource, field, ownId, ownPath, storable, value, type Write } from '../kern/index.ts';
import { autorisatiesApi, doel } from './api.ts';
import { autorisaties, bewaarRegels, metType } from './regel.ts';

const clientId = value.text({ max: 50, blank: false });

const fields = {
  clientIds: field.elsewhere(
    field.list(clientId, { required: true, max: 100 }),
    ({ t }) =>
      `(select coalesce(json_agg(c.client_id order by c.plaats, c.client_id), '[]'::json) from autorisaties.client c where c.applicatie_id = ${t}.id)`,
  ),
  label: field.text({ max: 100, required: true }),
  heeftAlleAutorisaties: field.bool({ fallback: false }),
  alleenIsGereedVoorPublicatie: field.bool({ fallback: false }),
  autorisaties,
};

/** How many lines the applicatie will have. */
interface Situation {
  readonly regels: number;
}

type ApplicatieWrite = Write<typeof fields, Situation>;

export const applicatie = defineResource<typeof fields, Situation>({
  ...doel.applicatie,
  api: autorisatiesApi,
  methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
  actions: [
    {
      path: 'consumer',
      at: 'collection',
      verb: 'get',
      query: { clientId: clientId.schema },
      scopes: ['autorisaties.lezen'],
      answer: 'object',
    },
  ],
  showUuid: false,
  order: 't.id desc',
  scopes: {
    read: ['autorisaties.lezen'],
    create: ['autorisaties.bijwerken'],
    update: ['autorisaties.bijwerken'],
    delete: ['autorisaties.bijwerken'],
  },
  fields,
  filters: {
    clientIds: {
      schema: { type: 'string', description: 'Client ids met komma’s ertussen; de applicatie heeft ze allemaal.' },
      condition(text, t) {
        const ids = storable(text)
          .split(',')
          .map((id) => id.trim());
        return sql`${ids}::text[] <@ array(select c.client_id from autorisaties.client c where c.applicatie_id = ${raw(t)}.id)`;
      },
    },
  },
  write: {
    situation: async (write) => ({ regels: await aantalRegels(write) }),
    allow: () => undefined,
    rules: [[allesOfRegels, regelsZijnCompleet, adressenKloppen]],
    async keep(write) {
      const { tx, id, values, ports } = write;
      if (staat(write, 'clientIds')) await bewaarClients(tx, id, values.clientIds);
      if (staat(write, 'autorisaties')) await bewaarRegels(tx, id, values.autorisaties, ports.bases);
      return {};
    },
    async after({ tx }) {
      // A client id without a secret is known by its applicatie alone.
      await tx.query(sql`delete from autorisaties.client where applicatie_id is null and secret is null`);
    },
    mainObject: ({ id }) => ({ resource: 'applicatie', id, href: doel.applicatie.href, kenmerken: {} }),
    weergave: ({ values }) => values.label,
  },
});

/** Does this write say what the field will be? A PATCH may leave it as it is. */
function staat({ method, given }: Pick<ApplicatieWrite, 'method' | 'given'>, name: keyof typeof fields): boolean {
  return method === 'create' || method === 'update' || given.has(name);
}

async function aantalRegels(write: Omit<ApplicatieWrite, 'situation'>): Promise<number> {
  if (staat(write, 'autorisaties')) return write.values.autorisaties.length;
  const [row] = await write.tx.query<{ aantal: number }>(
    sql`select count(*) as aantal from autorisaties.autorisatie where applicatie_id = ${write.id}`,
  );
  return row!.aantal;
}

/** ac-002: an applicatie may everything, or what its lines say; not both, and not neither. */
function allesOfRegels({ values, situation }: ApplicatieWrite): readonly InvalidParam[] {
  const alles = values.heeftAlleAutorisaties;
  const fault = (code: string, reason: string) => [{ name: 'nonFieldErrors', code, reason }];
  if (alles && situation.regels > 0)
    return fault('ambiguous-authorizations-specified', 'Geef heeftAlleAutorisaties of autorisaties, niet allebei.');
  if (!alles && situation.regels === 0)
    return fault('missing-authorizations', 'Zet heeftAlleAutorisaties op true of geef autorisaties.');
  return [];
}

/** ac-003: who works with zaken, documenten or besluiten says of which type, and how confidential at most. */
function regelsZijnCompleet({ values }: ApplicatieWrite): readonly InvalidParam[] {
  return (values.autorisaties ?? []).flatMap((one, i) => {
    const met = metType(one.component);
    if (!met || !one.scopes.some((scope) => scope.startsWith(met.scopes))) return [];
    const missing: string[] = [];
    if (met.maximum && one.maxVertrouwelijkheidaanduiding === '') missing.push('maxVertrouwelijkheidaanduiding');
    if (one[met.type] === '' && one.catalogus === null) missing.push(met.type);
    const reason = `Dit veld is verplicht bij scopes die met "${met.scopes}" beginnen.`;
    return missing.map((name) => ({ name: `autorisaties.${i}.${name}`, code: 'required', reason }));
  });
}

/** A type on our own address is a type of that kind; a line is about one type or one catalogus, and that catalogus is there. */
async function adressenKloppen({ values, ports, tx }: ApplicatieWrite): Promise<readonly InvalidParam[]> {
  const regels = values.autorisaties ?? [];
  const catalogi = regels.map((one) => one.catalogus).filter((id) => id !== null);
  const bestaand = await tx.query<{ id: string }>(
    sql`select id from catalogi.catalogus where id = any(${catalogi}::uuid[])`,
  );
  return regels.flatMap((one, i) => {
    const met = metType(one.component);
    if (!met) return [];
    const fault = (name: string, code: string, reason: string) => [{ name: `autorisaties.${i}.${name}`, code, reason }];
    const address = one[met.type];
    if (ownPath(address, ports.bases) !== null && ownId(address, met.doel.href, ports.bases) === null)
      return fault(met.type, 'bad-url', `Op dit adres is geen ${met.type} te vinden.`);
    if (one.catalogus === null) return [];
    if (address !== '') return fault('catalogus', 'invalid', `Geef een ${met.type} of een catalogus, niet allebei.`);
    if (bestaand.some(({ id }) => id === one.catalogus)) return [];
    return fault('catalogus', 'bad-url', 'Op dit adres is geen catalogus te vinden.');
  });
}

/** ac-001: a client id is in one applicatie; it takes those that no other has, and gives up those that it no longer names. */
async function bewaarClients(tx: Tx, id: string, clientIds: readonly string[]): Promise<void> {
  const ids = [...new Set(clientIds)];
  await tx.query(
    sql`update autorisaties.client set applicatie_id = null where applicatie_id = ${id} and client_id <> all(${ids}::text[])`,
  );
  // The condition is looked at with the row locked: of two applicaties that ask for a client id at once, one gets it.
  const taken = await tx.query(sql`
    insert into autorisaties.client as c (client_id, applicatie_id, plaats)
    select g.client_id, ${id}::uuid, g.plaats from unnest(${ids}::text[]) with ordinality as g (client_id, plaats)
    order by g.client_id
    on conflict (client_id) do update set applicatie_id = excluded.applicatie_id, plaats = excluded.plaats
      where c.applicatie_id is null or c.applicatie_id = excluded.applicatie_id
    returning c.client_id`);
  if (taken.length === ids.length) return;
  const reason = 'Een van deze client ids hoort al bij een andere applicatie.';
  throw invalid({ name: 'clientIds', code: 'clientId-exists', reason });
}
