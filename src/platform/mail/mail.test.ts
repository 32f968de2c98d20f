/** Mail out: what a server sees of it, what is protected, and what an operator reads when it fails. */

import type { AddressInfo } from 'node:net';
import { createServer, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createMailer, MailFault, readAddresses, readSmtpUrl } from './index.ts';
import { nepSmtp } from './smtp.testhulp.ts';

const MAIL = {
  to: ['beheer@gemeente.example'],
  subject: 'Één ding',
  text: 'Regel\n.punt',
  messageId: 'abc@zaakbode.example',
};
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close();
});

const mailerVoor = (url: string, timeoutMs?: number) =>
  createMailer({ server: readSmtpUrl(url), from: 'zaakbode@gemeente.example', ...(timeoutMs && { timeoutMs }) });
const foutVan = async (url: string, timeoutMs?: number): Promise<string> => {
  const fault = await mailerVoor(url, timeoutMs)
    .send(MAIL)
    .then(
      () => null,
      (error: unknown) => error,
    );
  expect(fault).toBeInstanceOf(MailFault);
  return (fault as Error).message;
};

async function luister(onSocket: (socket: Socket) => void): Promise<number> {
  const server = createServer(onSocket);
  servers.push(server);
  await new Promise<void>((resolve) => {
    server.listen(0, resolve);
  });
  return (server.address() as AddressInfo).port;
}

describe('SMTP_URL', () => {
  it.each([
    ['smtp://mail.example', { host: 'mail.example', port: 587, protection: 'starttls', auth: null }],
    [
      'smtp://a:b%40c@mail.example:25',
      { host: 'mail.example', port: 25, protection: 'starttls', auth: { user: 'a', pass: 'b@c' } },
    ],
    ['smtps://mail.example', { host: 'mail.example', port: 465, protection: 'tls', auth: null }],
    ['smtp://localhost:2525', { host: 'localhost', port: 2525, protection: 'none', auth: null }],
    ['smtp://[::1]:25', { host: '::1', port: 25, protection: 'none', auth: null }],
    ['smtp://127.example:25', { host: '127.example', port: 25, protection: 'starttls', auth: null }],
  ])('%s', (text, server) => {
    expect(readSmtpUrl(text)).toEqual(server);
  });
  it.each(['mail.example', 'http://mail.example', 'smtp://', 'smtp://mail.example/map', 'smtp://mail.example?tls=no'])(
    '"%s" is refused',
    (text) => expect(() => readSmtpUrl(text)).toThrow(),
  );
});

describe('addresses', () => {
  it('are a list with commas', () => {
    expect(readAddresses('a@b.nl, c.d+e@f-g.example')).toEqual(['a@b.nl', 'c.d+e@f-g.example']);
  });
  it.each(['', 'a', 'a@b', 'a@b.nl,', 'a@b.nl\nBcc: c@d.nl', 'A <a@b.nl>', '@b.nl'])('"%s" is refused', (text) => {
    expect(() => readAddresses(text)).toThrow('geen e-mailadres');
  });
});

describe('a mail', () => {
  it('arrives with its subject, its text and its number', async () => {
    const smtp = await nepSmtp();
    await mailerVoor(smtp.url).send(MAIL);
    const [mail] = smtp.mails;
    expect(mail).toMatchObject({ van: 'zaakbode@gemeente.example', aan: ['beheer@gemeente.example'] });
    expect(mail!.text).toContain('Message-ID: <abc@zaakbode.example>');
    expect(mail!.text).toMatch(/Subject: =\?UTF-8\?/i);
    expect(mail!.text).toContain('\r\n..punt');
    await smtp.close();
  });
  it('that the server refuses is a fault with its code and nothing of the mail', async () => {
    const smtp = await nepSmtp({ weiger: '550 5.1.1 <beheer@gemeente.example> onbekend' });
    const melding = await foutVan(smtp.url);
    expect(melding).toContain('weigerde de mail (550');
    expect(melding).not.toContain('@');
    await smtp.close();
  });
  it('leaves this computer only over a protected connection', async () => {
    let gezien = '';
    const port = await luister((socket) => {
      socket.write('220 mail\r\n');
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        gezien += data;
        socket.write(/^EHLO/.test(String(data)) ? '250-mail\r\n250 SIZE 1000\r\n' : '250 ok\r\n');
      });
    });
    expect(await foutVan(`smtp://naam:geheim@[::ffff:127.0.0.1]:${port}`)).toContain('mailserver');
    expect(gezien).not.toMatch(/MAIL FROM|AUTH/);
  });
  it('to nobody there is a fault', async () => {
    const port = await luister(() => undefined);
    servers.pop()!.close();
    expect(await foutVan(`smtp://127.0.0.1:${port}`)).toMatch(/niet bereikbaar/);
  });
  it('to a server that says nothing ends in time', async () => {
    const port = await luister((socket) => socket.on('error', () => undefined));
    expect(await foutVan(`smtp://127.0.0.1:${port}`, 150)).toMatch(/niet bereikbaar/);
  });
});
