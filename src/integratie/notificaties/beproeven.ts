/**
 * Is there somebody at a callback address who takes notifications from us, and from nobody else? Asked when an abonnement
 * is taken, with a message on the kanaal `test` [Open Notificaties].
 */
import { type InvalidParam, invalid } from '../../platform/http/index.ts';
import { type AllowedOrigin, allowedBy, type Net, NetFault } from '../../platform/net/index.ts';
import type { Clock } from '../../platform/time/index.ts';

export interface Weg {
  readonly net: Net;
  /** Where we may call at all (`OUTBOUND_ALLOW`). */
  readonly allow: readonly AllowedOrigin[];
  readonly clock: Clock;
}

const TIMEOUT_MS = 10_000;

/** Throws 400 on `callbackUrl` when notifications will not arrive there, or when anybody may send them. */
export async function beproef({ net, allow, clock }: Weg, callbackUrl: string, auth: string): Promise<void> {
  if (!allowedBy(callbackUrl, allow))
    throw fout(
      'invalid-callback-url',
      'Zaakbode mag dit adres niet aanroepen. Laat de beheerder het toevoegen aan OUTBOUND_ALLOW.',
    );
  const vraag = async (headers: Record<string, string>): Promise<number> => {
    try {
      const body = JSON.stringify(TEST(clock.now()));
      const sent = { 'content-type': 'application/json', ...headers };
      return (await net.request({ method: 'POST', url: callbackUrl, headers: sent, body, timeoutMs: TIMEOUT_MS }))
        .status;
    } catch (error) {
      if (!(error instanceof NetFault)) throw error;
      throw fout('invalid-callback-url', `Dit adres is niet te bereiken: ${error.message}.`);
    }
  };
  const met = await vraag({ authorization: auth });
  if (met < 200 || met > 299)
    throw fout(
      'invalid-callback-url',
      `Op dit adres komt een testbericht niet aan: het antwoord is ${met} en moet 204 zijn.`,
    );
  const zonder = await vraag({});
  if (zonder !== 401 && zonder !== 403)
    throw fout(
      'no-auth-on-callback-url',
      `Dit adres neemt ook berichten aan zonder autorisatie (antwoord ${zonder}). Weiger die met 401 of 403.`,
    );
}

function fout(code: string, reason: string): Error {
  const param: InvalidParam = { name: 'callbackUrl', code, reason };
  return invalid(param);
}

const TEST = (now: Date) => ({
  kanaal: 'test',
  hoofdObject: 'https://zaakbode.example/test',
  resource: 'test',
  resourceUrl: 'https://zaakbode.example/test',
  actie: 'test',
  aanmaakdatum: now.toISOString(),
  kenmerken: {},
});
