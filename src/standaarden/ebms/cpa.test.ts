import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gedeeld, laadSchema } from '../xml/xsd.testhulp.ts';
import {
  CpaFault,
  detectProfile,
  duplicateWindowMs,
  findRoute,
  parseCpa,
  routesOf,
  signalEndpoint,
  writeCpa,
} from './index.ts';
import { CPA_PARAMS, GEMEENTE, VOORZIENING, voorbeeldCpa } from './voorbeeld.testhulp.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const ebms = gedeeld('xsd/ebms');
const written = writeCpa(CPA_PARAMS);

function problemsOf(cpa: string | Uint8Array): string[] {
  try {
    parseCpa(cpa);
  } catch (fault) {
    if (fault instanceof CpaFault) return fault.problems.map(({ location, text }) => `${location}: ${text}`);
    throw fault;
  }
  return [];
}

describe('a CPA we write', () => {
  it('reads back with both parties, their roles, actions, channels and times', () => {
    const cpa = parseCpa(written);
    expect(cpa).toMatchObject({ id: CPA_PARAMS.cpaId, status: 'agreed', start: CPA_PARAMS.start, end: CPA_PARAMS.end });
    expect(cpa.parties.map(({ name, partyIds }) => [name, partyIds])).toEqual([
      ['Gemeente Voorbeeld', [{ type: 'urn:osb:oin', value: GEMEENTE }]],
      ['Voorziening', [{ type: 'urn:osb:oin', value: VOORZIENING }]],
    ]);
    const [gemeente] = cpa.parties;
    expect(gemeente.roles[0]).toMatchObject({
      name: 'GEMEENTE',
      service: { type: 'urn:osb:services', value: CPA_PARAMS.service },
      canSend: [{ action: 'zaakbericht' }],
      canReceive: [{ action: 'foutbericht' }],
    });
    expect(gemeente.defaultMshChannel).toMatchObject({ ackRequested: 'never', endpoints: [{ type: 'allPurpose' }] });
  });

  it.skipIf(ebms === null)('is valid against cpp-cpa-2_0.xsd in both profiles (needs ../shared)', () => {
    const schema = laadSchema(ebms ?? '', 'cpp-cpa-2_0.xsd');
    expect(schema.validate(written)).toEqual([]);
    const hostile = {
      ...CPA_PARAMS,
      profile: 'osb-be',
      cpaId: '<&"\'>',
      actions: ['a', 'b', 'c'],
      answers: [],
    } as const;
    expect(schema.validate(writeCpa(hostile))).toEqual([]);
    expect(parseCpa(writeCpa(hostile)).id).toBe('<&"\'>');
  });

  it('has the profile it was asked to have', () => {
    expect(routesOf(voorbeeldCpa()).map(detectProfile)).toEqual(['osb-rm', 'osb-rm']);
    expect(routesOf(voorbeeldCpa({ profile: 'osb-be' })).map(detectProfile)).toEqual(['osb-be', 'osb-be']);
  });
});

