/**
 * Carries out a fault on a live HTTP request: refuses, hangs, drips or waits.
 *
 * Guarantees: what it took over it also ends: `close` destroys every connection that it still holds.
 */
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { wacht } from '../basis/wacht.ts';
import { probleem } from '../web/probleem.ts';
import type { DienstStand } from './soorten.ts';
import type { Beslissing } from './storingen.ts';

export interface Gedrag {
  /**
   * True when the request may go on; false when the fault has answered, or made sure that nobody will. `weiger` is how this
   * endpoint refuses in an orderly way; without it as JSON.
   */
  speel(
    beslissing: Beslissing<DienstStand>,
    request: FastifyRequest,
    reply: FastifyReply,
    weiger?: () => unknown,
  ): Promise<boolean>;
  /** Cuts the connection without an answer. */
  verbreek(request: FastifyRequest, reply: FastifyReply): void;
  close(): void;
}

const HELD_AT_MOST = 1000;

const STORING = 'De simulator speelt dat deze dienst een storing heeft.';

/** Long enough to drip for minutes: a client that waits for the end needs a deadline over the whole answer. */
const DRIP_BODY = ' '.repeat(1000);

export function createGedrag(onStoring: () => void): Gedrag {
  const held = new Set<Socket>();
  const closing = new AbortController();

  function hold(socket: Socket): void {
    if (held.size >= HELD_AT_MOST) socket.destroy();
    held.add(socket);
    socket.once('close', () => held.delete(socket));
  }

  async function drip(socket: Socket, ms: number): Promise<void> {
    hold(socket);
    const answer = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: ${DRIP_BODY.length}\r\n\r\n${DRIP_BODY}`;
    for (const character of answer) {
      if (socket.destroyed) return;
      socket.write(character);
      if (!(await wacht(ms, closing.signal))) return;
    }
    socket.destroy();
  }

  function verbreek(request: FastifyRequest, reply: FastifyReply): void {
    onStoring();
    reply.hijack();
    request.raw.socket.destroy();
  }

  return {
    async speel({ stand, ms }, request, reply, weiger = () => probleem(reply, 500, 'Storing', STORING)) {
      if (stand === 'ok') return true;
      if (stand === 'traag') {
        onStoring();
        if (await wacht(ms, closing.signal)) return true;
        verbreek(request, reply);
        return false;
      }
      if (stand === 'weiger-verbinding') {
        verbreek(request, reply);
        return false;
      }
      onStoring();
      if (stand === 'neer') {
        reply.code(503).type('text/plain; charset=utf-8').send('De simulator speelt dat deze dienst neer is.\n');
      } else if (stand === 'onzin') {
        reply.code(200).type('application/json').send('<<< dit is geen JSON >>>');
      } else if (stand === 'fout') {
        weiger();
      } else {
        reply.hijack();
        if (stand === 'half-open') hold(request.raw.socket);
        else void drip(request.raw.socket, ms);
      }
      return false;
    },
    verbreek,
    close() {
      closing.abort();
      for (const socket of held) socket.destroy();
    },
  };
}
