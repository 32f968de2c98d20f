/** What lint says about a CPA: each remark made by one thing that is wrong, and none about one that is right. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { gedeeld } from '../xml/xsd.testhulp.ts';
import { type CpaWriteParams, type LintCode, type LintOptions, lintCpa, parseCpa, writeCpa } from './index.ts';
import { CPA_PARAMS, GEMEENTE, NOW, VOORZIENING } from './voorbeeld.testhulp.ts';

const DAY = 24 * 60 * 60 * 1000;
const days = (n: number): Date => new Date(NOW.getTime() + n * DAY);

interface World {
  readonly gemeente: Identity;
  readonly voorziening: Identity;
  readonly withoutOin: Identity;
  readonly old: Identity;
  readonly soon: Identity;
  readonly future: Identity;
}
let w: World;

beforeAll(async () => {
  const authority = await createAuthority();
  const valid = { from: days(-300), until: days(700), hosts: ['zaakbode.gemeente.example'] };
  w = {
    gemeente: await authority.leaf({ ...valid, oin: GEMEENTE }),
    voorziening: await authority.leaf({ ...valid, oin: VOORZIENING, hosts: ['voorziening.example'] }),
    withoutOin: await authority.leaf({ ...valid, oin: null, name: 'zaakbode.gemeente.example' }),
    old: await authority.leaf({ ...valid, oin: GEMEENTE, until: days(-1) }),
    soon: await authority.leaf({ ...valid, oin: GEMEENTE, until: days(20) }),
    future: await authority.leaf({ ...valid, oin: GEMEENTE, from: days(2) }),
  };
});

/** Nothing is wrong with this one. */
function good(changes: Partial<CpaWriteParams> = {}, first: Partial<CpaWriteParams['parties'][0]> = {}): string {
  const [own, other] = CPA_PARAMS.parties;
  const keys = ({ x509 }: Identity) => ({ tls: x509, signing: x509, encryption: x509 });
  return writeCpa({
    ...CPA_PARAMS,
    profile: 'osb-rm-e',
    end: days(690),
    parties: [
      { ...own, ...keys(w.gemeente), endpoint: 'https://zaakbode.gemeente.example/ebms', ...first },
      { ...other, ...keys(w.voorziening), endpoint: 'https://voorziening.example/ebms' },
    ],
    ...changes,
  });
}

/** The codes found, the harmless ones (profile, key of 2048 bits) left out; each once. */
function codes(text: string, options: Partial<LintOptions> = {}): LintCode[] {
  const { findings } = lintCpa(text, { now: NOW, ...options });
  const all = findings.map(({ code }) => code).filter((code) => code !== 'profiel' && code !== 'sleutel-uitfaseren');
  return [...new Set(all)];
}

describe('a CPA that is right', () => {
  it.each(['osb-be', 'osb-rm', 'osb-be-s', 'osb-rm-s', 'osb-be-e', 'osb-rm-e'] as const)(
    'in %s gets no remark, and its profile per action',
    (profile) => {
      expect(codes(good({ profile }))).toEqual([]);
      const { actions, findings } = lintCpa(good({ profile }), { now: NOW });
      expect(actions.map((one) => [one.action, one.profile])).toEqual([
        ['zaakbericht', profile],
        ['foutbericht', profile],
      ]);
      expect(findings.find(({ code }) => code === 'profiel')).toMatchObject({
        severity: 'informatie',
        places: ['PartyInfo[1]/CanSend[zaakbericht]'],
        text: expect.stringContaining(`Gemeente Voorbeeld naar Voorziening heeft profiel ${profile}`),
      });
    },
  );
});

const replaced = (from: string | RegExp, to: string) => () => good().replaceAll(from, to);

