/**
 * Where another's Notificaties API tells us what happened there (`POST /bronnen/api/v1/notificaties/{naam}`). What is for
 * us is stored with its event before the 204, in one transaction: who got a 204 need not tell it again. What is not for us
 * gets a 204 too, so that nobody keeps on telling it.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Vault } from '../../../platform/crypto/index.ts';
import { type Database, sql } from '../../../platform/db/index.ts';
import { type InvalidParam, invalid, Problem, type Server } from '../../../platform/http/index.ts';
import type { Outbox } from '../../../platform/outbox/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { bewaar, type Nieuws, vertel } from './bewaren.ts';
import type { RegisterInstelling } from './instelling.ts';
import { padVan } from './vertalen.ts';

export const AANKOMST = '/bronnen/api/v1/notificaties';

/** A notification is a kilobyte; room for many kenmerken. */
const MEESTE_BYTES = 64 * 1024;

export interface AankomstOpties {
  readonly db: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  readonly outbox: Pick<Outbox, 'publish'>;
  readonly registers: readonly RegisterInstelling[];
}

export function mountAankomst(server: Server, opties: AankomstOpties): void {
  const { registers } = opties;
  server.post(`${AANKOMST}/:naam`, { bodyLimit: MEESTE_BYTES }, async (request, reply) => {
    const { naam } = request.params as { naam: string };
    const een = registers.find((register) => register.naam === naam);
    if (!een) throw new Problem('not_found', 'Dit register staat niet in ZGW_BRONNEN.');
    await assertBearer(een, request.headers.authorization, opties);
    const melding = leesMelding(request.body);
    request.who = `register ${naam}`;
    if (melding.kanaal !== 'test') await verwerk(een, melding, request.trace, opties);
    return reply.code(204).send();
  });
}

async function assertBearer(
  een: RegisterInstelling,
  header: string | undefined,
  { db, vault }: AankomstOpties,
): Promise<void> {
  const [row] = await db.query<{ bearer: Uint8Array }>(
    sql`select bearer from bronnen.register where naam = ${een.naam}`,
  );
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  if (row && timingSafeEqual(digest(header ?? ''), digest(`Bearer ${vault.open(row.bearer)}`))) return;
  throw new Problem('not_authenticated', 'Stuur de autorisatie mee die bij het abonnement is opgegeven.');
}

interface Melding {
  readonly kanaal: string;
  readonly hoofdObject: string;
  readonly resource: string;
  readonly resourceUrl: string;
  readonly actie: string;
}

const VELDEN = ['kanaal', 'hoofdObject', 'resource', 'resourceUrl', 'actie'] as const;

function leesMelding(body: unknown): Melding {
  const given = (typeof body === 'object' && body !== null ? body : {}) as Record<string, unknown>;
  const faults: InvalidParam[] = VELDEN.flatMap((name) => {
    const value = given[name];
    if (value === undefined) return [{ name, code: 'required', reason: 'Dit veld is verplicht.' }];
    if (typeof value === 'string' && value.length <= 1000) return [];
    return [{ name, code: 'invalid', reason: 'Dit is een tekst van hoogstens 1000 tekens.' }];
  });
  if (faults.length > 0) throw invalid(...faults);
  return given as unknown as Melding;
}

async function verwerk(
  een: RegisterInstelling,
  melding: Melding,
  trace: string,
  { db, clock, outbox }: AankomstOpties,
): Promise<void> {
  const nu = clock.now();
  const vertellenNa = new Date(nu.getTime() + een.vertragingSeconden * 1000);
  const nieuws = nieuwsUit(een, melding);
  await db.transaction(async (tx) => {
    if (typeof nieuws === 'string') {
      await tx.query(sql`
        update bronnen.register set laatste_notificatie = ${nu}, genegeerd = genegeerd + 1, genegeerd_reden = ${nieuws}
        where naam = ${een.naam}`);
      return;
    }
    await tx.query(sql`update bronnen.register set laatste_notificatie = ${nu} where naam = ${een.naam}`);
    if (nieuws === null) return;
    const nieuw = await bewaar(tx, [nieuws], { register: een.naam, door: 'notificatie', nu, vertellenNa, trace });
    if (nieuw > 0) await vertel(tx, een.naam, nu, outbox.publish);
  });
}

/** What there is to tell; null when it is about something else; a text when it should have been for us and cannot be. */
function nieuwsUit(
  een: RegisterInstelling,
  { kanaal, hoofdObject, resource, resourceUrl, actie }: Melding,
): Nieuws | string | null {
  if (kanaal !== een.kanaal || resource !== 'status' || actie !== 'create') return null;
  const pad = padVan(resourceUrl, een.zaken);
  const zaakPad = padVan(hoofdObject, een.zaken);
  if (pad === null || zaakPad === null)
    return `Een notificatie ging over een adres buiten ${een.zaken}. Zet bij zaken het adres dat het register zelf in zijn antwoorden schrijft.`;
  if (!/^statussen\/[^/]+$/.test(pad) || !/^zaken\/[^/]+$/.test(zaakPad))
    return 'Een notificatie over een status wees niet naar een status en een zaak.';
  return { pad, zaakPad, gezet: null };
}
