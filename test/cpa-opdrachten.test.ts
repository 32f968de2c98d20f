/** `zaakbode cpa`, `ping` and `consumerspecificatie`: beside a running program that holds the database, and without one. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type App, startApp } from '../src/app.ts';
import { DEMO_OIN, demoCpa, demoCpaFeiten } from '../src/demoverbinding.ts';
import { INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { OPDRACHTEN } from '../src/opdrachten/index.ts';
import { isOpdracht, opdrachttoken } from '../src/opdrachten/opdrachttoken.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { createVault } from '../src/platform/crypto/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { seededRandom } from '../src/platform/time/index.ts';
import { createAuthority } from '../src/platform/tls/pki.testhulp.ts';
import { freePort } from './hulp/poort.ts';

const FEITEN = demoCpaFeiten('00000004003214345001');
const ID = FEITEN.cpaId;

let app: App | null = null;
let map: string;
let before: NodeJS.ProcessEnv;
let own: string;
const in_ = (naam: string): string => join(map, naam);

beforeAll(async () => {
  map = mkdtempSync(join(tmpdir(), 'zaakbode-cpa-'));
  const port = String(await freePort());
  own = `http://127.0.0.1:${port}`;
  before = process.env;
  process.env = { ...before, PORT: port, DATA_DIR: in_('data'), ZAAKBODE_DEMODATA: 'nee', LOG: 'silent' };
  app = await startApp(readSettings(INSTELLINGEN, process.env, samenhang), { log: silentLog });
  // The same agreement with another name for the municipality: a new version, under which a Ping still works.
  writeFileSync(in_('nieuw.xml'), demoCpa(FEITEN, 'Nieuwdam', own, own));
  writeFileSync(in_('oud.xml'), demoCpa(FEITEN, 'Oud', 'http://gemeente.example', own));
}, 60_000);
afterAll(async () => {
  await app?.stop();
  process.env = before;
  rmSync(map, { recursive: true, force: true });
});

/** Runs a command as `main.ts` does; gives its exit code and what it printed. */
async function zaakbode(...args: string[]): Promise<{ readonly code: number; readonly tekst: string }> {
  const [naam = '', ...rest] = args;
  const { delen } = OPDRACHTEN[naam]!;
  const opdracht = delen ? delen[rest.shift() ?? '']! : OPDRACHTEN[naam]!;
  const { values, positionals } = parseArgs({ args: rest, options: { ...opdracht.opties }, allowPositionals: true });
  const regels: string[] = [];
  const code = await opdracht.run({ opties: values, woorden: positionals, print: (text) => void regels.push(text) });
  return { code, tekst: regels.join('\n') };
}

describe('zaakbode cpa lint', () => {
  it('says what is wrong and ends with 1; what is only a remark ends with 0', async () => {
    const goed = await zaakbode('cpa', 'lint', in_('nieuw.xml'));
    expect(goed.code).toBe(0);
    expect(goed.tekst).toMatch(/zaakbericht: osb-rm, van 00000001002564440000 naar 00000004003214345001/);
    expect(goed.tekst).toMatch(/INFORMATIE {2}http-lokaal/);
    const fout = await zaakbode('cpa', 'lint', in_('oud.xml'));
    expect([fout.code, fout.tekst]).toEqual([1, expect.stringMatching(/FOUT {2}http\n/)]);
    const json = JSON.parse((await zaakbode('cpa', 'lint', in_('oud.xml'), '--json', '--omgeving', 'productie')).tekst);
    expect(json).toMatchObject({ cpaId: ID });
    expect(json.bevindingen[0]).toMatchObject({ code: 'http', severity: 'fout' });
  });
  it('of a file that is not there, or an environment that is not, says what to do', async () => {
    await expect(zaakbode('cpa', 'lint', in_('weg.xml'))).rejects.toThrow(/weg\.xml is niet te lezen/);
    await expect(zaakbode('cpa', 'lint')).rejects.toThrow(/Noem het bestand/);
    await expect(zaakbode('cpa', 'lint', in_('nieuw.xml'), '--omgeving', 'thuis')).rejects.toThrow(/Kies uit demo, /);
  });
});

