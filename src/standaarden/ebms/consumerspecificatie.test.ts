import { beforeAll, expect, it } from 'vitest';
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { attrOf, childrenOf, descend, parseXml, textOf } from '../xml/index.ts';
import { writeConsumerSpec } from './index.ts';
import { GEMEENTE } from './voorbeeld.testhulp.ts';

let client: Identity;
let server: Identity;
beforeAll(async () => {
  const authority = await createAuthority();
  client = await authority.leaf({ oin: GEMEENTE });
  server = await authority.leaf({ oin: GEMEENTE });
});

it('holds the parameters of the set SR in the order of the manual, and reads back as it was filled in', () => {
  const text = writeConsumerSpec({
    partyName: 'Gemeente "Voor & Beeld"',
    partyId: GEMEENTE,
    endpoint: 'https://zaakbode.gemeente.example/ebms?a=1&b=2',
    clientCertificate: client.x509,
    serverCertificate: server.x509,
  });
  expect(text).toMatch(/^<\?xml version="1.0" encoding="UTF-8"\?>\n<osb-ebms-service-specificatie>/);
  const [set] = childrenOf(parseXml(text), '', 'parameters');
  expect(attrOf(set!, '', 'name')).toBe('SR');
  const parameters = childrenOf(set!, '', 'parameter');
  expect(parameters.map((one) => attrOf(one, '', 'name'))).toEqual([
    'PartyName',
    'PartyId',
    'PartyRef',
    'EndpointUri',
    'ClientCert',
    'ServerCert',
  ]);
  expect([0, 1, 2, 3].map((i) => textOf(parameters[i]!))).toEqual([
    'Gemeente "Voor & Beeld"',
    GEMEENTE,
    '',
    'https://zaakbode.gemeente.example/ebms?a=1&b=2',
  ]);
  const path = ['KeyInfo', 'X509Data', 'X509Certificate'] as const;
  const dsig = 'http://www.w3.org/2000/09/xmldsig#';
  for (const [i, identity] of [client, server].entries())
    expect(textOf(descend(parameters[4 + i]!, dsig, ...path))).toBe(identity.x509.raw.toString('base64'));
});
