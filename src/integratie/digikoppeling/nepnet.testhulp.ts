/** Test help: a network that answers as the test says, and remembers every request. Refuses to work in a transaction, as the real one. */
import { assertNoTransaction } from '../../platform/db/index.ts';
import { type Net, type NetBody, NetFault, type NetRequest } from '../../platform/net/index.ts';

/** A request as the other side would see it. */
export interface Gezien {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
  readonly timeoutMs: number;
  /** Of the envelope in it. */
  readonly messageId: string;
  /** When, in ms since the epoch. */
  readonly op: number;
}

/** An HTTP answer, or the fault instead of one. */
export type Antwoord = { status: number; body?: string; headers?: Record<string, string> } | NetFault;
export const OK: Antwoord = { status: 204 };
export const GEEN_VERBINDING = new NetFault('geen verbinding (ECONNREFUSED)', false);
export const HALF_OPEN = new NetFault('geen antwoord binnen 30 s', true);

export interface NepNet extends Net {
  /** All requests so far, signals included. */
  readonly gezien: Gezien[];
  /** The requests with business messages. */
  berichten(): Gezien[];
  /** The requests with signals of ours. */
  signalen(): Gezien[];
  /** Most requests with business messages that were under way at once. */
  tegelijk(): number;
  /** How the other side answers business messages from now on; signals get 204 unless `ookSignalen`. */
  antwoordt(with_: Antwoord | ((request: Gezien) => Antwoord | Promise<Antwoord>), ookSignalen?: boolean): void;
}

export function nepNet(clock: { now(): Date }): NepNet {
  const gezien: Gezien[] = [];
  let script: (request: Gezien) => Antwoord | Promise<Antwoord> = () => OK;
  let signals = false;
  let busy = 0;
  let most = 0;
  const isBericht = ({ headers }: Gezien): boolean => headers['content-type']!.startsWith('multipart/');
  return {
    gezien,
    berichten: () => gezien.filter(isBericht),
    signalen: () => gezien.filter((g) => !isBericht(g)),
    tegelijk: () => most,
    antwoordt(with_, ookSignalen = false) {
      script = typeof with_ === 'function' ? with_ : () => with_;
      signals = ookSignalen;
    },
    async request({ url, headers, body, timeoutMs }: NetRequest) {
      assertNoTransaction('the network of the test');
      const bytes = await octetsVan(body);
      const request: Gezien = {
        url,
        headers: headers ?? {},
        body: bytes,
        timeoutMs,
        messageId: /<eb:MessageId>([^<]*)</.exec(bytes.toString('latin1'))?.[1] ?? '',
        op: clock.now().getTime(),
      };
      gezien.push(request);
      if (!isBericht(request) && !signals) return { status: 204, headers: {}, body: Buffer.alloc(0) };
      busy++;
      most = Math.max(most, busy);
      const answer = await Promise.resolve(script(request)).finally(() => busy--);
      if (answer instanceof NetFault) throw answer;
      return { status: answer.status, headers: answer.headers ?? {}, body: Buffer.from(answer.body ?? '') };
    },
    close: async () => undefined,
  };
}

/** What would go over the wire. */
export async function octetsVan(body: NetBody | undefined): Promise<Buffer> {
  if (body === undefined) return Buffer.alloc(0);
  if (typeof body === 'string' || body instanceof Uint8Array) return Buffer.from(body as string);
  const pieces: Uint8Array[] = [];
  for await (const piece of body.open()) pieces.push(piece);
  return Buffer.concat(pieces);
}
