/** CPAs that change: versions, what waiting messages follow and what not (RS-F43), environments, and what is used instead. */
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, sql } from '../../platform/db/index.ts';
import { createAuthority, type Identity } from '../../platform/tls/pki.testhulp.ts';
import { writeCpa } from '../../standaarden/ebms/index.ts';
import { type Proces, proefDatabase, type Wereld, wereld } from './digikoppeling.testhulp.ts';
import { CpaFault } from './index.ts';
import { GEEN_VERBINDING, OK } from './nepnet.testhulp.ts';
import {
  bevestiging,
  cpaTekst,
  GEMEENTE,
  HUN_ADRES,
  hunBericht,
  ONS_ADRES,
  SECONDE,
  START,
  UUR,
  VOORZIENING,
} from './partner.testhulp.ts';

const NIEUW_ADRES = 'https://nieuw.voorziening.example/ebms';

let db: Database;
let w: Wereld;
let p: Proces;
let oud: Identity;
let nieuw: Identity;

beforeAll(async () => {
  db = await proefDatabase();
  const authority = await createAuthority();
  oud = await authority.leaf({ oin: VOORZIENING, hosts: ['voorziening.example'] });
  nieuw = await authority.leaf({ oin: VOORZIENING, hosts: ['voorziening.example'] });
});
beforeEach(async () => {
  w = await wereld(db);
  p = w.proces(1);
});
afterEach(() => w.sluit());

const partijen = (endpoint: string) =>
  [
    { name: 'Gemeente Proef', partyId: GEMEENTE, role: 'GEMEENTE', endpoint: ONS_ADRES },
    { name: 'Voorziening', partyId: VOORZIENING, role: 'VOORZIENING', endpoint },
  ] as const;
const verhuisd = (): string => cpaTekst({ parties: [...partijen(NIEUW_ADRES)] });
const kort = (): string => cpaTekst({ retries: 1, retryIntervalMs: UUR });

const rijen = () =>
  db.query<{ versie: number; endpoint: string; inhoud: string; herhalingen: number; verloopt: Date }>(sql`
    select cpa_versie as versie, endpoint, encode(inhoud, 'hex') as inhoud, herhalingen, verloopt from digikoppeling.bericht order by nr`);
const versies = async () => (await p.dk.beheer.cpa(w.cpa.id))!.versies;

describe('a CPA that is loaded again', () => {
  it('with the same text changes nothing, whatever its line ends are', async () => {
    expect(w.cpa.versie).toBe(1);
    for (const tekst of [cpaTekst(), cpaTekst().replaceAll('\n', '\r\n'), `\uFEFF${cpaTekst()}\n\n`])
      expect((await p.dk.cpas.laad(tekst)).versie).toBe(1);
    expect(await versies()).toHaveLength(1);
  });

  it('with another text is a version: number, time, who, fingerprint, and when the other side loaded it', async () => {
    w.clock.advance(UUR);
    const loaded = await p.dk.cpas.laad(verhuisd(), { wie: 'Sam', elders: '20 november, per mail' });
    expect(loaded.versie).toBe(2);
    expect(await versies()).toEqual([
      {
        versie: 2,
        geladenOp: new Date(START.getTime() + UUR),
        wie: 'Sam',
        vingerafdruk: expect.stringMatching(/^[0-9a-f]{64}$/),
        elders: '20 november, per mail',
      },
      { versie: 1, geladenOp: START, wie: 'onbekend', vingerafdruk: expect.any(String), elders: null },
    ]);
    expect((await p.dk.beheer.versie(w.cpa.id, 1))!.tekst).toBe(cpaTekst());
    expect((await p.dk.cpas.versie(w.cpa.id, 1))!.parties).toEqual(w.cpa.parties);
    expect(await p.dk.cpas.versie(w.cpa.id, 3)).toBeNull();
    // What the other side did may be heard later, and is no new version.
    await p.dk.cpas.laad(verhuisd(), { elders: '21 november' });
    expect((await versies()).map((v) => v.elders)).toEqual(['21 november', null]);
  });

  it('with the text of an earlier version is a new version, so that the row says what was in use when', async () => {
    await p.dk.cpas.laad(verhuisd());
    expect((await p.dk.cpas.laad(cpaTekst())).versie).toBe(3);
    expect((await p.dk.cpas.find(w.cpa.id))!.parties).toEqual(w.cpa.parties);
  });

  it('at every start, from a setting, does not undo what was loaded after it', async () => {
    await p.dk.cpas.laad(verhuisd(), { wie: 'Sam' });
    expect((await p.dk.cpas.laad(cpaTekst(), { wie: 'LZ_CPA', bijStart: true })).versie).toBe(2);
    expect((await p.dk.cpas.find(w.cpa.id))!.versie).toBe(2);
    expect((await p.dk.cpas.laad(kort(), { wie: 'LZ_CPA', bijStart: true })).versie).toBe(3);
  });

  it('by sixteen processes at once is one version', async () => {
    const all = await Promise.all(Array.from({ length: 16 }, (_, i) => w.proces(i + 2).dk.cpas.laad(verhuisd())));
    expect(new Set(all.map(({ versie }) => versie))).toEqual(new Set([2]));
    expect(await versies()).toHaveLength(2);
  });
});