describe('a route', () => {
  it('tells who, what, where to and how often', () => {
    const route = findRoute(voorbeeldCpa(), { fromPartyId: GEMEENTE, action: 'zaakbericht' });
    expect(route).toMatchObject({
      cpaId: CPA_PARAMS.cpaId,
      from: { partyId: { type: 'urn:osb:oin', value: GEMEENTE }, role: 'GEMEENTE', name: 'Gemeente Voorbeeld' },
      to: { partyId: { type: 'urn:osb:oin', value: VOORZIENING }, role: 'VOORZIENING' },
      service: { type: 'urn:osb:services', value: CPA_PARAMS.service },
      action: 'zaakbericht',
      endpoint: 'http://127.0.0.1:8081/ebms',
      asksAck: true,
      eliminatesDuplicates: true,
      syncReplyMode: 'none',
      retries: 8,
      retryIntervalMs: 3 * HOUR,
      timeToLiveMs: 27 * HOUR,
      signed: false,
      encrypted: false,
    });
  });

  it('goes the other way for the answer', () => {
    const route = findRoute(voorbeeldCpa(), { fromPartyId: VOORZIENING, toPartyId: GEMEENTE, action: 'foutbericht' });
    expect([route.to.role, route.endpoint]).toEqual(['GEMEENTE', 'http://127.0.0.1:8080/ebms']);
  });

  it('asks no acknowledgment and repeats nothing for best effort', () => {
    const route = findRoute(voorbeeldCpa({ profile: 'osb-be' }), { fromPartyId: GEMEENTE, action: 'zaakbericht' });
    expect(route).toMatchObject({ asksAck: false, eliminatesDuplicates: false, retries: 0, timeToLiveMs: null });
  });

  it.each([
    ['another action', { fromPartyId: GEMEENTE, action: 'onbekend' }],
    ['an action of the other party', { fromPartyId: GEMEENTE, action: 'foutbericht' }],
    ['another party', { fromPartyId: '00000099000000009000', action: 'zaakbericht' }],
    ['another receiver', { fromPartyId: GEMEENTE, toPartyId: GEMEENTE, action: 'zaakbericht' }],
    ['another service', { fromPartyId: GEMEENTE, action: 'zaakbericht', service: 'X' }],
  ])('that is not there, for %s, is answered with what is', (_, question) => {
    expect(() => findRoute(voorbeeldCpa(), question)).toThrow(CpaFault);
    expect(() => findRoute(voorbeeldCpa(), question)).toThrow(/Wel: zaakbericht .*; foutbericht/);
  });

  it('remembers duplicates for the longest of PersistDuration and all repeats', () => {
    const window = (persistDurationMs: number) =>
      duplicateWindowMs(
        findRoute(voorbeeldCpa({ persistDurationMs }), { fromPartyId: GEMEENTE, action: 'zaakbericht' }),
      );
    expect(window(DAY)).toBe(27 * HOUR);
    expect(window(3 * DAY)).toBe(3 * DAY);
  });

  it('remembers duplicates for five days when the CPA says nothing', () => {
    const route = findRoute(voorbeeldCpa({ profile: 'osb-be' }), { fromPartyId: GEMEENTE, action: 'zaakbericht' });
    expect(duplicateWindowMs(route)).toBe(5 * DAY);
  });

  it('lasts five days when acknowledgments are asked but no repeats are defined', () => {
    const silent = written.replace(/<p:ReliableMessaging>.*?<\/p:PersistDuration>/gs, '');
    const route = findRoute(parseCpa(silent), { fromPartyId: GEMEENTE, action: 'zaakbericht' });
    expect([route.retries, route.retryIntervalMs, route.timeToLiveMs]).toEqual([39, 3 * HOUR, 5 * DAY]);
  });

  it('needs the service when two services share an action', () => {
    const twice = written.replace(/<p:CollaborationRole>.*?<\/p:CollaborationRole>/gs, (role) => {
      const other = role.replaceAll('VOORBEELD:LopendeZaken:1:0', 'ANDER:1:0').replace(/([AB]-[sr]-)/g, 'x$1');
      return `${role}${other}`;
    });
    const cpa = parseCpa(twice);
    expect(() => findRoute(cpa, { fromPartyId: GEMEENTE, action: 'zaakbericht' })).toThrow(/noem de service/);
    const question = { fromPartyId: GEMEENTE, action: 'zaakbericht', service: 'ANDER:1:0' };
    expect(findRoute(cpa, question).service.value).toBe('ANDER:1:0');
  });

  it('meets the action of the same name when OtherPartyActionBinding is absent', () => {
    const loose = written.replace(/<p:OtherPartyActionBinding>.*?<\/p:OtherPartyActionBinding>/g, '');
    expect(routesOf(parseCpa(loose)).map(({ action }) => action)).toEqual(['zaakbericht', 'foutbericht']);
  });

  it('is recognised as signed or encrypted, or as no profile at all', () => {
    const profileOf = (from: string | RegExp, to: string) =>
      routesOf(parseCpa(written.replaceAll(new RegExp(from, 'g'), to))).map(detectProfile)[0];
    expect(profileOf('isNonRepudiationRequired="false"', 'isNonRepudiationRequired="true"')).toBe('osb-rm-s');
    expect(profileOf('isConfidential="transient"', 'isConfidential="persistent"')).toBeNull();
    expect(profileOf('p:duplicateElimination="always"', 'p:duplicateElimination="never"')).toBeNull();
    expect(profileOf('actor:toPartyMSH', 'actor:nextMSH')).toBeNull();
    expect(profileOf('syncReplyMode="none"', 'syncReplyMode="mshSignalsOnly"')).toBe('osb-rm');
    expect(profileOf('syncReplyMode="none"', 'syncReplyMode="signalsAndResponse"')).toBeNull();
  });
});

