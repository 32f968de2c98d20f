/** The account check over WUS: what is asked, whose answer counts for whom, what an operator reads when there is none. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Net, NetFault, type NetRequest } from '../../platform/net/index.ts';
import { fixedClock, seededRandom } from '../../platform/time/index.ts';
import { testFolder } from '../../platform/tls/folder.testhulp.ts';
import { type Authority, createAuthority } from '../../platform/tls/pki.testhulp.ts';
import { type Listening, listen, type OurSide, ourSide, shownBy } from '../../platform/tls/tls.testhulp.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { BERICHTENBOX, type ValidatieProfiel } from '../../standaarden/wus/index.ts';
import { accountsOverWus } from './bronnen-wus.ts';
import { BSN } from './lopendezaken.testhulp.ts';
import { BronOnbereikbaar } from './poorten.ts';

const NOOR = Bsn.parse(BSN.noor)!;
const DAAN = Bsn.parse(BSN.daan)!;
const URL_WUS = 'https://wus.example/abonnementen';
const PROFIEL: ValidatieProfiel = { ...BERICHTENBOX, berichtleverancierCode: 'LEV', berichtTypeCode: 'TYPE' };
const { dienst, typen, gedeeld } = BERICHTENBOX;
const { signal } = new AbortController();

const envelop = (body: string, kop = ''): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">${kop}<s:Body>${body}</s:Body></s:Envelope>`;
const rij = (bsn: string, sturen: boolean | string): string =>
  `<t:Abonnement><t:klant><g:Key>${bsn}</g:Key><g:Rol>Burger</g:Rol></t:klant><t:isBerichtSturen>${sturen}</t:isBerichtSturen></t:Abonnement>`;
const antwoord = (...rijen: string[]): string =>
  envelop(
    `<ValidateAbonnementenResponse xmlns="${dienst}"><ValidateAbonnementenResult xmlns:t="${typen}" xmlns:g="${gedeeld}">${rijen.join('')}</ValidateAbonnementenResult></ValidateAbonnementenResponse>`,
  );
const fault = (naam: string, message: string): string =>
  envelop(
    `<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring><detail><${naam} xmlns="${gedeeld}"><Message>${message}</Message></${naam}></detail></s:Fault>`,
  );

interface Antwoord {
  readonly status?: number;
  readonly body: string;
}

/** A network on which `zeg` speaks for the service; keeps the requests, and who was asked about in each. */
function nepNet(zeg: (bsns: readonly string[], vraag: string) => string | Antwoord) {
  const verzoeken: NetRequest[] = [];
  const gevraagd: string[][] = [];
  const request: Net['request'] = async (given) => {
    const text = Buffer.from(given.body as Uint8Array).toString('utf8');
    const bsns = [...text.matchAll(/<g:Key>(\d{9})<\/g:Key>/g)].map(([, bsn]) => bsn!);
    verzoeken.push(given);
    gevraagd.push(bsns);
    const said = zeg(bsns, text);
    const { status = 200, body } = typeof said === 'string' ? { body: said } : said;
    return { status, headers: {}, body: Buffer.from(body) };
  };
  return { verzoeken, gevraagd, request };
}

const clock = fixedClock(new Date('2026-11-02T09:00:00Z'));
function bron(
  net: Pick<Net, 'request'>,
  anders: { url?: string; profiel?: ValidatieProfiel; clock?: typeof clock } = {},
) {
  return accountsOverWus({ net, tls: null, url: URL_WUS, profiel: PROFIEL, clock, random: seededRandom(1), ...anders });
}
const over = (wie: readonly Bsn[], zeg: string | Antwoord) => bron(nepNet(() => zeg)).stand(wie, signal);

const ACTIEF = { soort: 'actief', geactiveerdOp: null };
const GEEN = { soort: 'geen' };
const ONBEKEND = { soort: 'onbekend', reden: expect.stringContaining('geen begrijpelijk antwoord') };
const veel = (aantal: number): readonly Bsn[] =>
  Array.from({ length: aantal * 12 }, (_n, i) => Bsn.parse(String(100_000_000 + i)))
    .filter((bsn) => bsn !== null)
    .slice(0, aantal);