describe('beside a running program', () => {
  it('a CPA is loaded by it, once, and shown with its versions', async () => {
    const geladen = await zaakbode('cpa', 'load', in_('nieuw.xml'), '--elders', 'gisteren, per mail');
    expect([geladen.code, geladen.tekst]).toEqual([0, expect.stringMatching(/Geladen als versie 2\.$/)]);
    expect((await zaakbode('cpa', 'load', in_('nieuw.xml'))).tekst).toMatch(/Niets veranderd/);
    const { tekst } = await zaakbode('cpa', 'show', ID);
    expect(tekst).toMatch(/Gemeente Nieuwdam 00000001002564440000 \(wij\) en Simulator van MijnOverheid/);
    expect(tekst).toMatch(/2: .* opdrachtregel, [0-9a-f]{16}, andere kant: gisteren, per mail\n {2}1: .* demo, /);
    expect((await zaakbode('cpa', 'show', ID, '--versie', '2')).tekst).toBe(readFileSync(in_('nieuw.xml'), 'utf8'));
    await expect(zaakbode('cpa', 'show', ID, '--versie', '9')).rejects.toThrow(/Versie 9 .* is er niet/);
    await expect(zaakbode('cpa', 'show', 'NOOIT')).rejects.toThrow(/niet geladen/);
    expect(JSON.parse((await zaakbode('cpa', 'list', '--json')).tekst)).toMatchObject([{ cpaId: ID, inGebruik: true }]);
  });

  it('a CPA with a fault, or for another environment, is not loaded unless it must', async () => {
    const fout = await zaakbode('cpa', 'load', in_('oud.xml'));
    expect([fout.code, fout.tekst]).toEqual([1, expect.stringMatching(/Niet geladen: er is een fout/)]);
    const elders = await zaakbode('cpa', 'load', in_('nieuw.xml'), '--omgeving', 'preproductie');
    expect([elders.code, elders.tekst]).toEqual([1, expect.stringMatching(/Niet geladen\..*voor preproductie/s)]);
    const json = JSON.parse((await zaakbode('cpa', 'load', in_('oud.xml'), '--json')).tekst);
    expect(json).toMatchObject({ geladen: false, afloop: null, controle: { cpaId: ID, bekend: { versie: 2 } } });
  });

  it('a ping goes through it, and its Pong comes back', async () => {
    expect(await zaakbode('ping')).toEqual({ code: 0, tekst: expect.stringMatching(/^Pong na \d+ ms\.$/) });
    expect(JSON.parse((await zaakbode('ping', ID, '--json')).tekst)).toEqual({ cpaId: ID, ms: expect.any(Number) });
    await expect(zaakbode('ping', 'NOOIT')).rejects.toThrow(/niet geladen/);
  });

  it('an address is used instead, and stopped', async () => {
    const oud = `${own}/simulator/ebms`;
    const zet = (...extra: string[]) => zaakbode('cpa', 'override', ID, '--adres', oud, ...extra);
    await expect(zet('--door', 'https://nieuw.example/')).rejects.toThrow(/--reden: Vul in waarom/);
    await expect(zet()).rejects.toThrow(/en --door/);
    expect((await zet('--door', 'https://nieuw.example/', '--reden', 'Proef')).tekst).toMatch(/^Vastgelegd/);
    expect((await zaakbode('cpa', 'show', ID)).tekst).toContain(`https://nieuw.example/ (in de tekst: ${oud})`);
    expect((await zaakbode('cpa', 'override', '--stop', '1')).tekst).toMatch(/gestopt/);
    await expect(zaakbode('cpa', 'override', '--stop', '1')).rejects.toThrow(/was al gestopt/);
    expect((await zaakbode('cpa', 'show', ID)).tekst).not.toContain('in de tekst');
  });

  it('whoever has another key gets nothing done', async () => {
    process.env['ZAAKBODE_SLEUTEL'] = 'een-andere-sleutel-van-meer-dan-32-tekens';
    await expect(zaakbode('ping')).rejects.toThrow(/weigert: Alleen de opdrachtregel/);
    delete process.env['ZAAKBODE_SLEUTEL'];
  });
});

describe('without a running program', () => {
  beforeAll(async () => {
    await app?.stop();
    app = null;
  });
  it('the database itself is opened', async () => {
    expect((await zaakbode('cpa', 'list')).tekst).toContain(`${ID} (versie 2, demo)`);
  });
  it('a ping starts it for a moment', async () => {
    expect(await zaakbode('ping')).toEqual({ code: 0, tekst: expect.stringMatching(/^Pong na/) });
  });
});

