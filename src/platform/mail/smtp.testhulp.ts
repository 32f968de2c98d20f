/** Test help: a mail server on loopback that takes everything in, or refuses it as a test says. */
import { type AddressInfo, createServer, type Socket } from 'node:net';

export interface OntvangenMail {
  readonly van: string;
  readonly aan: readonly string[];
  /** Headers and body as they came. */
  readonly text: string;
}

export interface NepSmtp {
  readonly url: string;
  readonly mails: readonly OntvangenMail[];
  /** The line with which every recipient is refused; null to take them in. */
  weiger: string | null;
  close(): Promise<void>;
}

export async function nepSmtp({ weiger = null }: { weiger?: string | null } = {}): Promise<NepSmtp> {
  const mails: OntvangenMail[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    let van = '';
    let aan: string[] = [];
    let buffer = '';
    let inData = false;
    const zeg = (line: string): void => void socket.write(`${line}\r\n`);
    const opdracht = (line: string): void => {
      const adres = /<(.*?)>/.exec(line)?.[1] ?? '';
      if (/^(EHLO|HELO)/i.test(line)) zeg('250 mail');
      else if (/^MAIL FROM/i.test(line)) {
        [van, aan] = [adres, []];
        zeg('250 ok');
      } else if (/^RCPT TO/i.test(line)) {
        aan.push(adres);
        zeg(self.weiger ?? '250 ok');
      } else if (/^DATA/i.test(line)) {
        inData = true;
        zeg('354 ga uw gang');
      } else if (/^QUIT/i.test(line)) {
        zeg('221 tot ziens');
        socket.end();
      } else zeg('250 ok');
    };
    zeg('220 mail');
    socket.setEncoding('utf8').on('data', (chunk: string) => {
      buffer += chunk;
      for (;;) {
        const end = buffer.indexOf(inData ? '\r\n.\r\n' : '\r\n');
        if (end < 0) return;
        const piece = buffer.slice(0, end);
        buffer = buffer.slice(end + (inData ? 5 : 2));
        if (!inData) opdracht(piece);
        else {
          inData = false;
          mails.push({ van, aan, text: piece });
          zeg('250 bewaard');
        }
      }
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const self: NepSmtp = {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    mails,
    weiger,
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return self;
}