describe('the question', () => {
  it('is a POST with its SOAPAction, the BSNs in the body, each once, and nothing in the address', async () => {
    const net = nepNet((bsns) => antwoord(...bsns.map((bsn) => rij(bsn, true))));
    expect(await bron(net).stand([NOOR, DAAN, NOOR], signal)).toEqual([ACTIEF, ACTIEF, ACTIEF]);
    expect(net.gevraagd).toEqual([[BSN.noor, BSN.daan]]);
    expect(net.verzoeken[0]).toMatchObject({
      method: 'POST',
      url: URL_WUS,
      timeoutMs: 10_000,
      headers: { 'content-type': 'text/xml; charset=utf-8', soapaction: `"${PROFIEL.soapAction}"` },
    });
  });
  it('holds 250 BSNs at most', async () => {
    const net = nepNet((bsns) => antwoord(...bsns.map((bsn) => rij(bsn, bsn.endsWith('1')))));
    const wie = veel(600);
    const standen = await bron(net).stand(wie, signal);
    expect(net.gevraagd.map(({ length }) => length)).toEqual([250, 250, 100]);
    expect(standen).toEqual(wie.map((bsn) => (bsn.reveal().endsWith('1') ? ACTIEF : GEEN)));
  });
  it('goes over plain http to this computer only', async () => {
    const net = nepNet((bsns) => antwoord(...bsns.map((bsn) => rij(bsn, false))));
    await expect(bron(net, { url: 'http://wus.example/' }).stand([NOOR], signal)).rejects.toThrow('gebruik https://');
    expect(net.gevraagd).toEqual([]);
    expect(await bron(net, { url: 'http://127.0.0.1:8080/wus' }).stand([NOOR], signal)).toEqual([GEEN]);
  });
  it('carries WS-Addressing when the profile says so, and then an answer to another question is none', async () => {
    const profiel = { ...PROFIEL, adressering: true };
    const eigen = (vraag: string): string => /<wsa:MessageID>(.+?)</.exec(vraag)![1]!;
    const kop = (id: string): string =>
      `<s:Header><RelatesTo xmlns="http://www.w3.org/2005/08/addressing">${id}</RelatesTo></s:Header>`;
    const met = (id: (vraag: string) => string) =>
      bron(
        nepNet((_bsns, vraag) => antwoord(rij(BSN.noor, true)).replace('<s:Body>', `${kop(id(vraag))}<s:Body>`)),
        { profiel },
      ).stand([NOOR], signal);
    expect(await met(eigen)).toEqual([ACTIEF]);
    await expect(met(() => 'urn:uuid:een-ander')).rejects.toThrow('hoort bij een andere vraag');
  });
});

describe('the answer counts for the person that it names (RS-F37)', () => {
  it.each([
    ['another order', [rij(BSN.daan, false), rij(BSN.noor, true)], [ACTIEF, GEEN]],
    ['one is missing', [rij(BSN.daan, true)], [ONBEKEND, ACTIEF]],
    ['a stranger in his place', [rij(BSN.zoe, true), rij(BSN.daan, false)], [ONBEKEND, GEEN]],
    ['one twice', [rij(BSN.noor, true), rij(BSN.daan, true), rij(BSN.noor, false)], [ONBEKEND, ACTIEF]],
    ['one twice, the same', [rij(BSN.noor, true), rij(BSN.noor, true), rij(BSN.daan, false)], [ONBEKEND, GEEN]],
    ['one thrice', [1, 2, 3].map(() => rij(BSN.noor, true)), [ONBEKEND, ONBEKEND]],
    ['neither yes nor no', [rij(BSN.noor, 'misschien'), rij(BSN.daan, true)], [ONBEKEND, ACTIEF]],
    ['a zero lost', [rij(BSN.noor.slice(1), true), rij(BSN.daan, true)], [ONBEKEND, ACTIEF]],
    ['nobody', [], [ONBEKEND, ONBEKEND]],
  ])('(%s)', async (_wat, rijen, standen) => {
    expect(await over([NOOR, DAAN], antwoord(...rijen))).toEqual(standen);
  });
  it('in any order, with any rows left out, doubled or strange', async () => {
    const wie = veel(12);
    const rijen = fc.array(fc.tuple(fc.nat(14), fc.boolean()), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(rijen, async (gekozen) => {
        const wieOf = (n: number): string => wie[n]?.reveal() ?? BSN.noor;
        const standen = await over(wie, antwoord(...gekozen.map(([n, is]) => rij(wieOf(n), is))));
        wie.forEach((bsn, i) => {
          const eigen = gekozen.filter(([n]) => wieOf(n) === bsn.reveal());
          const goed = eigen.length === 1 ? (eigen[0]![1] ? ACTIEF : GEEN) : ONBEKEND;
          expect(standen[i]).toEqual(goed);
        });
      }),
      { numRuns: 60 },
    );
  });
});

