/**
 * ABONNEMENT: who wants to hear of what, and where. While his address does not answer, what is for him is kept; an
 * operator or he himself may pause it, go on, and have everything from a number on sent again.
 */
import type { Vault } from '../../platform/crypto/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { retire } from '../../platform/outbox/index.ts';
import { type Consultation, defineResource, field, value, type Write } from '../../registraties/kern/index.ts';
import { ACTIES } from './acties.ts';
import { ABONNEE, CONSUMEREN, doel, notificatiesApi, PUBLICEREN } from './api.ts';
import { beproef, type Weg } from './beproeven.ts';
import type { CloudeventFilter, KanaalFilter } from './filter.ts';
import { createTokens, OAUTH2, type OAuth2 } from './oauth2.ts';

const { part } = value;

const kenmerken = value.map(value.text({ max: 1000 }), 50);

const fields = {
  callbackUrl: field.url({ max: 1000, required: true }),
  /** One of these two. Never shown: who may read abonnementen need not be able to speak in our name. */
  auth: field.sent(value.text({ max: 1000, blank: false }), ''),
  oauth2: field.sent(value.orNull(OAUTH2), null),
  autorisatievorm: field.derived(
    { type: 'string', enum: ['auth', 'oauth2'] },
    ({ t }) => `case when ${t}.met_oauth2 then 'oauth2' else 'auth' end`,
  ),
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
  /** URN of who sends. */
  readonly bron: string;
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
      async consult(request: Consultation<typeof fields>) {
        await beproefNieuw(request, opties);
        return [];
      },
      situation: ({ tx }) => leesKanalen(tx),
      allow: () => undefined,
      rules: [[kanalenBestaan]],
      keep: ({ values, row, given, actor }) => ({
        ...bewaar(values, row, vault),
        ...(row === null && { client_id: actor.clientId, aangemaakt_op: clock.now() }),
        // Another address, another chance.
        ...(row &&
          ['auth', 'oauth2', 'callbackUrl'].some((name) => given.has(name)) && { storing_sinds: null, storing: '' }),
      }),
      async after({ method, tx, id }) {
        if (method === 'delete') await retire(tx, `${ABONNEE}${id}`, 'vervallen', 'Het abonnement is opgezegd.', clock);
      },
      mainObject: ({ id }) => ({ resource: 'abonnement', id, href: doel.abonnement.href, kenmerken: {} }),
      weergave: ({ values }) => values.callbackUrl,
    },
  });
}

interface Kept {
  readonly url: string;
  readonly auth: Uint8Array;
  readonly metOAuth2: boolean;
  readonly kanalen: readonly KanaalFilter[];
  readonly cloudeventFilters: readonly CloudeventFilter[];
}

/** Tries the address when it is new, or the way to prove who we are. */
async function beproefNieuw(
  { ports, id, method, sent }: Consultation<typeof fields>,
  opties: AbonnementOpties,
): Promise<void> {
  if (method === 'delete') return;
  const nieuw = geheimVan(sent);
  if (nieuw === null && method !== 'partial') {
    const reason = 'Geef auth (een vaste Authorization-header) of oauth2 (waarmee Zaakbode een token ophaalt).';
    throw invalid({ name: 'auth', code: 'required', reason });
  }
  if (nieuw === null && sent.callbackUrl === undefined) return;
  const [nu] = await ports.db.query<Kept>(sql`
    select callback_url as url, auth, met_oauth2 as "metOAuth2", kanalen, cloudevent_filters as "cloudeventFilters"
    from notificaties.abonnement where id = ${id}`);
  const url = sent.callbackUrl ?? nu?.url;
  const { geheim, metOAuth2 } = nieuw ?? {
    geheim: nu ? opties.vault.open(nu.auth) : '',
    metOAuth2: nu?.metOAuth2 ?? false,
  };
  // A PATCH of an abonnement that is not there gets its 404 later.
  if (url === undefined || geheim === '') return;
  const kanalen = sent.kanalen ?? nu?.kanalen ?? [];
  const alleenCloudevents = kanalen.length === 0 && (sent.cloudeventFilters ?? nu?.cloudeventFilters ?? []).length > 0;
  const tokenUrl = metOAuth2 ? (JSON.parse(geheim) as OAuth2).tokenUrl : null;
  // A token that is kept would prove nothing about what is new.
  const toegang = createTokens(opties).toegang(geheim, metOAuth2);
  await beproef(opties, { url, tokenUrl, toegang, alleenCloudevents });
}

/** What a client sent to prove who we are; null when he sent neither. */
function geheimVan({ auth, oauth2 }: { readonly auth?: string; readonly oauth2?: OAuth2 | null }) {
  if (auth && oauth2) throw invalid({ name: 'oauth2', code: 'invalid', reason: 'Geef auth of oauth2, niet allebei.' });
  if (oauth2) return { geheim: JSON.stringify(oauth2), metOAuth2: true };
  return auth ? { geheim: auth, metOAuth2: false } : null;
}

function bewaar(
  values: AbonnementWrite['values'],
  row: AbonnementWrite['row'],
  vault: Vault,
): Readonly<Record<string, unknown>> {
  const nieuw = geheimVan(values);
  if (nieuw) return { auth: vault.seal(nieuw.geheim), met_oauth2: nieuw.metOAuth2 };
  return row ? { auth: row['auth'], met_oauth2: row['met_oauth2'] } : {};
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