describe('the address for signals', () => {
  it('is the default channel of the party, unless the action is overridden', () => {
    expect(signalEndpoint(voorbeeldCpa(), VOORZIENING)).toBe('http://127.0.0.1:8081/ebms');
    const overridden = written
      .replace(
        '<p:Transport p:transportId="B-transport">',
        '<p:Transport p:transportId="B-2"><p:TransportReceiver><p:TransportProtocol>HTTP</p:TransportProtocol><p:Endpoint p:uri="https://x.example/ping"/></p:TransportReceiver></p:Transport>$&',
      )
      .replace(
        /(<\/p:PartyInfo>)(?![\s\S]*<\/p:PartyInfo>)/,
        '<p:OverrideMshActionBinding p:action="Ping" p:channelId="B-ping"/>$1',
      )
      .replace(
        '<p:DeliveryChannel p:channelId="B-msh"',
        '<p:DeliveryChannel p:channelId="B-ping" p:transportId="B-2" p:docExchangeId="B-signalen"><p:MessagingCharacteristics/></p:DeliveryChannel>$&',
      );
    const cpa = parseCpa(overridden);
    expect(signalEndpoint(cpa, VOORZIENING, 'Ping')).toBe('https://x.example/ping');
    expect(signalEndpoint(cpa, VOORZIENING, 'Acknowledgment')).toBe('http://127.0.0.1:8081/ebms');
    expect(signalEndpoint(cpa, GEMEENTE, 'Ping')).toBe('http://127.0.0.1:8080/ebms');
  });

  it('does not exist for a stranger', () => {
    expect(() => signalEndpoint(voorbeeldCpa(), '1')).toThrow(CpaFault);
  });
});

