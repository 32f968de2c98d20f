/**
 * Ping and Pong (ebMS 2.0 §8): is there a message handler at the other side, and does its answer find the way back. The
 * Pong is a request of its own, to our endpoint in the CPA; it counts in the process that sent the Ping.
 */
import type { Clock, Random } from '../../platform/time/index.ts';
import { buildPing, partyOf, SOAP_ACTION, signalEndpoint } from '../../standaarden/ebms/index.ts';
import type { Cpas } from './cpas.ts';
import { newMessageId } from './ontvang-context.ts';
import type { Weg } from './weg.ts';

export type PingUitslag = { readonly ms: number } | { readonly fout: string };

export interface Pinger {
  ping(cpaId: string, vanPartij: string, timeoutMs?: number): Promise<PingUitslag>;
  /** True for a Ping that still waits for its Pong. */
  isEigen(messageId: string): boolean;
  /** A Pong came in for this Ping; for an unknown one nothing happens. */
  opPong(messageId: string): void;
}

export interface PingerOptions {
  readonly cpas: Cpas;
  readonly weg: Weg;
  readonly clock: Clock;
  readonly random: Random;
  readonly domein: string;
}

export function createPinger({ cpas, weg, clock, random, domein }: PingerOptions): Pinger {
  const waiting = new Map<string, () => void>();

  /** Resolves true at the Pong, false when time is up or nobody waits any more. */
  function pongOf(messageId: string, timeoutMs: number): { ponged: Promise<boolean>; forget(): void } {
    let timer: NodeJS.Timeout;
    const ponged = new Promise<boolean>((resolve) => {
      timer = setTimeout(() => resolve(false), timeoutMs);
      waiting.set(messageId, () => resolve(true));
    });
    return {
      ponged,
      forget() {
        clearTimeout(timer);
        waiting.delete(messageId);
      },
    };
  }

  return {
    async ping(cpaId, vanPartij, timeoutMs = 30_000) {
      const cpa = await cpas.find(cpaId);
      if (!cpa) return { fout: `CPA ${cpaId} is niet geladen` };
      const own = partyOf(cpa, vanPartij);
      if (!own) return { fout: `partij ${vanPartij} staat niet in CPA ${cpaId}` };
      const other = cpa.parties.find((party) => party !== own)!;
      const messageId = newMessageId({ clock, random, domein });
      const { contentType, body } = buildPing({
        from: own.partyIds,
        to: other.partyIds,
        cpaId,
        conversationId: messageId,
        messageId,
        timestamp: clock.now(),
      });
      const url = signalEndpoint(cpa, other.partyIds[0]!.value, 'Ping');
      const headers = { 'content-type': contentType, soapaction: SOAP_ACTION };
      const started = performance.now();
      const { ponged, forget } = pongOf(messageId, timeoutMs);
      try {
        const { status } = await weg.onder(() => cpaId).request({ method: 'POST', url, headers, body, timeoutMs });
        if (status < 200 || status >= 300) return { fout: `HTTP ${status}` };
        if (!(await ponged)) return { fout: `geen Pong binnen ${timeoutMs / 1000} s` };
        return { ms: Math.round(performance.now() - started) };
      } catch (error) {
        return { fout: error instanceof Error ? error.message : 'onbekende fout' };
      } finally {
        forget();
      }
    },
    isEigen: (messageId) => waiting.has(messageId),
    opPong: (messageId) => waiting.get(messageId)?.(),
  };
}
