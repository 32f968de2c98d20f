/**
 * An adapter on ebms-core (ebms-admin) takes our messages, over its REST API v19.
 *
 * What we know of it, read in its public source (2.19 and later):
 * - It puts `@` and a host name behind the messageId that it is given, so we give it one without. The host is that of our
 *   own address in the CPA.
 * - `ebms_message.message_id` is unique in its database (since 2.19, PostgreSQL and MariaDB): the same id given twice is
 *   refused with 500 and makes no second message. In older versions the second goes out under the same MessageId, and the
 *   other side eliminates it.
 * - Nearly every fault is a 500, also one in our message, so after a 500 we ask whether the message is there.
 * - Its events need `eventListener.type=DAO`. Marking an event as processed is all that takes it off its list.
 */
import { hash } from 'node:crypto';
import { type Net, NetFault, type NetRequest, type NetResponse } from '../../../platform/net/index.ts';
import type { PartyId } from '../../../standaarden/ebms/index.ts';
import type { Binnengekomen, Drager, OverTeDragen, Poging, Uitkomst } from './drager.ts';

export interface EbmsCoreOpties {
  readonly naam: string;
  /** Without the path of the API. */
  readonly url: string;
  readonly gebruiker: string | null;
  readonly wachtwoord: string | null;
  /** The CPAs of which it receives for us. */
  readonly cpas: readonly string[];
  readonly net: Pick<Net, 'request'>;
}

/** As base64 in a JSON text these fit in the largest answer that we take, so what we gave can be asked back. */
const MEESTE_BYTES = 3.5 * 1024 * 1024;
const TIMEOUT_MS = 30_000;
/** Told or received in one go. */
const PER_KEER = 100;
const AWAY = new Set([408, 429, 502, 503, 504]);

export function ebmsCore(opties: EbmsCoreOpties): Drager {
  const { net, naam, gebruiker, wachtwoord, cpas } = opties;
  const basis = `${opties.url.replace(/\/$/, '')}/service/rest/v19/ebms`;
  const toegang = Buffer.from(`${gebruiker ?? ''}:${wachtwoord ?? ''}`).toString('base64');

  async function vraag(method: NetRequest['method'], pad: string, body?: string): Promise<NetResponse> {
    return await net.request({
      method,
      url: `${basis}/${pad}`,
      headers: {
        accept: 'application/json, text/plain',
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(gebruiker !== null && { authorization: `Basic ${toegang}` }),
      },
      ...(body !== undefined && { body }),
      timeoutMs: TIMEOUT_MS,
    });
  }

  /** The answer of something that must succeed. */
  async function haalOp(method: NetRequest['method'], pad: string): Promise<NetResponse> {
    const answer = await vraag(method, pad);
    if (answer.status < 200 || answer.status > 299) throw new Error(`${naam} antwoordt ${answer.status}`);
    return answer;
  }

  async function kent({ externId }: OverTeDragen): Promise<boolean | Extract<Poging, { soort: 'weg' }>> {
    try {
      const { status } = await vraag('GET', `messages/${encodeURIComponent(externId)}`);
      if (status === 200) return true;
      return status === 404 ? false : { soort: 'weg', reden: `HTTP ${status}`, vertrokken: true };
    } catch (error) {
      return { ...weg(error), vertrokken: true };
    }
  }

  return {
    naam,
    externId: (messageId, eigenAdres) => `${lokaal(messageId)}@${URL.parse(eigenAdres)?.hostname ?? ''}`,
    kent,
    async draagOver(bericht) {
      if (bericht.bijlagen.reduce((sum, { bytes }) => sum + bytes, 0) > MEESTE_BYTES) {
        return {
          soort: 'geweigerd',
          reden: `De bijlagen zijn samen groter dan 3,5 MiB: meer kan niet via deze adapter.`,
        };
      }
      const body = await verzoek(bericht);
      let answer: NetResponse;
      try {
        answer = await vraag('POST', 'messages', body);
      } catch (error) {
        return weg(error);
      }
      const { status } = answer;
      if (status >= 200 && status < 300) return { soort: 'overgedragen', externId: idUit(answer) ?? bericht.externId };
      const reden = `HTTP ${status}`;
      if (AWAY.has(status)) return { soort: 'weg', reden, vertrokken: true };
      // 401, 403, 404: the adapter or its gateway is not set up as it should be; this message is no worse than others.
      if (status < 500) return status === 400 ? { soort: 'geweigerd', reden } : { soort: 'later', reden };
      const bekend = await kent(bericht);
      if (bekend === true) return { soort: 'overgedragen', externId: bericht.externId };
      return bekend === false ? { soort: 'later', reden } : bekend;
    },
    uitkomsten: {
      async lees() {
        const soorten = ['DELIVERED', 'FAILED', 'EXPIRED'].map((soort) => `eventTypes=${soort}`).join('&');
        const perCpa = await Promise.all(
          cpas.map((cpa) =>
            haalOp('GET', `events/unprocessed?cpaId=${encodeURIComponent(cpa)}&${soorten}&maxNr=${PER_KEER}`),
          ),
        );
        return perCpa.flatMap(({ body }) => uitkomstenUit(JSON.parse(body.toString('utf8'))));
      },
      verwerkt: async ({ bron }) => void (await haalOp('PATCH', `events/${encodeURIComponent(bron)}`)),
    },
    ontvangst: {
      async lees() {
        const perCpa = await Promise.all(
          cpas.map((cpa) => haalOp('GET', `messages/unprocessed?cpaId=${encodeURIComponent(cpa)}&maxNr=${PER_KEER}`)),
        );
        return perCpa.flatMap(({ body }) => JSON.parse(body.toString('utf8')) as string[]);
      },
      async haal(id) {
        const { body } = await haalOp('GET', `messages/${encodeURIComponent(id)}`);
        return binnengekomenUit(JSON.parse(body.toString('utf8')));
      },
      verwerkt: async (id) => void (await haalOp('PATCH', `messages/${encodeURIComponent(id)}`)),
    },
  };
}