describe('the token of a command', () => {
  const vault = (key: string) => createVault(key, seededRandom(1));
  const now = new Date('2026-11-22T10:00:00Z');
  const later = (seconds: number): Date => new Date(now.getTime() + seconds * 1000);
  it('holds for a minute, with the same key, and nothing else that is sealed with it does', () => {
    const own = vault('sleutel');
    const token = opdrachttoken(own, now);
    expect([isOpdracht(own, token, now), isOpdracht(own, token, later(59))]).toEqual([true, true]);
    expect([isOpdracht(own, token, later(60)), isOpdracht(own, token, later(-60))]).toEqual([false, false]);
    expect(isOpdracht(vault('anders'), token, now)).toBe(false);
    const sealed = (text: string): string => `Zaakbode ${own.seal(text).toString('base64url')}`;
    for (const wrong of [undefined, '', 'Zaakbode ', 'Bearer x', token.slice(0, -4), sealed('geheim'), sealed('null')])
      expect([wrong, isOpdracht(own, wrong, now)]).toEqual([wrong, false]);
  });
});

describe('zaakbode csr', () => {
  const vraag = (...extra: string[]) => zaakbode('csr', '--host', 'zaakbode.gemeente.example', ...extra);
  it('makes a key and a request with the OIN, once', async () => {
    const { code, tekst } = await vraag('--oin', DEMO_OIN);
    expect([code, tekst]).toEqual([0, expect.stringMatching(/-----BEGIN CERTIFICATE REQUEST-----/)]);
    const key = /Sleutel: {2}(\S+)/.exec(tekst)![1]!;
    expect(key).toContain(in_('data/sleutels'));
    expect(readFileSync(key, 'utf8')).toContain('PRIVATE KEY');
    await expect(vraag('--oin', DEMO_OIN)).rejects.toThrow(/Deze sleutel is er al/);
  });
  it('says what is missing or wrong before it makes anything', async () => {
    await expect(zaakbode('csr')).rejects.toThrow(/--host/);
    await expect(vraag()).rejects.toThrow(/--oin of --hrn/);
    await expect(vraag('--hrn', '123')).rejects.toThrow(/20 cijfers/);
    await expect(vraag('--hrn', DEMO_OIN, '--oin', DEMO_OIN)).rejects.toThrow(/niet allebei/);
    await expect(vraag('--hrn', DEMO_OIN, '--bits', '1024')).rejects.toThrow(/--bits/);
  });
});

describe('zaakbode consumerspecificatie', () => {
  beforeAll(async () => {
    const authority = await createAuthority();
    const leaf = async (oin: string, until: Date) => (await authority.leaf({ oin, until })).x509.toString();
    writeFileSync(in_('client.pem'), await leaf(DEMO_OIN, new Date(Date.now() + 1e10)));
    writeFileSync(in_('ander.pem'), await leaf('00000004003214345001', new Date(Date.now() - 1e8)));
  });
  const vraag = (...extra: string[]) =>
    zaakbode('consumerspecificatie', '--client', in_('client.pem'), '--oin', DEMO_OIN, ...extra);
  const ADRES = 'https://zaakbode.gemeente.example/digikoppeling/ebms';

  it('writes it from the settings and what is given', async () => {
    const { code, tekst } = await vraag('--endpoint', ADRES);
    expect(code).toBe(0);
    expect(tekst).toMatch(/^<\?xml .*<parameter name="PartyName">Gemeente Demodam<\/parameter>/s);
    expect(tekst).toContain(`<parameter name="EndpointUri">${ADRES}</parameter>`);
    const uit = await vraag('--endpoint', ADRES, '--uit', in_('spec.xml'), '--naam', 'Gemeente Voorbeeld');
    expect(uit.tekst).toContain('de Consumerspecificatie van Gemeente Voorbeeld');
    expect(readFileSync(in_('spec.xml'), 'utf8')).toContain('Gemeente Voorbeeld');
  });
  it('with a certificate of another, or too old, or an address without TLS, only when it must', async () => {
    const fout = ['--server', in_('ander.pem'), '--endpoint', 'http://gemeente.example/'];
    await expect(vraag(...fout)).rejects.toThrow(/OIN in het servercertificaat .* verlopen .* niet met https/s);
    expect((await vraag(...fout, '--toch')).code).toBe(0);
    await expect(vraag()).rejects.toThrow(/--endpoint/);
    await expect(zaakbode('consumerspecificatie')).rejects.toThrow(/--client/);
    await expect(vraag('--endpoint', ADRES, '--server', in_('nieuw.xml'))).rejects.toThrow(/geen certificaat/);
  });
});
