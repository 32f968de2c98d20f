/** Which certificate a request comes with: behind an offloader, on this computer, and from whoever tries to look like either. */
import { beforeAll, describe, expect, it } from 'vitest';
import { Problem } from '../../platform/http/index.ts';
import { CertificateFault } from '../../platform/tls/index.ts';
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { createWie, type WieOptions } from './wie.ts';

let peer: Identity;
let header: string;
const log: string[] = [];

beforeAll(async () => {
  peer = await (await createAuthority()).leaf({ oin: '00000099000000004000', kind: 'ec' });
  header = encodeURIComponent(peer.x509.toString());
});

const OFFLOADER: Partial<WieOptions> = { header: 'X-SSL-Client-Cert', proxies: ['10.1.0.0/16', '::1'] };

/** The OIN of who it is, `hier` for this computer itself, or the text of the refusal. */
async function wie(
  address: string,
  headers: Record<string, string | string[]>,
  options: Partial<WieOptions> = OFFLOADER,
) {
  const ask = createWie({
    judge: async () => null,
    header: null,
    proxies: [],
    log: (fields, message) => void log.push(`${message} ${JSON.stringify(fields)}`),
    ...options,
  });
  try {
    const found = await ask({ headers, raw: { socket: { remoteAddress: address } } });
    return found === null ? 'hier' : /serialNumber=(\d+)/.exec(found.subject)?.[1];
  } catch (error) {
    if (error instanceof Problem && error.status === 403) return error.message;
    throw error;
  }
}

describe('behind an offloader', () => {
  it.each(['10.1.2.3', '::ffff:10.1.2.3', '::1'])(
    'the certificate in the header counts from its address: %s',
    async (address) => {
      expect(await wie(address, { 'x-ssl-client-cert': header })).toBe('00000099000000004000');
    },
  );
  it.each(['10.2.0.1', '192.0.2.1', '2001:db8::1', '', '127.0.0.1'])('but not from another: %s', async (address) => {
    const answer = await wie(address, { 'x-ssl-client-cert': header });
    expect(answer).toBe(
      address === '127.0.0.1'
        ? 'hier'
        : 'Verbind met een geldig clientcertificaat: er is geen clientcertificaat getoond.',
    );
  });
  it.each<[string, Record<string, string | string[]>]>([
    ['none', {}],
    ['an empty one', { 'x-ssl-client-cert': '' }],
    ['one under another name', { 'x-client-cert': 'x' }],
    ['more than one', { 'x-ssl-client-cert': ['a', 'b'] }],
    ['what is no certificate', { 'x-ssl-client-cert': 'MIIB' }],
    ['what is badly encoded', { 'x-ssl-client-cert': '%E0%A4%A' }],
  ])('who shows %s gets no further, not even from this computer', async (_what, headers) => {
    for (const address of ['10.1.2.3', '::1']) expect(await wie(address, headers)).toMatch(/certificaat/);
  });
  it('what the offloader passes on is judged here again', async () => {
    const judge = async () => new CertificateFault('revoked', 'theirs', peer.x509);
    const answer = await wie('10.1.2.3', { 'x-ssl-client-cert': header }, { ...OFFLOADER, judge });
    expect(answer).toContain('is ingetrokken');
    expect(log.at(-1)).toMatch(/^een ebMS-verzoek werd geweigerd om zijn certificaat .*10\.1\.2\.3.*ingetrokken/);
  });
  it('without the setting no header counts', async () => {
    const options = { proxies: ['10.1.0.0/16'] };
    expect(await wie('10.1.2.3', { 'x-ssl-client-cert': header }, options)).toContain('geen clientcertificaat');
  });
});

describe('without TLS', () => {
  it.each(['127.0.0.1', '127.8.8.8', '::1', '::ffff:127.0.0.1'])(
    'this computer itself needs no certificate: %s',
    async (address) => {
      expect(await wie(address, {}, {})).toBe('hier');
    },
  );
  it.each(['10.0.0.1', '192.168.1.1', '192.0.2.1', '::ffff:192.0.2.1', '2001:db8::1', 'fe80::1', ''])(
    'everybody else does: %j',
    async (address) => {
      expect(await wie(address, {}, {})).toContain('geen clientcertificaat');
    },
  );
  it.each(['forwarded', 'x-forwarded-for', 'x-real-ip', 'via', 'x-forwarded-host', 'x-forwarded-proto'])(
    'a proxy on this computer is not this computer itself: %s',
    async (field) => {
      expect(await wie('127.0.0.1', { [field]: 'x' }, {})).toContain('geen clientcertificaat');
    },
  );
});
