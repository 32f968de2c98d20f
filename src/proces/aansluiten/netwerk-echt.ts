/** The network check on the real network: name, port, and TLS with certificates on both sides. */
import { lookup } from 'node:dns/promises';
import { connect, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { assertNoTransaction } from '../../platform/db/index.ts';
import type { TlsClient } from '../../platform/tls/index.ts';
import type { Netwerk, TlsUitslag } from './netwerk.ts';

const GEDULD_MS = 10_000;

const WOORDEN: Readonly<Record<string, string>> = {
  ENOTFOUND: 'deze naam bestaat niet',
  EAI_AGAIN: 'de naam kan nu niet worden opgezocht',
  ECONNREFUSED: 'op deze poort luistert niemand',
  EHOSTUNREACH: 'er is geen weg naar dit adres',
  ENETUNREACH: 'er is geen weg naar dit netwerk',
  ECONNRESET: 'de andere kant verbrak de verbinding',
};

function inWoorden(fout: unknown): Error {
  const { code = '', message = 'onbekende fout' } = fout as { code?: string; message?: string };
  return new Error(WOORDEN[code] ?? (code === '' ? message : `het lukt niet (${code})`));
}

export function echtNetwerk(client: TlsClient): Netwerk {
  return {
    async zoek(host) {
      assertNoTransaction('a network check');
      try {
        return (await lookup(host, { all: true })).map(({ address }) => address);
      } catch (fout) {
        throw inWoorden(fout);
      }
    },
    verbind: (host, port) =>
      new Promise((resolve, reject) => {
        const socket = connect({ host, port, timeout: GEDULD_MS });
        socket.once('timeout', () => socket.destroy(new Error(`geen antwoord binnen ${GEDULD_MS / 1000} seconden`)));
        socket.once('error', (fout) => reject(inWoorden(fout)));
        socket.once('connect', () => {
          resolve(socket.localAddress ?? 'een onbekend adres');
          socket.destroy();
        });
      }),
    async tls(host, port) {
      const { options, judge, explain } = await client.tlsFor();
      return await new Promise<TlsUitslag>((resolve, reject) => {
        const socket = connectTls({
          host,
          port,
          timeout: GEDULD_MS,
          // RFC 6066 §3: a name, never an address.
          ...(isIP(host) === 0 && { servername: host }),
          ...options,
        });
        const fail = (fout: Error): void => {
          const uitleg = explain(fout);
          reject(uitleg === null ? inWoorden(fout) : new Error(uitleg));
          socket.destroy();
        };
        socket.once('timeout', () => fail(new Error(`geen antwoord binnen ${GEDULD_MS / 1000} seconden`)));
        socket.once('error', fail);
        socket.once('secureConnect', () => {
          const zie = async (): Promise<void> => {
            const theirs = socket.getPeerX509Certificate();
            // Node gives it once per handshake, and who judges asks for it too.
            socket.getPeerX509Certificate = () => theirs;
            const uitslag: TlsUitslag = {
              protocol: socket.getProtocol() ?? 'TLS',
              onderwerp: theirs?.subject.replaceAll('\n', ', ') ?? 'onbekend',
              tot: theirs?.validToDate.toISOString() ?? '',
            };
            await judge(socket);
            // With TLS 1.3 they may still refuse our certificate: only an answer shows that they took it.
            socket.once('data', () => {
              resolve(uitslag);
              socket.destroy();
            });
            socket.once('end', () => fail(new Error('de andere kant verbrak de verbinding zonder antwoord')));
            socket.write(`HEAD / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
          };
          zie().catch(fail);
        });
      });
    },
  };
}