describe('a CPA with one thing wrong', () => {
  it.each<[LintCode, () => string]>([
    ['cpa-status', replaced('p:value="agreed"', 'p:value="proposed"')],
    ['cpa-verloopt', () => good({ end: days(59) })],
    ['cpa-nog-niet-geldig', () => good({ start: days(1) })],
    ['cpaid-tekens', () => good({ cpaId: 'een.twee drie' })],
    ['partij-zonder-type', replaced(`<p:PartyId p:type="urn:osb:oin">${VOORZIENING}`, `<p:PartyId>${VOORZIENING}`)],
    ['partij-ander-type', replaced(`"urn:osb:oin">${VOORZIENING}`, `"urn:anders">${VOORZIENING}`)],
    ['witruimte', () => good({ actions: ['zaak bericht'] })],
    ['witruimte', () => good({ service: 'Zaken en zo' })],
    ['service-type', () => good({ serviceType: 'urn:anders' })],
    ['geen-profiel', replaced('p:duplicateElimination="always"', 'p:duplicateElimination="never"')],
    ['geen-profiel', replaced('p:isNonRepudiationRequired="true"', 'p:isNonRepudiationRequired="false"')],
    ['geen-profiel', replaced('p:syncReplyMode="none"', 'p:syncReplyMode="responseOnly"')],
    ['geen-profiel', replaced('actor:toPartyMSH"', 'actor:nextMSH"')],
    ['volgorde', replaced('NotGuaranteed', 'Guaranteed')],
    ['venster', () => good({ persistDurationMs: DAY })],
    ['zonder-herhalingen', () => good({ retries: 0 })],
    ['hash-verouderd', replaced('http://www.w3.org/2001/04/xmlenc#sha256', 'http://www.w3.org/2000/09/xmldsig#sha1')],
    [
      'bevestiging-zonder-handtekening',
      replaced('p:ackSignatureRequested="always"', 'p:ackSignatureRequested="never"'),
    ],
    ['versleuteling-cbc', () => good({ encryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#aes256-cbc' })],
    ['versleuteling-verouderd', () => good({ encryptionAlgorithm: 'http://www.w3.org/2001/04/xmlenc#tripledes-cbc' })],
    ['http', () => good({}, { endpoint: 'http://zaakbode.gemeente.example/ebms' })],
    ['poort', () => good({}, { endpoint: 'https://zaakbode.gemeente.example:8443/ebms' })],
    ['host-niet-in-certificaat', () => good({}, { endpoint: 'https://elders.gemeente.example/ebms' })],
    ['host-niet-in-certificaat', () => good({}, { endpoint: 'https://192.0.2.1/ebms' })],
    ['certificaat-zonder-oin', () => good({}, { tls: w.withoutOin.x509 })],
    ['oin-verschilt-tls', () => good({}, { tls: w.voorziening.x509, endpoint: 'https://voorziening.example/ebms' })],
    ['oin-verschilt', () => good({}, { signing: w.voorziening.x509 })],
    ['certificaat-verlopen', () => good({}, { tls: w.old.x509 })],
    ['certificaat-verloopt', () => good({}, { tls: w.soon.x509 })],
    ['certificaat-nog-niet-geldig', () => good({}, { tls: w.future.x509 })],
    ['certificaat-eerder-op', () => good({ end: days(900) })],
    ['meer-kanalen', replaced('<p:ChannelId>A-kanaal<', '<p:ChannelId>A-kanaal</p:ChannelId><p:ChannelId>A-msh<')],
    ['meer-adressen', replaced(/<p:Endpoint p:uri="https:\/\/voor[^>]*>/g, '$&$&')],
    ['attribuut-weggelaten', replaced(' p:isIntelligibleCheckRequired="false"', '')],
    ['attribuut-weggelaten', replaced(' p:syncReplyMode="none"', '')],
  ])('%s is told, and only that', (code, make) => {
    expect(codes(make())).toEqual([code]);
    const { findings } = lintCpa(make(), { now: NOW });
    for (const { places, text } of findings) {
      expect(places).not.toEqual([]);
      expect(text).toMatch(/[.)]$/);
    }
  });

  it.each<[LintCode, () => string]>([
    ['cpa-verlopen', () => good({ end: days(-1) })],
    ['oin-vorm', replaced(`"urn:osb:oin">${VOORZIENING}`, `"urn:osb:oin">${VOORZIENING.slice(1)}`)],
    ['http-lokaal', () => good({}, { endpoint: 'http://127.0.0.1:8080/ebms' })],
    [
      'syncreply',
      replaced(
        'p:syncReplyMode="none" p:ackRequested="always"',
        'p:syncReplyMode="mshSignalsOnly" p:ackRequested="always"',
      ),
    ],
    ['handtekening-ontbreekt', replaced(/<p:SigningCertificateRef[^>]*>/g, '')],
    ['signaalkanaal-zonder-handtekening', replaced(/<p:SigningCertificateRef[^>]*>/g, '')],
    ['versleuteling-ontbreekt', replaced(/<p:EncryptionCertificateRef[^>]*>/g, '')],
    [
      'handtekening-verschilt',
      () => good().replace(/(<p:DocExchange p:docExchangeId="A-berichten">.*?xmlenc#sha)256/s, '$1512'),
    ],
    ['signaalkanaal-betrouwbaar', replaced('p:defaultMshChannelId="A-msh"', 'p:defaultMshChannelId="A-kanaal"')],
    ['tls-certificaat-ontbreekt', replaced(/<p:TransportServerSecurity>.*?<\/p:TransportServerSecurity>/g, '')],
    ['certificaat-zonder-inhoud', replaced(/<ds:X509Certificate>[^<]*<\/ds:X509Certificate>/g, '')],
    ['geen-actie', () => good({ actions: [], answers: [] })],
    [
      'rollen',
      () =>
        good().replace(
          /(<p:CollaborationRole>.*?<\/p:CollaborationRole>)/s,
          (role) =>
            `${role}${role.replace(/p:name="GEMEENTE"/, 'p:name="ANDERS"').replaceAll(/p:id="([^"]+)"/g, 'p:id="x-$1"')}`,
        ),
    ],
  ])('%s is told, among what follows from it', (code, make) => {
    expect(codes(make())).toContain(code);
  });

  it('acks of two kinds over one channel: meer-profielen', () => {
    // The second action of the sender gets a channel of its own, without signed acknowledgments.
    const text = good({ actions: ['zaakbericht', 'ander'], profile: 'osb-rm-s' });
    const channel = /<p:DeliveryChannel p:channelId="A-kanaal".*?<\/p:DeliveryChannel>/s.exec(text)![0];
    const second = channel
      .replace('A-kanaal', 'A-zonder')
      .replace('ackSignatureRequested="always"', 'ackSignatureRequested="never"');
    const changed = text
      .replace(channel, `${channel}${second}`)
      .replace(/(p:id="A-s-1".*?<p:ChannelId>)A-kanaal/s, '$1A-zonder');
    expect(codes(changed).sort()).toEqual(['bevestiging-zonder-handtekening', 'meer-profielen']);
  });

  it('an old certificate with a short key and SHA-1 is told as both', () => {
    const old = new X509Certificate(OLD_CERTIFICATE);
    expect(codes(good({ start: days(2), end: days(600) }, { signing: old }), { now: days(3) })).toEqual([
      'certificaat-sha1',
      'sleutel-kort',
    ]);
  });
});

describe('the environment', () => {
  it('production takes no OIN for tests and no suffix; elsewhere both are right', () => {
    const [own, other] = CPA_PARAMS.parties;
    const text = good({
      profile: 'osb-be',
      parties: [own, { ...other, partyId: '00000004003214345001_T' }],
    });
    const told = (omgeving: LintOptions['omgeving']) =>
      codes(text, omgeving && { omgeving }).filter((code) => code.includes('oin'));
    expect(told('productie')).toEqual(['test-oin', 'oin-achtervoegsel']);
    expect(told('preproductie')).toEqual([]);
    expect(told(undefined)).toEqual([]);
  });
});

describe('what is not a CPA', () => {
  it('gives every fault of reading as a remark', () => {
    const { cpa, actions, findings } = lintCpa('<a/>', { now: NOW });
    expect([cpa, actions]).toEqual([null, []]);
    expect(findings).toEqual([
      { code: 'niet-leesbaar', severity: 'fout', places: ['bestand'], text: expect.stringContaining('geen CPA') },
    ]);
  });
  it('never makes lint throw, whatever was cut from it', () => {
    const text = good();
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(400), (from, length) => {
        const { cpa, findings } = lintCpa(text.slice(0, from) + text.slice(from + length), { now: NOW });
        return cpa !== null || findings.length > 0;
      }),
      { numRuns: 60 },
    );
  });
});

describe('overrides', () => {
  it('are judged in the place of what they replace', () => {
    const text = good({}, { tls: w.old.x509, endpoint: 'http://oud.gemeente.example/ebms' });
    expect(codes(text)).toEqual(['http', 'certificaat-verlopen']);
    const overrides = {
      endpoints: new Map([['http://oud.gemeente.example/ebms', 'https://zaakbode.gemeente.example/nieuw']]),
      certificates: new Map([[w.old.x509.fingerprint256, w.gemeente.x509]]),
    };
    expect(codes(text, { overrides })).toEqual([]);
    expect(lintCpa(text, { now: NOW, overrides }).actions[1]?.endpoint).toBe('https://zaakbode.gemeente.example/nieuw');
    expect(parseCpa(text).parties[0].certificates[0]?.x509?.fingerprint256).toBe(w.old.x509.fingerprint256);
  });
});

const samples = gedeeld('xsd/ebms/samples');

describe.skipIf(samples === null)(`the four sample CPAs${samples === null ? ' (needs ../shared)' : ''}`, () => {
  // Their CPAIds have dots, their certificate is of localhost and without OIN, their acknowledgments are not signed.
  const PLAIN: LintCode[] = ['cpaid-tekens', 'http-lokaal'];
  const SIGNED: LintCode[] = [
    'certificaat-zonder-oin',
    'cpaid-tekens',
    'bevestiging-zonder-handtekening',
    'certificaat-eerder-op',
    'http-lokaal',
  ];
  const OLD: LintCode[] = [
    'hash-verouderd',
    'certificaat-zonder-oin',
    'cpaid-tekens',
    'bevestiging-zonder-handtekening',
    'versleuteling-cbc',
    'poort',
    'certificaat-eerder-op',
  ];
  it.each<[string, string, LintCode[]]>([
    ['cpaStubEBF.be.http.unsigned.xml', 'osb-be', PLAIN],
    ['cpaStubEBF.rm.http.unsigned.xml', 'osb-rm', PLAIN],
    ['cpaStubEBF.rm.http.signed-sha256.xml', 'osb-rm-s', SIGNED],
    ['cpaStubEBF.rm.https.signed.encrypted.xml', 'osb-rm-e', OLD],
  ])('%s is %s', (file, profile, expected) => {
    const text = readFileSync(join(samples ?? '', file));
    const { actions } = lintCpa(text, { now: NOW });
    expect(new Set(actions.map((action) => action.profile))).toEqual(new Set([profile]));
    expect(codes(text.toString())).toEqual(expected);
  });
});

/** RSA of 1024 bits, signed with SHA-1, valid from 2026-11-22 for a hundred years; nobody has its key. */
const OLD_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIICsDCCAhmgAwIBAgIUS11cNYJS84xxewiHzwnLlJEI4DkwDQYJKoZIhvcNAQEF
BQAwaTELMAkGA1UEBhMCTkwxGzAZBgNVBAoMEkdlbWVlbnRlIFZvb3JiZWVsZDEd
MBsGA1UEBRMUMDAwMDAwOTkwMDAwMDAwMDEwMDAxHjAcBgNVBAMMFW91ZC52b29y
YmVlbGQuZXhhbXBsZTAgFw0yNjExMjIwOTQyMzVaGA8yMTI2MTAyOTA5NDIzNVow
aTELMAkGA1UEBhMCTkwxGzAZBgNVBAoMEkdlbWVlbnRlIFZvb3JiZWVsZDEdMBsG
A1UEBRMUMDAwMDAwOTkwMDAwMDAwMDEwMDAxHjAcBgNVBAMMFW91ZC52b29yYmVl
bGQuZXhhbXBsZTCBnzANBgkqhkiG9w0BAQEFAAOBjQAwgYkCgYEA099hssGH8xMa
9d2veIQzrCmOyy+9qx3m2QqjroyEIoYOvSM8JCR0M8Qic9q/S+fkDWGLWl85Sm/6
B1yCoHukJPVZ0APOtoSaKeE30XCM3xVeJQfxnWLZLkfxywJ4CLQMKvGfz18l0ZAm
kCGa1wcmFiKSh7b2s9ekudL/+amuBOMCAwEAAaNTMFEwHQYDVR0OBBYEFA6KMZhT
aGEuJHvTprTqzpjzpXbIMB8GA1UdIwQYMBaAFA6KMZhTaGEuJHvTprTqzpjzpXbI
MA8GA1UdEwEB/wQFMAMBAf8wDQYJKoZIhvcNAQEFBQADgYEAocCQfYKrJYujPbYG
Ln7udroy8pvtri8KO7o6M6wJGnUNdSL0PdlD0vJOyyirCv8V6FtibWEmoQdocUtV
i5PibY1MPJrbmXqh8zBmJpN2N15cpn0PWg0qODuwcJ2KHz/h9N4pnEERquo6hBxX
MEwckUi0l+4ioBUA9D1wE7MMVMs=
-----END CERTIFICATE-----
`;
