/**
 * Mail out, over SMTP. Protected: `smtps://`, or STARTTLS that must succeed; without either no further than this computer.
 * An attempt ends within its deadline, holds up nothing else, and is refused inside a database transaction.
 */
import { connect } from 'node:net';
import nodemailer from 'nodemailer';
import { assertNoTransaction } from '../db/index.ts';
import { leadsHere } from '../net/index.ts';

export interface Mail {
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  /** Without the brackets; the same for each attempt, so that a receiver can see that it is the same mail. */
  readonly messageId: string;
}

export interface Mailer {
  /** Throws `MailFault`. */
  send(mail: Mail): Promise<void>;
}

/** The text goes to the operator; it holds no address and nothing of the mail. */
export class MailFault extends Error {
  override readonly name = 'MailFault';
}

export interface SmtpServer {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte, STARTTLS, or nothing at all on this computer. */
  readonly protection: 'tls' | 'starttls' | 'none';
  readonly auth: { readonly user: string; readonly pass: string } | null;
}

/** `smtp://name:password@server:587` or `smtps://...`. Throws an Error with what is wrong, in Dutch. */
export function readSmtpUrl(text: string): SmtpServer {
  const url = URL.parse(text);
  if (!url || !/^smtps?:$/.test(url.protocol) || url.hostname === '')
    throw new Error('hier hoort een adres als smtp://naam:wachtwoord@server:587 of smtps://server');
  if ((url.pathname !== '' && url.pathname !== '/') || url.search || url.hash)
    throw new Error('zet niets achter de server en de poort');
  const tls = url.protocol === 'smtps:';
  const user = decodeURIComponent(url.username);
  return {
    host: url.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: url.port === '' ? (tls ? 465 : 587) : Number(url.port),
    protection: tls ? 'tls' : leadsHere(url.hostname) ? 'none' : 'starttls',
    auth: user === '' ? null : { user, pass: decodeURIComponent(url.password) },
  };
}

/** One address, or several with commas; only what a server of the government accepts without discussion. */
export function readAddresses(text: string): readonly string[] {
  return text.split(',').map((part) => {
    const address = part.trim();
    if (!/^[\w.+-]{1,64}@[a-z\d-]+(\.[a-z\d-]+)+$/i.test(address)) throw new Error(`"${address}" is geen e-mailadres`);
    return address;
  });
}

export interface MailerOptions {
  readonly server: SmtpServer;
  readonly from: string;
  readonly timeoutMs?: number;
}

const TIMEOUT_MS = 20_000;

export function createMailer({ server, from, timeoutMs = TIMEOUT_MS }: MailerOptions): Mailer {
  return {
    async send({ to, subject, text, messageId }) {
      assertNoTransaction('mail');
      const socket = connect({ host: server.host, port: server.port });
      // Nobody listens before the transport does; what goes wrong is told by it.
      socket.on('error', () => undefined);
      const transport = nodemailer.createTransport({
        host: server.host,
        port: server.port,
        connection: socket,
        secure: server.protection === 'tls',
        requireTLS: server.protection === 'starttls',
        ignoreTLS: server.protection === 'none',
        tls: { minVersion: 'TLSv1.2' },
        ...(server.auth && { auth: server.auth }),
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      const deadline = setTimeout(() => socket.destroy(new Error('ETIMEDOUT')), timeoutMs);
      try {
        await transport.sendMail({ from, to: [...to], subject, text, messageId: `<${messageId}>` });
      } catch (error) {
        throw new MailFault(reasonOf(error as { code?: string; responseCode?: number; command?: string }));
      } finally {
        clearTimeout(deadline);
        transport.close();
        socket.destroy();
      }
    },
  };
}

function reasonOf({
  code = 'onbekend',
  responseCode,
  command,
}: {
  code?: string;
  responseCode?: number;
  command?: string;
}): string {
  if (code === 'ETLS')
    return 'de mailserver biedt geen beveiligde verbinding (STARTTLS), of haar certificaat klopt niet';
  if (code === 'EAUTH') return 'de mailserver kent de naam of het wachtwoord in SMTP_URL niet';
  if (responseCode !== undefined)
    return `de mailserver weigerde de mail (${responseCode}${command ? ` bij ${command}` : ''})`;
  return `de mailserver is niet bereikbaar (${code})`;
}