describe('a CPA with faults', () => {
  it.each([
    ['no XML', 'dit is geen xml', /^regel 1, kolom \d+: Dit is geen leesbaar XML/],
    ['a DOCTYPE', `<!DOCTYPE x>${written.slice(written.indexOf('<p:'))}`, /DOCTYPE/],
    ['another document', '<a/>', /Dit is geen CPA/],
    ['no cpaid', written.replace(/ p:cpaid="[^"]*"/, ''), /Attribuut cpaid ontbreekt/],
    ['an attribute without prefix', written.replace(' p:cpaid=', ' cpaid='), /cpaid staat er zonder namespace/],
    ['an unknown status', written.replace('p:value="agreed"', 'p:value="ok"'), /Status: .*proposed, agreed, signed/],
    ['a status without value', written.replace(' p:value="agreed"', ''), /Status: Attribuut value/],
    ['a start that is no time', written.replace(/<p:Start>.*?</, '<p:Start>gisteren<'), /^Start: Dit is geen tijdstip/],
    ['an end before its start', written.replace(/<p:End>.*?</, '<p:End>2020-01-01T00:00:00Z<'), /^End: Het einde/],
    ['one party', written.replace(/<p:PartyInfo .*?<\/p:PartyInfo>/s, ''), /twee keer PartyInfo; deze heeft er 1/],
    ['twice the same party', written.replaceAll(VOORZIENING, GEMEENTE), /Beide partijen/],
    ['a party without id', written.replace(/<p:PartyId .*?<\/p:PartyId>/, ''), /PartyInfo\[1\]: Element PartyId/],
    ['an empty id', written.replace(GEMEENTE, ' '), /PartyInfo\[1\]\/PartyId\[1\]: Dit element is leeg/],
    ['no default channel', written.replace('defaultMshChannelId="A-msh"', 'defaultMshChannelId="weg"'), /Kanaal weg/],
    [
      'an action on no channel',
      written.replace('<p:ChannelId>A-kanaal<', '<p:ChannelId>weg<'),
      /ChannelId\[1\]: Kanaal weg/,
    ],
    ['a counterpart that is not there', written.replace('p:id="B-r-0"', 'p:id="weg"'), /A-s-0 verwijst naar B-r-0/],
    ['an id used twice', written.replace('p:id="B-r-0"', 'p:id="A-s-0"'), /Id A-s-0 komt vaker voor/],
    [
      'a channel without transport',
      written.replace('p:transportId="A-transport" p:doc', 'p:transportId="weg" p:doc'),
      /DeliveryChannel\[A-msh\]: .*geen Transport/,
    ],
    [
      'an address that is none',
      written.replace('http://127.0.0.1:8081/ebms', 'ftp://x'),
      /Endpoint\[1\]: Attribuut uri/,
    ],
    [
      'no address to receive on',
      written.replace(/<p:TransportReceiver>.*?<\/p:TransportReceiver>/s, ''),
      /heeft geen adres/,
    ],
    ['a number that is none', written.replace('<p:Retries>8<', '<p:Retries>acht<'), /Retries: Dit is geen aantal/],
    ['a negative number', written.replace('<p:Retries>8<', '<p:Retries>-1<'), /Retries: Dit is geen aantal/],
    ['an interval that is none', written.replace('>PT3H<', '>3 uur<'), /RetryInterval: Dit is geen tijdsduur/],
    [
      'an unknown word',
      written.replace('p:ackRequested="always"', 'p:ackRequested="soms"'),
      /always, never, perMessage/,
    ],
  ])('%s: says where and what to do', (_, cpa, expected) => {
    expect(problemsOf(cpa)).toContainEqual(expect.stringMatching(expected));
  });

  it('shows all of them at once', () => {
    const broken = written.replaceAll('PT3H', 'x').replaceAll('p:value="agreed"', 'p:value="x"');
    expect(problemsOf(broken)).toHaveLength(5);
  });

  it('never quotes another part of the file than ids and words', () => {
    expect(problemsOf('<a>999990019').join()).not.toContain('999990019');
  });

  it('is bounded in size', () => {
    expect(problemsOf(`<a>${'x'.repeat(3_000_000)}</a>`)).toEqual([expect.stringMatching(/larger than/)]);
  });
});

describe.skipIf(ebms === null)('the sample CPAs (needs ../shared)', () => {
  const samples = join(ebms ?? '', 'samples');
  const read = (name: string) => parseCpa(readFileSync(join(samples, name)));

  it('are all read', () => {
    const names = readdirSync(samples).filter((name) => name.endsWith('.xml'));
    expect(names).toHaveLength(4);
    for (const name of names) expect(read(name).id).toMatch(/^cpaStubEBF\./);
  });

  it.each([
    ['own/cpa-osb-rm.xml', 'osb-rm'],
    ['cpaStubEBF.rm.http.unsigned.xml', 'osb-rm'],
    ['cpaStubEBF.be.http.unsigned.xml', 'osb-be'],
    ['cpaStubEBF.rm.http.signed-sha256.xml', 'osb-rm-s'],
    ['cpaStubEBF.rm.https.signed.encrypted.xml', 'osb-rm-e'],
  ])('%s has profile %s on every route', (name, profile) => {
    const routes = routesOf(read(name));
    expect(routes.length).toBeGreaterThan(1);
    expect(new Set(routes.map(detectProfile))).toEqual(new Set([profile]));
  });

  it('lead to the addresses and repeats they state', () => {
    const cpa = read('cpaStubEBF.rm.http.unsigned.xml');
    const route = findRoute(cpa, { fromPartyId: '00000000000000000000', action: 'afleveren' });
    expect(route).toMatchObject({ endpoint: 'http://localhost:8088/ebms', retries: 5, retryIntervalMs: 300_000 });
    expect([route.timeToLiveMs, duplicateWindowMs(route)]).toEqual([1_800_000, 1_800_000]);
    expect(signalEndpoint(cpa, '00000000000000000000')).toBe('http://localhost:8888/ebms');
  });
});