describe('no answer at all', () => {
  it.each<[string, Antwoord, RegExp]>([
    ['garbage', { body: '<<< dit is geen XML >>>' }, /onbegrijpelijk antwoord: het antwoord is geen bruikbare XML/],
    ['JSON', { body: '{"accounts":[]}' }, /onbegrijpelijk antwoord/],
    ['a page to log in', { body: '<html><body/></html>' }, /geen SOAP-bericht/],
    ['another answer', { body: envelop('<x/>') }, /op iets anders dan gevraagd.*LZ_WUS_PROFIEL/],
    ['an answer with status 500', { status: 500, body: antwoord(rij(BSN.noor, true)) }, /HTTP 500/],
    ['500 without envelope', { status: 500, body: 'Internal Server Error' }, /HTTP 500.*vanzelf opnieuw/],
    ['503', { status: 503, body: '' }, /HTTP 503.*vanzelf opnieuw/],
    ['404', { status: 404, body: '' }, /HTTP 404.*controleer LZ_ACCOUNT_URL/],
    ['403', { status: 403, body: '' }, /HTTP 403.*certificaat/],
    ['302', { status: 302, body: '' }, /HTTP 302/],
    [
      'what lies behind it is away',
      { status: 500, body: fault('DependentServiceFault', 'GBA plat') },
      /"GBA plat"\. .*vanzelf/,
    ],
    ['an unknown Fault', { status: 500, body: fault('Anders', 'x') }, /heeft een storing: "x"/],
  ])('(%s) is a source that is away, and the text says what to do', async (_wat, zeg, melding) => {
    const fout = await over([NOOR], zeg).catch((error: unknown) => error);
    expect(fout).toBeInstanceOf(BronOnbereikbaar);
    expect((fout as Error).message).toMatch(melding);
    expect((fout as Error).message).toMatch(/^De accountcontrole van MijnOverheid /);
  });
  it('(no connection) says what to look at', async () => {
    const request = async () => {
      throw new NetFault('geen antwoord binnen 10 s', true);
    };
    await expect(bron({ request }).stand([NOOR], signal)).rejects.toThrow(
      'De accountcontrole van MijnOverheid is niet bereikbaar: geen antwoord binnen 10 s. Zaakbode probeert het vanzelf opnieuw. Duurt het langer, controleer dan LZ_ACCOUNT_URL, de firewall en het certificaat (KEYS_DIR).',
    );
  });
  it('what the service says is told without BSN, on one line and not too long', async () => {
    const message = `klant ${BSN.noor}\n bestaat\t niet ${'x'.repeat(2_000)}`;
    const fout = (await over([NOOR], { status: 500, body: fault('DependentServiceFault', message) }).catch(
      (error: unknown) => error,
    )) as Error;
    expect(fout.message).toContain('"klant ********* bestaat niet xxx');
    expect(fout.message.length).toBeLessThan(500);
  });
  it('a fault of our own is not taken for a source that is away', async () => {
    const request = async () => {
      throw new Error('inside a database transaction');
    };
    await expect(bron({ request }).stand([NOOR], signal)).rejects.not.toThrow(BronOnbereikbaar);
  });
});

