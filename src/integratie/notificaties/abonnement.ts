/**
 * ABONNEMENT: who wants to hear of what, and where. While his address does not answer, what is for him is kept; an
 * operator or he himself may pause it, go on, and have everything from a number on sent again.
 */
import type { Vault } from '../../platform/crypto/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { InvalidParam } from '../../platform/http/index.ts';
import { retire } from '../../platform/outbox/index.ts';
import { type Consultation, defineResource, field, value, type Write } from '../../registraties/kern/index.ts';
import { ACTIES } from './acties.ts';
import { ABONNEE, CONSUMEREN, doel, notificatiesApi, PUBLICEREN } from './api.ts';
import { beproef, type Weg } from './beproeven.ts';

const { part } = value;

const kenmerken = value.map(value.text({ max: 1000 }), 50);

const fields = {
  callbackUrl: field.url({ max: 1000, required: true }),
  /** Never shown: who may read abonnementen need not be able to speak in our name. */
  auth: field.sent(value.text({ max: 1000, blank: false }), '', { required: true }),
  kanalen: field.list(
    value.object({ filters: part(kenmerken, {}), naam: part(value.text({ max: 50, blank: false })) }),
    { max: 100 },
  ),
  sendCloudevents: field.bool({ fallback: false }),
  cloudeventFilters: field.list(
    value.object({ typeSubstring: part(value.text({ max: 255, blank: false })), filters: part(kenmerken, {}) }),
    { max: 100 },
  ),
  stand: field.kept({ type: 'string', enum: ['actief', 'gepauzeerd'] }),
  reden: field.kept({ type: 'string' }),
  storingSinds: field.kept({ type: 'string', format: 'date-time', nullable: true }, { show: (c) => `to_json(${c})` }),
  storing: field.kept({ type: 'string' }),
  laatsteNummer: field.derived(
    { type: 'integer', description: 'Nummer van de laatste notificatie voor dit abonnement.' },
    ({ t }) => `coalesce((select s.last_seq from outbox.subscriber s where s.name = '${ABONNEE}' || ${t}.id), 0)`,
  ),
};

/** The kanalen that there are, with their kenmerken. */
type Situation = ReadonlyMap<string, readonly string[]>;

type AbonnementWrite = Write<typeof fields, Situation>;

export interface AbonnementOpties extends Weg {
  readonly vault: Vault;
}

export function abonnementOf(opties: AbonnementOpties) {
  const { vault, clock } = opties;
  return defineResource<typeof fields, Situation>({
    ...doel.abonnement,
    api: notificatiesApi,
    methods: ['list', 'read', 'create', 'update', 'partial', 'delete'],
    actions: ACTIES,
    paginated: false,
    showUuid: false,
    order: 't.id',
    scopes: { read: [...CONSUMEREN, ...PUBLICEREN], create: CONSUMEREN, update: CONSUMEREN, delete: CONSUMEREN },
    fields,
    write: {
      async consult({ ports, id, sent }: Consultation<typeof fields>) {
        if (sent.callbackUrl === undefined && sent.auth === undefined) return [];
        const [nu] = await ports.db.query<{ url: string; auth: Uint8Array }>(sql`
          select callback_url as url, auth from notificaties.abonnement where id = ${id}`);
        const url = sent.callbackUrl ?? nu?.url;
        const auth = sent.auth ?? (nu && vault.open(nu.auth));
        if (url !== undefined && auth !== undefined) await beproef(opties, url, auth);
        return [];
      },
      situation: ({ tx }) => leesKanalen(tx),
      allow: () => undefined,
      rules: [[kanalenBestaan]],
      keep: ({ values, row, given, actor }) => ({
        auth: row && !given.has('auth') ? row['auth'] : vault.seal(values.auth),
        ...(row === null && { client_id: actor.clientId, aangemaakt_op: clock.now() }),
        // Another address, another chance.
        ...(row && (given.has('auth') || given.has('callbackUrl')) && { storing_sinds: null, storing: '' }),
      }),
      async after({ method, tx, id }) {
        if (method === 'delete') await retire(tx, `${ABONNEE}${id}`, 'vervallen', 'Het abonnement is opgezegd.', clock);
      },
      mainObject: ({ id }) => ({ resource: 'abonnement', id, href: doel.abonnement.href, kenmerken: {} }),
      weergave: ({ values }) => values.callbackUrl,
    },
  });
}

async function leesKanalen(tx: Tx): Promise<Situation> {
  const rows = await tx.query<{ naam: string; filters: readonly string[] }>(
    sql`select naam, filters from notificaties.kanaal`,
  );
  return new Map(rows.map(({ naam, filters }) => [naam, filters]));
}

/** [Open Notificaties] Every kanaal is there, and has the kenmerken by which is chosen. */
function kanalenBestaan({ values, situation }: AbonnementWrite): readonly InvalidParam[] {
  return values.kanalen.flatMap(({ naam, filters }, i) => {
    const bekend = situation.get(naam);
    if (!bekend) return [{ name: `kanalen.${i}.naam`, code: 'kanaal_naam', reason: 'Dit kanaal bestaat niet.' }];
    const vreemd = Object.keys(filters).filter((kenmerk) => !bekend.includes(kenmerk));
    if (vreemd.length === 0) return [];
    const reason = `Op dit kanaal kan gekozen worden met: ${bekend.join(', ') || 'niets'}.`;
    return [{ name: `kanalen.${i}.filters`, code: 'inconsistent-abonnement-filters', reason }];
  });
}
