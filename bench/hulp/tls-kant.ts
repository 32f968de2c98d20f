/**
 * TLS with certificates on both sides before a simulator that speaks plain HTTP, in a process of its own: what comes in goes
 * on to the simulator, and what the simulator sends goes to Zaakbode with the certificate of MijnOverheid.
 *
 * Argument: a JSON file with a `TlsKant`.
 */
import { readFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import type { Sleutelbos } from './ebms-zender.ts';

export interface TlsKant {
  /** Where Zaakbode sends to. */
  readonly poort: number;
  readonly simulator: number;
  /** Where the simulator sends to, and where that leads. */
  readonly terug: number;
  readonly zaakbode: number;
  readonly sleutels: Sleutelbos;
}

function main({
  poort,
  simulator,
  terug,
  zaakbode,
  sleutels: { sleutel: key, keten: cert, vertrouwd: ca },
}: TlsKant): void {
  const host = '127.0.0.1';
  const naarSimulator = createTlsServer({ key, cert, ca, requestCert: true, rejectUnauthorized: true }, (from) =>
    join(from, connect({ port: simulator, host })),
  );
  const naarZaakbode = createServer((from) => join(from, connectTls({ port: zaakbode, host, key, cert, ca })));
  naarSimulator.on('tlsClientError', (fault) => process.stderr.write(`${fault.message}\n`));
  naarSimulator.listen(poort, host, () =>
    naarZaakbode.listen(terug, host, () => process.stdout.write('tls luistert\n')),
  );
}

/** Each ends with the other. */
function join(one: Socket, other: Socket): void {
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.setNoDelay(true);
    from.on('error', () => to.destroy()).on('close', () => to.destroy());
    from.pipe(to);
  }
}

const [, script, file] = process.argv;
if (script === import.meta.filename && file) main(JSON.parse(readFileSync(file, 'utf8')) as TlsKant);