describe('RS-F43: a CPA that is replaced while messages wait', () => {
  it('takes the acknowledgment of what was sent before our party got another PartyId in front', async () => {
    const [messageId] = await w.bewaar(p, 1);
    await w.rond(p);
    const ours = new RegExp(`<p:PartyId [^>]*>${GEMEENTE}</p:PartyId>`);
    await p.dk.cpas.laad(cpaTekst().replace(ours, (one) => `${one.replace(GEMEENTE, '00000099000000003001')}${one}`));
    await p.post(bevestiging(w.net.berichten()[0]!));
    expect(w.verteld.at(-1)).toEqual({ soort: 'bevestigd', messageId });
  });

  it('binds each message to the version it was made under: octets, repeats and time stay, the address follows', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 1);
    await w.rond(p);
    const [before] = await rijen();
    const second = await p.dk.cpas.laad(
      cpaTekst({ retries: 1, retryIntervalMs: UUR, parties: [...partijen(NIEUW_ADRES)] }),
    );
    await w.bewaar(p, 1, second);
    const [first, next] = await rijen();
    expect(first).toEqual({ ...before, endpoint: NIEUW_ADRES });
    expect(first).toMatchObject({ versie: 1, herhalingen: 8, verloopt: new Date(START.getTime() + 27 * UUR) });
    expect(next).toMatchObject({ versie: 2, endpoint: NIEUW_ADRES, herhalingen: 1 });
    // At once: nobody waits for the next probe to an address that is no more.
    w.net.antwoordt(OK, true);
    await w.rond(p);
    const sent = w.net.berichten().filter(({ url }) => url === NIEUW_ADRES);
    expect(sent).toHaveLength(2);
    expect(sent[0]!.body.toString('hex')).toBe(before!.inhoud);
  });

  it('a message that was accepted and awaits its acknowledgment is repeated to the new address', async () => {
    w.net.antwoordt(OK, true);
    await w.bewaar(p, 1);
    await w.rond(p);
    await p.dk.cpas.laad(verhuisd());
    await w.wacht(p, 3 * UUR);
    expect(w.net.berichten().map(({ url }) => url)).toEqual([HUN_ADRES, NIEUW_ADRES]);
  });

  it('a message whose action is no longer in it keeps its address and leaves', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 1);
    await p.dk.cpas.laad(cpaTekst({ actions: ['ander'], parties: [...partijen(NIEUW_ADRES)] }));
    w.net.antwoordt(OK, true);
    await w.rond(p);
    expect(w.net.berichten().map(({ url }) => url)).toEqual([HUN_ADRES]);
  });

  it('a message of another CPA does not change', async () => {
    const ander = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-ANDER' }));
    await w.bewaar(p, 1, ander);
    await p.dk.cpas.laad(verhuisd());
    expect((await rijen()).map(({ endpoint }) => endpoint)).toEqual([HUN_ADRES]);
  });

  it('a copy that comes in is acknowledged at the new address, with the same octets', async () => {
    w.net.antwoordt(OK, true);
    await p.post(hunBericht(w.cpa));
    await w.rond(p);
    await p.dk.cpas.laad(verhuisd());
    await p.post(hunBericht(w.cpa));
    await w.rond(p);
    const [first, second] = w.net.signalen();
    expect([first!.url, second!.url]).toEqual([HUN_ADRES, NIEUW_ADRES]);
    expect(second!.body).toEqual(first!.body);
  });

  it('a new message is made under the version that was found when it was composed', async () => {
    const found = (await p.dk.cpas.find(w.cpa.id))!;
    await w.proces(2).dk.cpas.laad(kort());
    await w.bewaar(p, 1, found);
    expect(await rijen()).toMatchObject([{ versie: 1, herhalingen: 8 }]);
  });
});

