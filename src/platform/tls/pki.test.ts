import { createServer, request } from 'node:https';
import { expect, it } from 'vitest';
import { createAuthority } from './pki.testhulp.ts';

it('the authority of the tests makes chains that OpenSSL takes, and a CRL that it acts upon', async () => {
  const authority = await createAuthority();
  const server = await authority.leaf({ oin: '00000099000000001000' });
  const client = await authority.leaf({ oin: '00000099000000002000', crl: 'http://127.0.0.1:1/proef.crl' });
  expect(client.x509.subject).toContain('serialNumber=00000099000000002000');
  expect(client.x509.verify(authority.intermediate.publicKey)).toBe(true);

  const ask = async (crl: string): Promise<string> => {
    const listener = createServer(
      {
        key: server.keyPem,
        cert: server.chain,
        ca: authority.trust,
        crl: [crl, await authority.crl([], { of: 'root' })],
        requestCert: true,
      },
      (_request, response) => response.end('binnen'),
    );
    await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
    const { port } = listener.address() as { port: number };
    try {
      return await new Promise((resolve) => {
        const { keyPem: key, chain: cert } = client;
        const asked = request({ host: '127.0.0.1', port, key, cert, ca: authority.trust, agent: false }, (answer) =>
          answer.setEncoding('utf8').on('data', resolve),
        );
        asked.on('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message)).end();
      });
    } finally {
      listener.close();
    }
  };
  expect(await ask(await authority.crl([]))).toBe('binnen');
  expect(await ask(await authority.crl([client.x509]))).toMatch(/ECONNRESET|ERR_SSL/);
});
