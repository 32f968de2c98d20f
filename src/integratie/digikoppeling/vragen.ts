/**
 * What one handler asks another: Ping (ebMS 2.0 §8), is there a handler and does its answer find the way back; and
 * StatusRequest (§7), what became of a message. The answer is a request of its own, to our endpoint in the CPA; it
 * counts in the process that asked.
 */
import type { Clock, Random } from '../../platform/time/index.ts';
import {
  buildPing,
  buildStatusRequest,
  type Cpa,
  type MessageStatus,
  type Packed,
  type Pong,
  partyOf,
  type RequestParams,
  SOAP_ACTION,
  type StatusResponse,
  signalEndpoint,
} from '../../standaarden/ebms/index.ts';
import type { Cpas } from './cpas.ts';
import { newMessageId } from './ontvang-context.ts';
import type { Weg } from './weg.ts';

export type PingUitslag = { readonly ms: number } | { readonly fout: string };

/** `tijdstip`: when the other side received it or handed it over, when it says so. */
export type StatusUitslag =
  | { readonly status: MessageStatus; readonly tijdstip: Date | null }
  | { readonly fout: string };

export interface Vrager {
  ping(cpaId: string, vanPartij: string, timeoutMs?: number): Promise<PingUitslag>;
  /** What the other side says of a message that we sent it. */
  status(cpaId: string, vanPartij: string, messageId: string, timeoutMs?: number): Promise<StatusUitslag>;
  /** True for what this process asked and still waits for. */
  isEigen(messageId: string): boolean;
  /** An answer came in; for a question that nobody asked nothing happens. */
  opAntwoord(message: Pong | StatusResponse): void;
}

export interface VragerOptions {
  readonly cpas: Cpas;
  readonly weg: Weg;
  readonly clock: Clock;
  readonly random: Random;
  readonly domein: string;
}

const TIMEOUT_MS = 30_000;

export function createVrager({ cpas, weg, clock, random, domein }: VragerOptions): Vrager {
  const waiting = new Map<string, (answer: Pong | StatusResponse) => void>();

  /** Resolves at the answer, or with null when time is up or nobody waits any more. */
  function answerTo(messageId: string, timeoutMs: number) {
    let timer: NodeJS.Timeout;
    const answered = new Promise<Pong | StatusResponse | null>((resolve) => {
      timer = setTimeout(() => resolve(null), timeoutMs);
      waiting.set(messageId, resolve);
    });
    return {
      answered,
      forget() {
        clearTimeout(timer);
        waiting.delete(messageId);
      },
    };
  }

  async function vraag(
    { cpaId, vanPartij, action, answer, timeoutMs }: Vraag,
    build: (params: RequestParams) => Packed,
  ): Promise<{ readonly antwoord: Pong | StatusResponse; readonly ms: number } | { readonly fout: string }> {
    const cpa = await cpas.find(cpaId);
    if (!cpa) return { fout: `CPA ${cpaId} is niet geladen` };
    const own = partyOf(cpa, vanPartij);
    if (!own) return { fout: `partij ${vanPartij} staat niet in CPA ${cpaId}` };
    const other = anderVan(cpa, own);
    const messageId = newMessageId({ clock, random, domein });
    const { contentType, body } = build({
      from: own.partyIds,
      to: other.partyIds,
      cpaId,
      conversationId: messageId,
      messageId,
      timestamp: clock.now(),
    });
    const url = signalEndpoint(cpa, other.partyIds[0]!.value, action);
    const headers = { 'content-type': contentType, soapaction: SOAP_ACTION };
    const started = performance.now();
    const { answered, forget } = answerTo(messageId, timeoutMs);
    try {
      const request = { method: 'POST', url, headers, body, timeoutMs } as const;
      const { status } = await weg.onder(() => cpaId).request(request);
      if (status < 200 || status >= 300) return { fout: `HTTP ${status}` };
      const antwoord = await answered;
      if (antwoord === null) return { fout: `geen ${answer} binnen ${timeoutMs / 1000} s` };
      return { antwoord, ms: Math.round(performance.now() - started) };
    } catch (error) {
      return { fout: error instanceof Error ? error.message : 'onbekende fout' };
    } finally {
      forget();
    }
  }

  return {
    async ping(cpaId, vanPartij, timeoutMs = TIMEOUT_MS) {
      const uitslag = await vraag({ cpaId, vanPartij, action: 'Ping', answer: 'Pong', timeoutMs }, buildPing);
      return 'fout' in uitslag ? uitslag : { ms: uitslag.ms };
    },
    async status(cpaId, vanPartij, messageId, timeoutMs = TIMEOUT_MS) {
      const uitslag = await vraag(
        { cpaId, vanPartij, action: 'StatusRequest', answer: 'StatusResponse', timeoutMs },
        (params) => buildStatusRequest({ ...params, aboutMessageId: messageId }),
      );
      if ('fout' in uitslag) return uitslag;
      const { antwoord } = uitslag;
      if (antwoord.kind !== 'statusResponse') return { fout: 'een ander antwoord dan een StatusResponse' };
      return { status: antwoord.status, tijdstip: antwoord.statusTimestamp };
    },
    isEigen: (messageId) => waiting.has(messageId),
    opAntwoord(message) {
      const { refToMessageId } = message.kind === 'pong' ? message : message.header;
      if (refToMessageId !== null) waiting.get(refToMessageId)?.(message);
    },
  };
}

interface Vraag {
  readonly cpaId: string;
  readonly vanPartij: string;
  /** Of the question. */
  readonly action: string;
  /** What is waited for, as the fault calls it. */
  readonly answer: string;
  readonly timeoutMs: number;
}

function anderVan(cpa: Cpa, own: Cpa['parties'][0]): Cpa['parties'][0] {
  return cpa.parties.find((party) => party !== own)!;
}
