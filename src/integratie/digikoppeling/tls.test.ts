/** The handler over TLS with certificates on both sides, with real sockets on loopback: in and out, and who does not get through. */
import { Agent, type Server as HttpsServer, request as httpsRequest } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createServer, type Server } from '../../platform/http/index.ts';
import { seededRandom } from '../../platform/time/index.ts';
import { testFolder } from '../../platform/tls/folder.testhulp.ts';
import { type Authority, createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { type Listening, listen, type OurSide, ourSide, shownBy } from '../../platform/tls/tls.testhulp.ts';
import { type Cpa, type Packed, SOAP_ACTION } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { cpaTekst, GEMEENTE, hunBericht, VOORZIENING } from './partner.testhulp.ts';
import { createWie } from './wie.ts';

const folder = testFolder();
const agents: Agent[] = [];
let authority: Authority;
let hun: Identity;
let derde: Identity;
let ons: OurSide;
let w: Wereld;
let p: Proces;
let server: Server;
let detach: () => void;
let hunServer: Listening;
let cpa: Cpa;
/** What their server heard: from whom, and what. */
let gehoord: { van: string | undefined; body: string }[] = [];

beforeAll(async () => {
  authority = await createAuthority();
  const eigen = await authority.leaf({ oin: GEMEENTE, kind: 'ec' });
  hun = await authority.leaf({ oin: VOORZIENING, kind: 'ec' });
  derde = await authority.leaf({ oin: '00000099000000005000', kind: 'ec' });
  folder.put('eigen.pem', `${eigen.keyPem}${eigen.chain}`);
  folder.put('vertrouwd/ca.pem', authority.trust);
  ons = await ourSide(folder.dir);
  const options = { ...shownBy(hun), ca: authority.trust, requestCert: true, rejectUnauthorized: true };
  hunServer = await listen(options, async (request, response) => {
    const { subject } = (request.socket as import('node:tls').TLSSocket).getPeerX509Certificate()!;
    gehoord.push({
      van: /serialNumber=(\d+)/.exec(subject)?.[1],
      body: Buffer.concat(await request.toArray()).toString(),
    });
    response.writeHead(204).end();
  });

  w = await wereld(await proefDatabase());
  const { keystore, client, judge } = ons.tls;
  p = w.proces(1, { net: ons.net, beveiliging: { keystore, client, achtervoegsels: false } });
  const secure = ons.tls.server();
  server = createServer({ log: ons.log, random: seededRandom(1), https: secure.options });
  detach = secure.attach(server.server as HttpsServer);
  p.dk.mount(server, '/ebms', createWie({ judge, header: null, proxies: [], log: ons.log.warn }));
  await server.listen({ port: 0, host: '127.0.0.1' });
  const { port } = server.server.address() as AddressInfo;
  cpa = await p.dk.cpas.laad(
    cpaTekst({
      cpaId: 'PROEF-TLS',
      parties: [
        { name: 'Gemeente', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: `https://127.0.0.1:${port}/ebms` },
        { name: 'Voorziening', partyId: VOORZIENING, role: 'VOORZIENING', endpoint: `${hunServer.url}ebms` },
      ],
    }),
  );
});
beforeEach(async () => {
  gehoord = [];
  await w.leeg();
});
afterAll(async () => {
  for (const agent of agents) agent.destroy();
  detach();
  await server.close();
  await hunServer.close();
  await ons.net.close();
  await w.sluit();
});

/** A client of the other side, that keeps its connection. */
function klant(identity: Identity): (packed: Packed, path?: string) => Promise<{ status: number; body: string }> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1, ca: authority.trust, ...shownBy(identity) });
  agents.push(agent);
  const { port } = server.server.address() as AddressInfo;
  return ({ contentType, body }, path = '/ebms') =>
    new Promise((resolve, reject) => {
      const headers = { 'content-type': contentType, soapaction: SOAP_ACTION, 'content-length': body.byteLength };
      const sent = httpsRequest({ host: '127.0.0.1', port, path, method: 'POST', agent, headers }, async (answer) => {
        resolve({ status: answer.statusCode!, body: Buffer.concat(await answer.toArray()).toString() });
      });
      sent.on('error', reject).end(body);
    });
}

