/**
 * Our abonnement at another's Notificaties API: made when it is not there, repaired when it is not as it should be, one
 * when there are more, and ended when the register has left the settings. By the one process that works on the register
 * now; what went wrong is shown, and holds up nothing: asking goes on without it.
 */
import type { Vault } from '../../../platform/crypto/index.ts';
import { type Database, sql } from '../../../platform/db/index.ts';
import type { Clock } from '../../../platform/time/index.ts';
import { AANKOMST } from './aankomst.ts';
import { RegisterFout } from './fout.ts';
import type { RegisterInstelling } from './instelling.ts';
import type { Verkeer } from './verkeer.ts';
import { objectUit, VormFout } from './vertalen.ts';

export interface AbonnementOpties {
  readonly db: Database;
  readonly vault: Vault;
  readonly clock: Clock;
  /** Under which others reach us, without a slash at its end. */
  readonly base: string;
}

/** Looked at again after that long; sooner after something went wrong. */
const GOED_MS = 60 * 60_000;
const FOUT_MS = 2 * 60_000;

interface Ander {
  readonly url: string;
  readonly callbackUrl: string;
  readonly kanalen: readonly { readonly naam: string; readonly filters: object }[];
}

/** Looks after the abonnement when that is due; gives whether it did. */
export async function verzorg(
  een: RegisterInstelling,
  verkeer: Verkeer,
  { db, vault, clock, base }: AbonnementOpties,
): Promise<boolean> {
  const [row] = await db.query<{ abonnement: string | null; bearer: Uint8Array }>(sql`
    select abonnement, bearer from bronnen.register where naam = ${een.naam} and abonnement_volgende <= ${clock.now()}`);
  if (!row) return false;
  if (een.notificaties === null) {
    await db.query(sql`
      update bronnen.register set abonnement_volgende = 'infinity', abonnement_fout = null where naam = ${een.naam}`);
    return true;
  }
  const basis = een.notificaties;
  const toegang = vault.seal(JSON.stringify({ ...een, notificaties: basis }));
  const na = (ms: number): Date => new Date(clock.now().getTime() + ms);
  const bearer = open(vault, row.bearer);
  try {
    // Asking goes on without it.
    if (bearer instanceof Error) throw new RegisterFout(een.naam, `krijgt geen abonnement. ${bearer.message}`);
    const url = await zorgVoor(een, verkeer, basis, `${base}${AANKOMST}/${een.naam}`, {
      auth: `Bearer ${bearer}`,
      bekend: row.abonnement,
    });
    await db.query(sql`
      update bronnen.register set abonnement = ${url}, abonnement_toegang = ${toegang}, abonnement_goed = ${clock.now()},
        abonnement_fout = null, abonnement_volgende = ${na(GOED_MS)} where naam = ${een.naam}`);
  } catch (error) {
    if (!(error instanceof RegisterFout || error instanceof VormFout)) throw error;
    const reden =
      error instanceof RegisterFout ? error.message : `Het antwoord past niet bij de standaard: ${error.message}.`;
    await db.query(sql`
      update bronnen.register set abonnement_fout = ${reden}, abonnement_volgende = ${na(FOUT_MS)} where naam = ${een.naam}`);
  }
  return true;
}

function open(vault: Vault, sealed: Uint8Array): string | Error {
  try {
    return vault.open(sealed);
  } catch (error) {
    return error as Error;
  }
}

/** Gives the address of the one abonnement that is as it should be. */
async function zorgVoor(
  een: RegisterInstelling,
  verkeer: Verkeer,
  basis: string,
  callbackUrl: string,
  { auth, bekend }: { readonly auth: string; readonly bekend: string | null },
): Promise<string> {
  const gewenst = { callbackUrl, auth, kanalen: [{ naam: een.kanaal, filters: {} }] };
  const alle = anderen((await verkeer.vraag('GET', `${basis}abonnement`)).json);
  const onze = alle.filter((one) => one.callbackUrl === callbackUrl && verkeer.kent(one.url));
  const [eerste, ...dubbel] = onze.sort((a, b) => Number(b.url === bekend) - Number(a.url === bekend));
  // Two processes that started at once, before the row of the register kept them apart.
  for (const { url } of dubbel) await verkeer.vraag('DELETE', url);
  if (!eerste) return anderUit((await verkeer.vraag('POST', `${basis}abonnement`, { body: gewenst })).json).url;
  const { kanalen } = eerste;
  const goed = kanalen.length === 1 && kanalen[0]!.naam === een.kanaal && Object.keys(kanalen[0]!.filters).length === 0;
  // Found back, and not by us: another bearer may stand there.
  if (!goed || eerste.url !== bekend) await verkeer.vraag('PATCH', eerste.url, { body: gewenst });
  return eerste.url;
}

function anderen(json: unknown): readonly Ander[] {
  const lijst = Array.isArray(json) ? json : objectUit(json, 'abonnement')['results'];
  if (!Array.isArray(lijst)) throw new VormFout('abonnement');
  return lijst.map(anderUit);
}

function anderUit(json: unknown): Ander {
  const { url, callbackUrl, kanalen } = objectUit(json, 'abonnement');
  if (typeof url !== 'string' || typeof callbackUrl !== 'string') throw new VormFout('abonnement.url');
  const gelezen = Array.isArray(kanalen) ? kanalen : [];
  return {
    url,
    callbackUrl,
    kanalen: gelezen.map((one: unknown) => {
      const { naam, filters } = objectUit(one, 'abonnement.kanalen');
      return { naam: String(naam), filters: typeof filters === 'object' && filters !== null ? filters : {} };
    }),
  };
}

/** Of a register that has left the settings: ends our abonnement there. */
export async function zegOp(
  naam: string,
  { db, vault, clock }: Pick<AbonnementOpties, 'db' | 'vault' | 'clock'>,
  lijn: (een: RegisterInstelling) => { readonly verkeer: Verkeer; sluit(): Promise<void> },
): Promise<boolean> {
  const [row] = await db.query<{ abonnement: string; toegang: Uint8Array }>(sql`
    select abonnement, abonnement_toegang as toegang from bronnen.register
    where naam = ${naam} and abonnement is not null and weg_sinds is not null and abonnement_volgende <= ${clock.now()}`);
  if (!row) return false;
  const { verkeer, sluit } = lijn(JSON.parse(vault.open(row.toegang)) as RegisterInstelling);
  try {
    await verkeer.vraag('DELETE', row.abonnement);
    await vergeet(db, naam);
  } catch (error) {
    if (!(error instanceof RegisterFout)) throw error;
    if (error.status === 404 || error.status === 410) await vergeet(db, naam);
    else
      await db.query(sql`
        update bronnen.register set abonnement_fout = ${`Het abonnement opzeggen lukte niet. ${error.message}`},
          abonnement_volgende = ${new Date(clock.now().getTime() + GOED_MS)} where naam = ${naam}`);
  } finally {
    await sluit();
  }
  return true;
}

async function vergeet(db: Database, naam: string): Promise<void> {
  await db.query(sql`
    update bronnen.register set abonnement = null, abonnement_toegang = null, abonnement_goed = null, abonnement_fout = null
    where naam = ${naam}`);
}
