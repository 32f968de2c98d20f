import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { gedeeld, laadSchema } from '../xml/xsd.testhulp.ts';
import { CpaFault, detectProfile, findRoute, parseCpa, writeCpa } from './index.ts';
import { CPA_PARAMS, GEMEENTE, VOORZIENING } from './voorbeeld.testhulp.ts';

const ebms = gedeeld('xsd/ebms');
let gemeente: Identity;
let voorziening: Identity;

beforeAll(async () => {
  const authority = await createAuthority();
  gemeente = await authority.leaf({ oin: GEMEENTE });
  voorziening = await authority.leaf({ oin: VOORZIENING });
});

function written(profile: 'osb-be' | 'osb-rm' | 'osb-be-s' | 'osb-rm-s' | 'osb-be-e' | 'osb-rm-e'): string {
  const [first, second] = CPA_PARAMS.parties;
  const certificates = ({ x509 }: Identity) => ({ tls: x509, signing: x509, encryption: x509 });
  return writeCpa({
    ...CPA_PARAMS,
    profile,
    parties: [
      { ...first, ...certificates(gemeente) },
      { ...second, ...certificates(voorziening) },
    ],
  });
}

describe.each(['osb-be', 'osb-rm', 'osb-be-s', 'osb-rm-s', 'osb-be-e', 'osb-rm-e'] as const)(
  'a CPA we write in %s',
  (profile) => {
    it('reads back as that profile, with the certificates where they are used', () => {
      const route = findRoute(parseCpa(written(profile)), { fromPartyId: GEMEENTE, action: 'zaakbericht' });
      expect(detectProfile(route)).toBe(profile);
      expect(route.clientCertificate?.x509?.raw).toEqual(gemeente.x509.raw);
      expect(route.serverCertificate?.x509?.raw).toEqual(voorziening.x509.raw);
      const signs = /-[se]$/.test(profile);
      expect(route.signing?.certificate?.x509?.raw).toEqual(signs ? gemeente.x509.raw : undefined);
      expect(route.ackSignatureRequested).toBe(signs && profile.startsWith('osb-rm') ? 'always' : 'never');
      const encrypts = profile.endsWith('-e');
      expect(route.envelope?.certificate?.x509?.raw).toEqual(encrypts ? voorziening.x509.raw : undefined);
    });

    it.skipIf(ebms === null)('is valid against cpp-cpa-2_0.xsd (needs ../shared)', () => {
      expect(laadSchema(ebms ?? '', 'cpp-cpa-2_0.xsd').validate(written(profile))).toEqual([]);
    });
  },
);

it.skipIf(ebms === null)('the signed sample of ../shared has its algorithms and its certificates', () => {
  const file = join(ebms ?? '', 'samples', 'cpaStubEBF.rm.https.signed.encrypted.xml');
  const [party] = parseCpa(readFileSync(file)).parties;
  const channels = party.roles.flatMap(({ canSend }) => canSend.map(({ channel }) => channel));
  const signing = channels.find(({ sending }) => sending.nonRepudiation !== null)?.sending.nonRepudiation;
  expect(signing).toMatchObject({ hashFunction: 'http://www.w3.org/2000/09/xmldsig#sha1' });
  expect(signing?.certificate?.x509?.subject).toContain('CN=');
  expect(channels.some(({ clientCertificate }) => clientCertificate?.x509 != null)).toBe(true);
});

it.each([
  [
    'a certificate that is none',
    /<ds:X509Certificate>[^<]+/,
    '<ds:X509Certificate>AAAA',
    'Certificate[A-tls]',
    'niet te lezen',
  ],
  [
    'a link to a certificate that is not there',
    'p:SigningCertificateRef p:certId="A-tekenen"',
    'p:SigningCertificateRef p:certId="weg"',
    'SigningCertificateRef',
    'weg',
  ],
])('%s is told with its place', (_, from, to, place, text) => {
  try {
    parseCpa(written('osb-rm-s').replace(from, to));
    expect.unreachable();
  } catch (fault) {
    expect(fault).toBeInstanceOf(CpaFault);
    const [problem] = (fault as CpaFault).problems;
    expect(problem?.location).toContain(place);
    expect(problem?.text).toContain(text);
  }
});
