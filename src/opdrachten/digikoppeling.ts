/** How a command reaches the agreements: in the database itself, or in the running program that holds it. */

import { DEMO_OIN } from '../demoverbinding.ts';
import { omgevingVan, openDatabase, sleutelOf } from '../fundament.ts';
import { INSTELLINGEN, type Instelling, samenhang } from '../instellingen.ts';
import { beheerOpAfstand, type CpaBeheer, openCpaBeheer } from '../integratie/digikoppeling/index.ts';
import { readSettings } from '../platform/config/index.ts';
import { createVault } from '../platform/crypto/index.ts';
import { DirectoryInUse } from '../platform/db/index.ts';
import { silentLog } from '../platform/log/index.ts';
import { systemClock, systemRandom } from '../platform/time/index.ts';
import { OPDRACHTEN_PAD, opdrachttoken } from './opdrachttoken.ts';

/** What commands use; the environment is that of the settings. */
export type CpaWerk = ReturnType<typeof beheerOpAfstand>;

/** In the versions and overrides. */
export const WIE = 'opdrachtregel';

export function instellingen(): Instelling {
  return readSettings(INSTELLINGEN, { ...process.env, LOG: process.env['LOG'] ?? 'error' }, samenhang);
}

/** Opens the database; when a running program holds it, that program is asked. */
export async function metCpas<T>(s: Instelling, werk: (beheer: CpaWerk) => Promise<T>): Promise<T> {
  let db: Awaited<ReturnType<typeof openDatabase>>;
  try {
    db = await openDatabase(s);
  } catch (error) {
    if (error instanceof DirectoryInUse) return await werk(draaiend(s));
    throw error;
  }
  try {
    const eigen = s.oin ?? DEMO_OIN;
    const beheer: CpaBeheer = openCpaBeheer({
      db,
      clock: systemClock,
      log: silentLog,
      omgeving: omgevingVan(s),
      eigen,
    });
    return await werk(beheer);
  } finally {
    await db.close();
  }
}

/** Nothing listens at the address of the settings. */
export class DraaitNiet extends Error {
  override readonly name = 'DraaitNiet';
}

/** The running program of these settings. What it does not allow or cannot do is thrown as it says it. */
export function draaiend(s: Instelling): CpaWerk {
  return beheerOpAfstand(vraagDraaiend(s, OPDRACHTEN_PAD));
}

/** Asks a function of the running program, under this path. */
export function vraagDraaiend(s: Instelling, pad: string): (functie: string, args: string) => Promise<string> {
  const host = ['0.0.0.0', '::'].includes(s.host) ? '127.0.0.1' : s.host;
  const base = `http://${host.includes(':') ? `[${host}]` : host}:${s.port}`;
  const vault = createVault(sleutelOf(s), systemRandom);
  return async (functie, args) => {
    const authorization = opdrachttoken(vault, systemClock.now());
    const headers = { authorization, 'content-type': 'application/json' };
    const answer = await fetch(`${base}${pad}/${functie}`, { method: 'POST', headers, body: args }).catch(() => {
      throw new DraaitNiet(`Zaakbode antwoordt niet op ${base}. Start Zaakbode, of controleer HOST en PORT.`);
    });
    const text = await answer.text();
    if (answer.ok) return text;
    throw new Error(`Zaakbode op ${base} weigert: ${detailVan(text) ?? `HTTP ${answer.status}`}`);
  };
}

function detailVan(text: string): string | null {
  try {
    return (JSON.parse(text) as { detail?: string }).detail ?? null;
  } catch {
    return null;
  }
}
