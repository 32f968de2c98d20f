/** An adapter on ebms-core as far as its REST API shows it, in memory, that a test lets go wrong in every way. */
import { type Net, NetFault, type NetRequest, type NetResponse } from '../../../platform/net/index.ts';

export const ADAPTER = 'https://adapter.example';
const BASIS = `${ADAPTER}/service/rest/v19/ebms/`;

export interface Verzonden {
  readonly messageId: string;
  // biome-ignore lint/suspicious/noExplicitAny: a test looks at whatever the wire carries.
  readonly properties: any;
  readonly dataSources: readonly { name: string; contentType: string; content: string }[];
}

/** What goes wrong with one request, before or after the adapter did what was asked. */
export type Storing = 'goed' | 'weg' | 'traag' | 'fout-voor' | 'fout-na' | 'hangt';

export interface NepEbmsCore extends Pick<Net, 'request'> {
  /** What it has to send, in order; a messageId is there once. */
  readonly verzonden: Verzonden[];
  /** What it still has to tell of messages. */
  readonly gebeurtenissen: { messageId: string; type: string }[];
  /** What it received for us, by id; taken off when it was processed. */
  readonly ontvangen: Map<string, object>;
  readonly gevraagd: { method: string; pad: string; headers: Readonly<Record<string, string>> }[];
  /** What goes wrong from now on; called for each request. */
  storing(kies: (request: { method: string; pad: string }) => Storing): void;
  /** The other side acknowledged everything that it sent. */
  bevestigAlles(): void;
}

export function nepEbmsCore(host = 'gemeente.example'): NepEbmsCore {
  const verzonden: Verzonden[] = [];
  const gebeurtenissen: { messageId: string; type: string }[] = [];
  const ontvangen = new Map<string, object>();
  const gevraagd: NepEbmsCore['gevraagd'] = [];
  const verteld = new Set<string>();
  let kies: (request: { method: string; pad: string }) => Storing = () => 'goed';

  const antwoord = (status: number, body: unknown = ''): NetResponse => ({
    status,
    headers: {},
    body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
  });

  function doe(method: string, pad: string, body: string): NetResponse {
    const [route, query] = pad.split('?');
    const params = new URLSearchParams(query);
    const id = decodeURIComponent(route!.split('/')[1] ?? '');
    if (method === 'POST' && route === 'messages') {
      const { properties, dataSources } = JSON.parse(body);
      const messageId = `${properties.messageId}@${host}`;
      // The unique key in its database.
      if (verzonden.some((one) => one.messageId === messageId)) return antwoord(500, 'could not execute statement');
      verzonden.push({ messageId, properties, dataSources });
      return antwoord(200, messageId);
    }
    if (method === 'GET' && route === 'events/unprocessed') {
      const soorten = params.getAll('eventTypes');
      return antwoord(
        200,
        gebeurtenissen.filter(({ type }) => soorten.includes(type)),
      );
    }
    if (method === 'PATCH' && route!.startsWith('events/')) {
      const at = gebeurtenissen.findIndex(({ messageId }) => messageId === id);
      if (at >= 0) gebeurtenissen.splice(at, 1);
      return antwoord(204);
    }
    if (method === 'GET' && route === 'messages/unprocessed') return antwoord(200, [...ontvangen.keys()]);
    if (method === 'PATCH') {
      ontvangen.delete(id);
      return antwoord(204);
    }
    const found = ontvangen.get(id) ?? verzonden.find(({ messageId }) => messageId === id);
    return found ? antwoord(200, found) : antwoord(404);
  }

  return {
    verzonden,
    gebeurtenissen,
    ontvangen,
    gevraagd,
    storing: (given) => {
      kies = given;
    },
    bevestigAlles() {
      for (const { messageId } of verzonden) {
        if (verteld.has(messageId)) continue;
        verteld.add(messageId);
        gebeurtenissen.push({ messageId, type: 'DELIVERED' });
      }
    },
    async request({ method, url, headers = {}, body }: NetRequest) {
      if (!url.startsWith(BASIS)) throw new Error(`not of the adapter: ${url}`);
      const pad = url.slice(BASIS.length);
      gevraagd.push({ method, pad, headers });
      const storing = kies({ method, pad });
      if (storing === 'weg') throw new NetFault('geen verbinding (ECONNREFUSED)', false);
      if (storing === 'fout-voor') return antwoord(500, 'oeps');
      const answer = doe(method, pad, String(body ?? ''));
      if (storing === 'traag') throw new NetFault('geen antwoord binnen 30 s', true);
      if (storing === 'hangt') return await new Promise<never>(() => undefined);
      return storing === 'fout-na' ? antwoord(500, 'oeps') : answer;
    },
  };
}
