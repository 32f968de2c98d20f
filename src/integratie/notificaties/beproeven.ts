/**
 * Is there somebody at a callback address who takes notifications from us, and from nobody else? Asked when an abonnement
 * is taken, with a message on the kanaal `test` [Open Notificaties]; of who wants CloudEvents only, with one of those.
 */
import { invalid } from '../../platform/http/index.ts';
import { type AllowedOrigin, allowedBy, type Net, NetFault } from '../../platform/net/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { MEDIATYPE, schrijfCloudEvent } from '../../standaarden/cloudevents/index.ts';
import type { Toegang } from './oauth2.ts';

export interface Weg {
  /**
   * The way out. A subscriber who asks for a client certificate (PKIoverheid) is not served yet: a `Net` that shows one
   * would take this place for his callback and his token, and nothing else would change.
   */
  readonly net: Net;
  /** Where we may call at all (`OUTBOUND_ALLOW`). */
  readonly allow: readonly AllowedOrigin[];
  readonly clock: Clock;
}

/** What is tried. */
export interface Proef {
  readonly url: string;
  /** Where tokens come from; null with a fixed header. */
  readonly tokenUrl: string | null;
  readonly toegang: Toegang;
  readonly alleenCloudevents: boolean;
}

const TIMEOUT_MS = 10_000;
/** Who takes CloudEvents of the types that he knows only, says this of a test; he did read it under our name. */
const GELEZEN = new Set([400, 422]);

/** Throws 400 when notifications will not arrive there, or when anybody may send them. */
export async function beproef(
  { net, allow, clock, bron }: Weg & { readonly bron: string },
  { url, tokenUrl, toegang, alleenCloudevents }: Proef,
): Promise<void> {
  for (const [name, adres] of [['callbackUrl', url] as const, ['oauth2.tokenUrl', tokenUrl] as const]) {
    if (adres === null || allowedBy(adres, allow)) continue;
    const reason = 'Zaakbode mag dit adres niet aanroepen. Laat de beheerder het toevoegen aan OUTBOUND_ALLOW.';
    throw invalid({ name, code: name === 'callbackUrl' ? 'invalid-callback-url' : 'invalid-token-url', reason });
  }
  const now = clock.now().toISOString();
  const bericht = alleenCloudevents
    ? { type: MEDIATYPE, body: schrijfCloudEvent({ ...TEST_EVENT, id: `test ${now}`, source: bron, time: now }) }
    : { type: 'application/json', body: JSON.stringify({ ...TEST, aanmaakdatum: now }) };
  const vraag = async (headers: Record<string, string>): Promise<number> => {
    try {
      const sent = { 'content-type': bericht.type, ...headers };
      return (await net.request({ method: 'POST', url, headers: sent, body: bericht.body, timeoutMs: TIMEOUT_MS }))
        .status;
    } catch (error) {
      if (!(error instanceof NetFault)) throw error;
      throw fout('invalid-callback-url', `Dit adres is niet te bereiken: ${error.message}.`);
    }
  };
  const met = await vraag({ authorization: await kopVan(toegang) });
  if ((met < 200 || met > 299) && !(alleenCloudevents && GELEZEN.has(met)))
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

async function kopVan(toegang: Toegang): Promise<string> {
  try {
    return await toegang.kop();
  } catch (error) {
    if (!(error instanceof NetFault)) throw error;
    const reason = `Met deze gegevens lukt het niet: ${error.message}.`;
    throw invalid({ name: 'oauth2', code: 'invalid-token-url', reason });
  }
}

function fout(code: string, reason: string): Error {
  return invalid({ name: 'callbackUrl', code, reason });
}

const TEST = {
  kanaal: 'test',
  hoofdObject: 'https://zaakbode.example/test',
  resource: 'test',
  resourceUrl: 'https://zaakbode.example/test',
  actie: 'test',
  kenmerken: {},
};

const TEST_EVENT = {
  specversion: '1.0',
  type: 'nl.zaakbode.test',
  datacontenttype: 'application/json',
  data: {},
} as const;