describe('a question that the service finds fault with', () => {
  it('is asked again in parts, so that one number holds up only itself', async () => {
    const wie = veel(250);
    const stuk = wie[137]!.reveal();
    const net = nepNet((bsns) =>
      bsns.includes(stuk)
        ? { status: 500, body: fault('ApplicationFault', `Key ${stuk} onjuist`) }
        : antwoord(...bsns.map((bsn) => rij(bsn, true))),
    );
    const standen = await bron(net).stand(wie, signal);
    expect(standen.map(({ soort }) => soort)).toEqual(wie.map((_bsn, i) => (i === 137 ? 'onbekend' : 'actief')));
    expect(standen[137]).toMatchObject({ reden: expect.stringContaining('"Key ********* onjuist".') });
    expect(net.verzoeken.length).toBeLessThanOrEqual(17);
  });
  it('whoever it is about, is a profile that is wrong', async () => {
    const net = nepNet(() => ({ status: 500, body: fault('ApplicationFault', 'Onbekende berichtTypeCode') }));
    await expect(bron(net).stand(veel(250), signal)).rejects.toThrow(
      /weigert alle vragen.*"Onbekende berichtTypeCode"\..*LZ_WUS_PROFIEL/,
    );
    expect(net.verzoeken.length).toBeLessThanOrEqual(21);
  });
});

describe('a source that goes away half way', () => {
  it('has answered whom it answered; the others wait', async () => {
    let keer = 0;
    const net = nepNet((bsns) => {
      keer += 1;
      return keer > 1 ? { status: 503, body: '' } : antwoord(...bsns.map((bsn) => rij(bsn, true)));
    });
    const standen = await bron(net).stand(veel(600), signal);
    expect(standen.filter(({ soort }) => soort === 'actief')).toHaveLength(250);
    expect(standen.filter(({ soort }) => soort === 'onbekend')).toHaveLength(350);
    expect(net.verzoeken).toHaveLength(2);
  });
  it('that is slow each time is not asked for ever', async () => {
    const traag = fixedClock(new Date('2026-11-02T09:00:00Z'));
    const net = nepNet((bsns) => {
      traag.advance(9_500);
      return antwoord(...bsns.map((bsn) => rij(bsn, true)));
    });
    const standen = await bron(net, { clock: traag }).stand(veel(2_000), signal);
    expect(net.verzoeken.map(({ timeoutMs }) => timeoutMs)).toEqual([10_000, 10_000, 10_000, 10_000, 7_000]);
    expect(standen[1_300]).toMatchObject({ soort: 'onbekend', reden: expect.stringContaining('te langzaam') });
  });
});

describe('two-way TLS', () => {
  let authority: Authority;
  let us: OurSide;
  let service: Listening;
  const shown: string[] = [];

  beforeAll(async () => {
    authority = await createAuthority();
    const folder = testFolder();
    const ours = await authority.leaf({ oin: '00000099000000003000', kind: 'ec' });
    folder.put('own.pem', `${ours.keyPem}${ours.chain}`);
    folder.put('vertrouwd/ca.pem', authority.trust);
    folder.put('crl/root.crl', await authority.crl([], { of: 'root' }));
    folder.put('crl/domein.crl', await authority.crl([]));
    us = await ourSide(folder.dir);
    const their = await authority.leaf({ oin: '00000099000000004000', kind: 'ec' });
    const options = { ...shownBy(their), ca: authority.trust, requestCert: true, rejectUnauthorized: true };
    service = await listen(options, (request, response) => {
      shown.push(String((request.socket as import('node:tls').TLSSocket).getPeerCertificate().serialNumber));
      response.end(antwoord(rij(BSN.noor, true)));
    });
  });
  afterAll(async () => {
    await us.net.close();
    await service.close();
  });

  it('shows our certificate, and believes theirs by our own list of authorities', async () => {
    const opties = {
      net: us.net,
      tls: us.tls.client,
      url: service.url,
      profiel: PROFIEL,
      clock,
      random: seededRandom(1),
    };
    expect(await accountsOverWus(opties).stand([NOOR], signal)).toEqual([ACTIEF]);
    expect(shown).toHaveLength(1);
  });
  it('says so when there is no certificate to show', async () => {
    const leeg = await ourSide(testFolder().dir);
    const opties = {
      net: us.net,
      tls: leeg.tls.client,
      url: service.url,
      profiel: PROFIEL,
      clock,
      random: seededRandom(1),
    };
    await expect(accountsOverWus(opties).stand([NOOR], signal)).rejects.toThrow(BronOnbereikbaar);
    expect(shown).toHaveLength(1);
    await leeg.net.close();
  });
});