describe('a message of the other side', () => {
  it('with its certificate is heard, and acknowledged with ours', async () => {
    expect(await klant(hun)(hunBericht(cpa))).toEqual({ status: 204, body: '' });
    expect(await w.tel('ontvangen')).toBe(1);
    await w.rond(p);
    expect(gehoord).toEqual([{ van: GEMEENTE, body: expect.stringContaining('eb:Acknowledgment') }]);
  });

  it('with the valid certificate of a third party is refused with 403, told to nobody, and leaves nothing (RS-F59)', async () => {
    const { status, body } = await klant(derde)(hunBericht(cpa));
    expect([status, JSON.parse(body).detail]).toEqual([
      403,
      `Het certificaat is van 00000099000000005000, en het bericht noemt ${VOORZIENING} als afzender.`,
    ]);
    await w.rond(p);
    expect([await w.tel('ontvangen'), await w.tel('signaal'), gehoord]).toEqual([0, 0, []]);
    expect(w.log.at(-1)).toMatchObject({ wat: 'bericht geweigerd: het certificaat past niet bij de afzender' });
  });

  it('that cannot be read gets no answer at the address of the real party either', async () => {
    const { contentType, body } = hunBericht(cpa);
    const broken = Buffer.from(
      Buffer.from(body).toString('latin1').replace('<eb:Action>', '<eb:Actie>').replace('</eb:Action>', '</eb:Actie>'),
      'latin1',
    );
    expect((await klant(derde)({ contentType, body: broken })).status).toBe(403);
    expect(await w.tel('signaal')).toBe(0);
    expect((await klant(hun)({ contentType, body: broken })).status).toBe(204);
    expect(await w.tel('signaal')).toBe(1);
  });

  it('finds nothing but the one path', async () => {
    for (const path of ['/health/live', '/health/ready', '/metrics', '/'])
      expect((await klant(hun)(hunBericht(cpa), path)).status).toBe(404);
  });

  it('on a connection that was open when its certificate was revoked is refused', async () => {
    const send = klant(hun);
    expect((await send(hunBericht(cpa))).status).toBe(204);
    folder.put('crl/domein.crl', await authority.crl([hun.x509]));
    await ons.tls.revocation.refresh();
    const { status, body } = await send(hunBericht(cpa, { messageId: 'hun-bericht-2@voorziening.example' }));
    expect([status, JSON.parse(body).detail]).toEqual([403, expect.stringContaining('is ingetrokken')]);
    expect(await w.tel('ontvangen')).toBe(1);
    folder.put('crl/domein.crl', await authority.crl([], { thisUpdate: new Date() }));
    await ons.tls.revocation.refresh();
    expect((await send(hunBericht(cpa))).status).toBe(204);
  });
});

describe('a message of ours', () => {
  it('waits while their certificate is not the one of the CPA, says why, and has not left; then it goes', async () => {
    const changed = cpaTekst({
      cpaId: 'PROEF-ANDER-CERT',
      parties: [
        {
          name: 'Gemeente',
          partyId: GEMEENTE,
          role: 'GEMEENTE',
          endpoint: cpa.parties[0].defaultMshChannel.endpoints[0]!.uri,
        },
        {
          name: 'Voorziening',
          partyId: VOORZIENING,
          role: 'VOORZIENING',
          endpoint: `${hunServer.url}ebms`,
          tls: derde.x509,
        },
      ],
    });
    const named = await p.dk.cpas.laad(changed);
    const [id] = await w.bewaar(p, 1, named);
    await w.rond(p);
    expect(await w.kanaal(named.id)).toMatchObject({
      neer: true,
      neer_reden: expect.stringMatching(/een ander dan in de CPA staat .* override/),
    });
    expect(await w.berichten()).toMatchObject([{ message_id: id, staat: 'te_verzenden', vertrokken: false }]);
    expect(gehoord).toEqual([]);

    await p.dk.cpas.laad(changed.replace(derde.x509.raw.toString('base64'), hun.x509.raw.toString('base64')));
    w.clock.advance(5_000);
    await w.rond(p);
    expect(await w.berichten()).toMatchObject([{ message_id: id, staat: 'verzonden', vertrokken: true }]);
    expect(gehoord).toEqual([{ van: GEMEENTE, body: expect.stringContaining(id!) }]);
  });

  it('does not go out over plain http, except to this computer', async () => {
    const text = cpaTekst().replaceAll('https://voorziening.example', 'http://voorziening.example');
    await expect(p.dk.cpas.laad(text)).rejects.toThrow('http:// mag alleen op deze computer zelf');
  });
});
