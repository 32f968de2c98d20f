/** Who may speak as whom under a CPA (RS-F59; Best Practices EB005, EB014). */
import { beforeAll, describe, expect, it } from 'vitest';
import { type Authority, createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { type Cpa, type CpaWriteParams, parseCpa } from '../../standaarden/ebms/index.ts';
import { vreemdeling } from './partij.ts';
import { cpaTekst, GEMEENTE, HUN_ADRES, ONS_ADRES, VOORZIENING } from './partner.testhulp.ts';
import { eisVeiligeAdressen } from './weg.ts';

const DERDE = '00000099000000005000';
let authority: Authority;
let hun: Identity;
let derde: Identity;

beforeAll(async () => {
  authority = await createAuthority();
  hun = await authority.leaf({ oin: VOORZIENING, kind: 'ec' });
  derde = await authority.leaf({ oin: DERDE, kind: 'ec' });
});

type Party = CpaWriteParams['parties'][number];

function cpaMet(changes: Partial<Party>): Cpa {
  const ours = { name: 'Gemeente Proef', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: ONS_ADRES };
  const theirs = { name: 'Voorziening', partyId: VOORZIENING, role: 'VOORZIENING', endpoint: HUN_ADRES };
  return parseCpa(Buffer.from(cpaTekst({ parties: [ours, { ...theirs, ...changes }] })));
}

const als = (cpa: Cpa, value: string, peer: Identity | null, achtervoegsels = false): string | null =>
  vreemdeling(cpa, [{ type: 'urn:osb:oin', value }], peer?.x509 ?? null, { achtervoegsels });

describe('a CPA without ClientCertificate', () => {
  it('lets speak who has the PartyId of the sender as OIN in the certificate, and nobody else', () => {
    const cpa = cpaMet({});
    expect(als(cpa, VOORZIENING, hun)).toBeNull();
    expect(als(cpa, VOORZIENING, derde)).toBe(
      `Het certificaat is van ${DERDE}, en het bericht noemt ${VOORZIENING} als afzender.`,
    );
    // The other party of the same CPA is no less a stranger.
    expect(als(cpa, GEMEENTE, hun)).toContain(GEMEENTE);
  });

  it('lets nobody speak whose certificate has no OIN', async () => {
    const zonder = await authority.leaf({ oin: null, name: VOORZIENING, kind: 'ec' });
    expect(als(cpaMet({}), VOORZIENING, zonder)).toContain('een partij zonder OIN');
    // An OIN is the whole of the field, and not what a name makes of it.
    const list = await authority.leaf({ oin: `${VOORZIENING} ${DERDE}`, kind: 'ec' });
    const line = await authority.leaf({ oin: DERDE, name: `x\nserialNumber=${VOORZIENING}`, kind: 'ec' });
    const plus = await authority.leaf({ oin: DERDE, name: `x + serialNumber=${VOORZIENING}`, kind: 'ec' });
    for (const peer of [list, line, plus]) expect(als(cpaMet({}), VOORZIENING, peer)).not.toBeNull();
  });

  it.each(['_O', '_T', '_A', '_OTA'])(
    'takes a PartyId that ends in %s for that of the OIN, but not in production',
    (end) => {
      const cpa = cpaMet({ partyId: `${VOORZIENING}${end}` });
      expect(als(cpa, `${VOORZIENING}${end}`, hun, true)).toBeNull();
      expect(als(cpa, `${VOORZIENING}${end}`, hun)).toContain(`${VOORZIENING}${end}`);
    },
  );
  it('takes no other ending', () => {
    expect(als(cpaMet({ partyId: `${VOORZIENING}_P` }), `${VOORZIENING}_P`, hun, true)).not.toBeNull();
  });

  it('answers a sender that it does not know only when one of its parties asks', () => {
    expect(als(cpaMet({}), DERDE, hun)).toBeNull();
    expect(als(cpaMet({}), DERDE, derde)).not.toBeNull();
  });
});

describe('a CPA that names a ClientCertificate', () => {
  it('lets speak who has that one, be it of another organisation: so it was agreed', () => {
    expect(als(cpaMet({ tls: derde.x509 }), VOORZIENING, derde)).toBeNull();
  });
  it('does not let speak who has another one, not even with the OIN, and says what to do', () => {
    const fingerprint = hun.x509.fingerprint256.replaceAll(':', '').toLowerCase();
    expect(als(cpaMet({ tls: derde.x509 }), VOORZIENING, hun)).toBe(
      `Het certificaat ${VOORZIENING} (SHA-256 ${fingerprint}) is niet dat uit de CPA. Is het vernieuwd, leg het dan vast als override bij de CPA.`,
    );
  });
});

describe('without certificate', () => {
  it.each([
    ['http://127.0.0.1:8080/ebms', true],
    ['http://localhost/ebms', true],
    ['http://[::1]:8080/ebms', true],
    ['https://127.0.0.1/ebms', false],
    [HUN_ADRES, false],
    ['http://127.0.0.1.example/ebms', false],
    ['http://localhost.example/ebms', false],
  ])('only a sender speaks that receives on this computer: %s', (endpoint, mag) => {
    expect(als(cpaMet({ endpoint }), VOORZIENING, null) === null).toBe(mag);
  });
});

describe('a CPA with an address without TLS', () => {
  it.each(['http://voorziening.example/ebms', 'http://10.0.0.1/ebms', 'http://127.0.0.1.example/'])(
    'is not taken: %s',
    (endpoint) => {
      expect(() => eisVeiligeAdressen(cpaMet({ endpoint }))).toThrow(
        /Voorziening.*http:\/\/ mag alleen op deze computer zelf/,
      );
    },
  );
  it.each(['http://127.0.0.1:8080/ebms', HUN_ADRES])('is taken on this computer or with TLS: %s', (endpoint) => {
    expect(() => eisVeiligeAdressen(cpaMet({ endpoint }))).not.toThrow();
  });
});