describe('environments', () => {
  it('are kept apart: a CPA of another is refused with what to do, and nothing is stored', async () => {
    const load = p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-PRE' }), { omgeving: 'preproductie' });
    await expect(load).rejects.toBeInstanceOf(CpaFault);
    await expect(load).rejects.toThrow(/is voor preproductie\. Deze Zaakbode is voor productie\. Laad de CPA in/);
    expect(await p.dk.cpas.find('PROEF-PRE')).toBeNull();
    expect(await p.dk.beheer.cpas()).toHaveLength(1);
  });

  it('an installation that became another one finds nothing of what it was, and cannot take it over', async () => {
    const pre = w.proces(2, { omgeving: 'preproductie' });
    expect(await pre.dk.cpas.find(w.cpa.id)).toBeNull();
    expect(await pre.dk.cpas.versie(w.cpa.id, 1)).toBeNull();
    await expect(pre.dk.cpas.laad(verhuisd())).rejects.toThrow(/hier geladen voor productie/);
    const [regel] = await pre.dk.beheer.cpas();
    // A copy of the database of production sends nothing of what waits in it.
    w.net.antwoordt(OK, true);
    await w.bewaar(p, 1);
    await w.rond(pre);
    expect(w.net.berichten()).toEqual([]);
    expect(regel).toMatchObject({ omgeving: 'productie', inGebruik: false });
  });

  it('a CPA that was loaded before they were known is used, and belongs to the first that loads it', async () => {
    await db.query(sql`update digikoppeling.cpa set omgeving = null`);
    const pre = w.proces(2, { omgeving: 'preproductie' });
    expect((await pre.dk.cpas.find(w.cpa.id))?.versie).toBe(1);
    await pre.dk.cpas.laad(cpaTekst());
    expect((await pre.dk.beheer.cpas())[0]).toMatchObject({ omgeving: 'preproductie', inGebruik: true, versie: 1 });
  });

  it('a number for tests is told in production only', async () => {
    const codes = async (by: Proces, omgeving: 'productie' | 'preproductie') =>
      (await by.dk.beheer.controleer(cpaTekst(), omgeving)).bevindingen.map(({ code }) => code);
    expect(await codes(p, 'productie')).toContain('test-oin');
    expect(await codes(p, 'preproductie')).not.toContain('test-oin');
  });
});