function weg(error: unknown): Extract<Poging, { soort: 'weg' }> {
  if (!(error instanceof NetFault)) throw error;
  return { soort: 'weg', reden: error.message, vertrokken: error.left };
}

/** The id is the whole answer, as text; a JSON text by another version. */
function idUit({ body }: NetResponse): string | null {
  const text = body.toString('utf8').trim().replace(/^"|"$/g, '');
  return /^\S{1,500}$/.test(text) ? text : null;
}

/** What comes before the `@`, told apart from the same before another one: two messages may not become one there. */
function lokaal(messageId: string): string {
  return `${messageId.split('@')[0]}.${hash('sha256', messageId, 'hex').slice(0, 12)}`;
}

/** `type:value`, as its API writes parties and services. */
const tekst = ({ type, value }: PartyId): string => (type === null ? value : `${type}:${value}`);

async function verzoek({ messageId, kop, bijlagen }: OverTeDragen): Promise<string> {
  const dataSources = [];
  for (const [i, { contentType, open }] of bijlagen.entries()) {
    const pieces: Uint8Array[] = [];
    for await (const piece of open()) pieces.push(piece);
    dataSources.push({
      name: `bijlage-${i + 1}`,
      contentType,
      content: Buffer.concat(pieces).toString('base64'),
    });
  }
  const properties = {
    cpaId: kop.cpaId,
    fromPartyId: tekst(kop.van.partyId),
    fromRole: kop.van.rol,
    toPartyId: tekst(kop.naar.partyId),
    toRole: kop.naar.rol,
    service: tekst(kop.service),
    action: kop.action,
    conversationId: kop.conversationId,
    messageId: lokaal(messageId),
    ...(kop.refToMessageId !== null && { refToMessageId: kop.refToMessageId }),
  };
  return JSON.stringify({ properties, dataSources });
}

const SOORTEN: Readonly<Record<string, readonly [Uitkomst['soort'], string]>> = {
  DELIVERED: ['bevestigd', ''],
  FAILED: ['geweigerd', 'De adapter meldt dat de andere kant het bericht weigerde.'],
  EXPIRED: ['verlopen', 'De adapter kreeg binnen de tijd die de CPA geeft geen ontvangstbevestiging.'],
};

function uitkomstenUit(events: readonly { messageId: string; type: string }[]): readonly Uitkomst[] {
  return events.flatMap(({ messageId, type }) => {
    const found = SOORTEN[type];
    return found ? [{ externId: messageId, soort: found[0], reden: found[1], bron: messageId }] : [];
  });
}

interface Bericht {
  readonly properties: {
    readonly cpaId: string;
    readonly fromParty: { readonly partyId: string; readonly role?: string | null };
    readonly toParty: { readonly partyId: string; readonly role?: string | null };
    readonly service: string;
    readonly action: string;
    readonly timestamp: string | number;
    readonly conversationId: string;
    readonly messageId: string;
    readonly refToMessageId?: string | null;
  };
  readonly dataSources?: readonly { contentId?: string | null; contentType: string; content: string }[] | null;
}

function binnengekomenUit({ properties: p, dataSources }: Bericht): Binnengekomen {
  const tijd = new Date(p.timestamp);
  return {
    messageId: p.messageId,
    tijd: Number.isNaN(tijd.getTime()) ? new Date(0) : tijd,
    kop: {
      cpaId: p.cpaId,
      van: { partyId: uitTekst(p.fromParty.partyId), rol: p.fromParty.role ?? '' },
      naar: { partyId: uitTekst(p.toParty.partyId), rol: p.toParty.role ?? '' },
      service: uitTekst(p.service),
      action: p.action,
      conversationId: p.conversationId,
      refToMessageId: p.refToMessageId ?? null,
    },
    bijlagen: (dataSources ?? []).map(({ contentId, contentType, content }) => ({
      contentId: contentId ?? '',
      contentType,
      inhoud: Buffer.from(content, 'base64'),
    })),
  };
}

/** The types of Digikoppeling are URNs of three parts; a value may hold colons too. */
function uitTekst(text: string): PartyId {
  const [, type, value] = /^(urn:osb:(?:oin|services)):(.*)$/s.exec(text) ?? [];
  return type === undefined ? { type: null, value: text } : { type, value: value! };
}
