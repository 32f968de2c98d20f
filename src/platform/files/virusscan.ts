/**
 * A virus scanner: clamd, which gets the content as a stream (INSTREAM, clamd(8)) and answers with one line.
 *
 * Content is clean only when clamd said so after it had all of it; anything else is an error, so that a scanner that is
 * away lets nothing through. clamd itself must be told to report what it did not look into: `AlertExceedsMax yes`.
 */
import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { assertNoTransaction } from '../db/index.ts';
import { stoppable } from './source.ts';

export interface VirusScanner {
  /** Is there a virus in it? `ScanFault` when that is not known. Passes as fast as the scanner takes it. */
  scan(
    bytes: AsyncIterable<Uint8Array>,
    signal?: AbortSignal,
  ): Promise<{ readonly clean: true } | { readonly clean: false; readonly naam: string }>;
}

/** The content was not scanned. The text says what to do. */
export class ScanFault extends Error {
  override readonly name: string = 'ScanFault';
}

/** The scanner does not take content of this size; it never will, with these settings. */
export class ScanLimit extends ScanFault {
  override readonly name = 'ScanLimit';
}

/** In one piece on the wire; clamd refuses a piece that is larger than its limit for the whole. */
const PIECE = 64 * 1024;
const CONNECT_MS = 5_000;
/** The same as clamd gives itself for one file (MaxScanTime, ReadTimeout). */
const SILENCE_MS = 120_000;
/** clamd answers with a line. */
const MAX_ANSWER = 4_096;

export function clamd(
  where: { readonly host: string; readonly port: number } | { readonly socket: string },
  { connectMs = CONNECT_MS, silenceMs = SILENCE_MS } = {},
): VirusScanner {
  return {
    async scan(bytes, signal) {
      assertNoTransaction('the network (clamd)');
      signal?.throwIfAborted();
      const ended = new AbortController();
      const stop = signal ? AbortSignal.any([signal, ended.signal]) : ended.signal;
      const socket = createConnection('socket' in where ? { path: where.socket } : where);
      socket.setTimeout(connectMs).once('connect', () => socket.setTimeout(silenceMs));
      const sent = { all: false };
      const answered = answerOf(socket, stop);
      // Whatever the answer is, nothing more needs to be sent.
      answered.catch(() => undefined).finally(() => ended.abort());
      try {
        await Promise.race([send(socket, bytes, stop, sent), answered]);
        return verdictOf(await answered, sent.all);
      } finally {
        ended.abort();
        socket.destroy();
      }
    },
  };
}

async function send(
  socket: Socket,
  bytes: AsyncIterable<Uint8Array>,
  stop: AbortSignal,
  sent: { all: boolean },
): Promise<void> {
  socket.write('zINSTREAM\0');
  for await (const given of stoppable(bytes, stop)) {
    for (let at = 0; at < given.byteLength; at += PIECE) {
      const piece = given.subarray(at, at + PIECE);
      socket.write(lengthOf(piece.byteLength));
      if (!socket.write(piece)) await once(socket, 'drain', { signal: stop });
    }
  }
  sent.all = true;
  socket.write(lengthOf(0));
}

/** Four bytes, the highest first. A length of 0 is the end. */
function lengthOf(size: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(size);
  return bytes;
}

/** What clamd says, up to its NUL. */
function answerOf(socket: Socket, stop: AbortSignal): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    socket.on('data', (piece) => {
      text += piece.toString('latin1');
      const end = text.indexOf('\0');
      if (end >= 0) resolve(text.slice(0, end));
      else if (text.length > MAX_ANSWER) reject(strange(text));
    });
    socket.on('timeout', () => reject(away('hij zwijgt')));
    socket.on('error', (error: NodeJS.ErrnoException) => reject(away(error.code ?? error.name)));
    socket.on('close', () => reject(away('de verbinding brak af')));
    stop.addEventListener('abort', () => reject(stop.reason), { once: true });
  });
}

function verdictOf(answer: string, all: boolean): { clean: true } | { clean: false; naam: string } {
  const naam = /^stream: (.+) FOUND$/s.exec(answer)?.[1];
  if (naam !== undefined) return { clean: false, naam: shown(naam) };
  if (/size limit exceeded/i.test(answer)) {
    throw new ScanLimit(
      'Het bestand is groter dan de virusscanner aanneemt. Verhoog StreamMaxLength (en MaxFileSize en MaxScanSize) in clamd.conf.',
    );
  }
  // Before it had all of it, clamd cannot know.
  if (answer !== 'stream: OK' || !all) throw strange(answer);
  return { clean: true };
}

function away(reason: string): ScanFault {
  return new ScanFault(
    `De virusscanner is niet bereikbaar, of stopte (${reason}). Het bestand is niet gecontroleerd. Kijk of clamd draait, en of StreamMaxLength in clamd.conf groot genoeg is.`,
  );
}

function strange(answer: string): ScanFault {
  return new ScanFault(
    `De virusscanner gaf geen oordeel: "${shown(answer)}". Het bestand is niet gecontroleerd. Kijk in het log van clamd.`,
  );
}

/** Safe to show and to log. */
function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?').slice(0, 100);
}