describe('an address that is used instead', () => {
  const vraag = {
    cpaId: 'PROEF-LZ_0001',
    soort: 'adres',
    bron: HUN_ADRES,
    doel: NIEUW_ADRES,
    reden: 'Verhuisd',
  } as const;

  it('is where what waits goes, and what is made; the text stays as it is', async () => {
    w.net.antwoordt(GEEN_VERBINDING);
    await w.bewaar(p, 1);
    await w.rond(p);
    expect(await p.dk.beheer.vervang(vraag, 'Sam')).toBeNull();
    w.net.antwoordt(OK, true);
    await w.bewaar(p, 1, (await p.dk.cpas.find(w.cpa.id))!);
    await w.rond(p);
    expect(
      w.net
        .berichten()
        .slice(1)
        .map(({ url }) => url),
    ).toEqual([NIEUW_ADRES, NIEUW_ADRES]);
    const detail = (await p.dk.beheer.cpa(w.cpa.id))!;
    expect(detail).toMatchObject({ versie: 1 });
    expect(detail.adressen).toContainEqual({
      partij: 'Voorziening',
      kanaal: 'B-kanaal',
      inTekst: HUN_ADRES,
      geldend: NIEUW_ADRES,
    });
    expect((await p.dk.beheer.versie(w.cpa.id, 1))!.tekst).toBe(cpaTekst());
    expect(detail.vervangingen).toMatchObject([{ ...vraag, wie: 'Sam', sinds: START, tot: null }]);
  });

  it('holds in other processes within ten seconds, and after it was stopped no longer', async () => {
    const other = w.proces(2);
    const adres = async () => (await other.dk.cpas.find(w.cpa.id))!.parties[1].defaultMshChannel.endpoints[0]!.uri;
    expect(await adres()).toBe(HUN_ADRES);
    await p.dk.beheer.vervang(vraag, 'Sam');
    w.clock.advance(10 * SECONDE);
    expect(await adres()).toBe(NIEUW_ADRES);
    const { nr } = (await p.dk.beheer.cpa(w.cpa.id))!.vervangingen[0]!;
    expect(await p.dk.beheer.stopVervanging(nr, 'Kim')).toBe(true);
    expect(await p.dk.beheer.stopVervanging(nr, 'Kim')).toBe(false);
    w.clock.advance(10 * SECONDE);
    expect(await adres()).toBe(HUN_ADRES);
    expect((await p.dk.beheer.cpa(w.cpa.id))!.vervangingen).toMatchObject([{ tot: expect.any(Date), totWie: 'Kim' }]);
  });

  it('for one CPA goes before one for all; an address that nobody has does no harm', async () => {
    const ander = await p.dk.cpas.laad(cpaTekst({ cpaId: 'PROEF-ANDER' }));
    await p.dk.beheer.vervang({ ...vraag, cpaId: null, doel: 'https://alle.example/ebms' }, 'Sam');
    await p.dk.beheer.vervang(vraag, 'Sam');
    await p.dk.beheer.vervang({ ...vraag, cpaId: null, bron: 'https://niemand.example/' }, 'Sam');
    const adres = async (cpaId: string) =>
      (await p.dk.cpas.find(cpaId))!.parties[1].defaultMshChannel.endpoints[0]!.uri;
    expect([await adres(w.cpa.id), await adres(ander.id)]).toEqual([NIEUW_ADRES, 'https://alle.example/ebms']);
  });

  it('set twice ends the first, which is kept', async () => {
    await p.dk.beheer.vervang(vraag, 'Sam');
    await p.dk.beheer.vervang({ ...vraag, doel: 'https://derde.example/ebms' }, 'Kim');
    const { vervangingen } = (await p.dk.beheer.cpa(w.cpa.id))!;
    expect(vervangingen.map(({ doel, tot }) => [doel, tot !== null])).toEqual([
      ['https://derde.example/ebms', false],
      [NIEUW_ADRES, true],
    ]);
  });

  it.each([
    ['an address that is not in the CPA', { bron: 'https://elders.example/' }, 'bron', /Kies uit: https:\/\/gemeente/],
    ['http beyond this computer', { doel: 'http://voorziening.example/' }, 'doel', /https:\/\//],
    [
      'a secret in the address',
      { doel: 'https://ik:geheim@voorziening.example/' },
      'doel',
      /zonder naam of wachtwoord/,
    ],
    ['no reason', { reden: ' ' }, 'reden', /waarom/],
    ['a reason without end', { reden: 'x'.repeat(501) }, 'reden', /korter/],
    ['a CPA that is not loaded', { cpaId: 'NOOIT' }, 'cpaId', /niet geladen/],
    ['no address at all, for every CPA', { cpaId: null, bron: 'x' }, 'bron', /https:\/\//],
    [
      'a certificate that is not in the CPA',
      { soort: 'certificaat' as const, bron: 'B-tls' },
      'bron',
      /Kies uit: geen/,
    ],
    [
      'a name of a certificate, for every CPA',
      { cpaId: null, soort: 'certificaat' as const, bron: 'B-tls' },
      'bron',
      /SHA-256/,
    ],
  ])('with %s is refused at that field, and nothing is stored', async (_, extra, veld, tekst) => {
    expect(await p.dk.beheer.vervang({ ...vraag, ...extra }, 'Sam')).toEqual({
      veld,
      tekst: expect.stringMatching(tekst),
    });
    expect(await db.query(sql`select 1 from digikoppeling.cpa_vervanging`)).toEqual([]);
  });
});

describe('a certificate that is used instead', () => {
  const metTls = (): string => {
    const [wij, zij] = partijen(HUN_ADRES);
    return writeCpa({ ...PARAMS, parties: [wij, { ...zij, tls: oud.x509 }] });
  };
  const PARAMS = {
    cpaId: 'PROEF-TLS',
    start: new Date('2026-01-01T00:00:00Z'),
    end: new Date('2029-01-01T00:00:00Z'),
    service: 'PROEF:LopendeZaken:1:0',
    actions: ['zaakbericht'],
    answers: [],
  };

  it('takes its place wherever the CPA has it, and is shown as such', async () => {
    const before = await p.dk.cpas.laad(metTls());
    expect(before.parties[1].defaultMshChannel.serverCertificate?.x509?.fingerprint256).toBe(oud.x509.fingerprint256);
    const vraag = {
      cpaId: 'PROEF-TLS',
      soort: 'certificaat',
      bron: 'B-tls',
      doel: nieuw.x509.toString(),
      reden: 'Vernieuwd',
    } as const;
    expect(await p.dk.beheer.vervang(vraag, 'Sam')).toBeNull();
    const after = (await p.dk.cpas.find('PROEF-TLS'))!;
    const channel = after.parties[1].defaultMshChannel;
    for (const used of [channel.serverCertificate, channel.clientCertificate, after.parties[1].certificates[0]])
      expect(used?.x509?.fingerprint256).toBe(nieuw.x509.fingerprint256);
    expect((await p.dk.beheer.cpa('PROEF-TLS'))!.certificaten).toMatchObject([
      { id: 'B-tls', vervangen: true, vingerafdruk: nieuw.x509.fingerprint256, oin: VOORZIENING },
    ]);
  });

  it('that cannot be read is refused', async () => {
    await p.dk.cpas.laad(metTls());
    const vraag = { cpaId: 'PROEF-TLS', soort: 'certificaat', bron: 'B-tls', doel: 'geen PEM', reden: 'x' } as const;
    expect(await p.dk.beheer.vervang(vraag, 'Sam')).toMatchObject({ veld: 'doel' });
  });
});
