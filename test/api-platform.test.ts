/**
 * The APIs as a whole, on the running product: described, explained, counted, limited, and the same behind a gateway that
 * puts a path before them.
 */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type App, startApp } from '../src/app.ts';
import { vulDemo, zgwClient, zgwToken } from '../src/demodata.ts';
import { demoCpaFeiten } from '../src/demoverbinding.ts';
import { DEMO_CLIENT, INSTELLINGEN, samenhang } from '../src/instellingen.ts';
import { digikoppelingApi, leesDragers } from '../src/integratie/digikoppeling/index.ts';
import { notificatiesApi } from '../src/integratie/notificaties/index.ts';
import { readSettings } from '../src/platform/config/index.ts';
import { silentLog } from '../src/platform/log/index.ts';
import { testFolder } from '../src/platform/tls/folder.testhulp.ts';
import { type Authority, createAuthority } from '../src/platform/tls/pki.testhulp.ts';
import { ask as knock, shownBy } from '../src/platform/tls/tls.testhulp.ts';
import type { ClientSetting } from '../src/registraties/autorisaties/index.ts';
import { BESCHRIJVINGEN } from '../src/registraties/geheel/index.ts';
import { bezoeker } from './hulp/bezoeker.ts';
import { visibleText } from './hulp/html.ts';
import { freePort } from './hulp/poort.ts';

const GATEWAY = 'https://gw.example/zaakbode';
const CLIENT = { clientId: 'portaal', secret: 'een-geheim-van-minstens-32-tekens-lang', heeftAlleAutorisaties: true };

interface Draaiend {
  readonly own: string;
  readonly app: App;
  stop(): Promise<void>;
}

/** The product on a port of its own, in a folder of its own. */
async function draai(settings: (own: string) => Record<string, string>): Promise<Draaiend> {
  const folder = mkdtempSync(join(tmpdir(), 'zaakbode-api-'));
  const port = await freePort();
  const own = `http://127.0.0.1:${port}`;
  const env = { PORT: String(port), DATA_DIR: folder, ...settings(own) };
  const app = await startApp(readSettings(INSTELLINGEN, env, samenhang), { log: silentLog });
  return {
    own,
    app,
    async stop() {
      await app.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

interface Vraag {
  readonly method?: string;
  readonly body?: object;
  readonly headers?: Record<string, string>;
  readonly client?: ClientSetting;
}

async function ask(url: string, { method = 'GET', body, headers = {}, client = DEMO_CLIENT }: Vraag = {}) {
  const answer = await fetch(url, {
    method,
    headers: {
      authorization: `Bearer ${await zgwToken(client)}`,
      'accept-crs': 'EPSG:4326',
      ...(body && { 'content-type': 'application/json', 'content-crs': 'EPSG:4326' }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

let demo: Draaiend;
let own: string;
beforeAll(async () => {
  demo = await draai(() => ({}));
  ({ own } = demo);
  await vulDemo(await zgwClient(own, DEMO_CLIENT), new Date());
});
afterAll(() => demo.stop());

const APIS = [...BESCHRIJVINGEN.map(({ api }) => api), notificatiesApi, digikoppelingApi];

describe('each API', () => {
  it.each(APIS)(
    '$title is described as JSON and as YAML, the same, with an ETag, for anybody',
    async ({ root, version }) => {
      const json = await fetch(`${own}${root}/openapi.json`);
      const yaml = await fetch(`${own}${root}/openapi.yaml`);
      expect([json.status, yaml.status]).toEqual([200, 200]);
      expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
      expect(yaml.headers.get('content-type')).toBe('application/yaml; charset=utf-8');
      expect(json.headers.get('access-control-allow-origin')).toBe('*');
      const document = (await json.json()) as {
        openapi: string;
        info: { version: string };
        servers: { url: string }[];
      };
      expect(document.openapi).toBe('3.0.3');
      expect([json.headers.get('api-version'), document.info.version]).toEqual([version, version]);
      expect(document.servers).toEqual([{ url: `${own}${root}` }]);
      const text = await yaml.text();
      expect(text).toMatch(/^openapi: 3\.0\.3\n/);
      expect(parse(text)).toEqual(document);
      const again = await fetch(`${own}${root}/openapi.yaml`, {
        headers: { 'if-none-match': yaml.headers.get('etag')! },
      });
      expect(again.status).toBe(304);
    },
  );
});

describe('the page for who connects a system', () => {
  it('names every API with its version and leads to its descriptions', async () => {
    const { status, text, headers } = await ask(`${own}/api`);
    expect(status).toBe(200);
    expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(text).not.toContain('<script');
    const read = visibleText(text);
    for (const { title, version } of APIS) expect(read).toContain(`${title} ${version}`);
    const links = [...text.matchAll(/href="([^"]+openapi\.(?:json|yaml))"/g)].map((match) => match[1]!);
    expect(links).toHaveLength(2 * APIS.length);
    for (const link of links) expect((await fetch(link)).status).toBe(200);
  });

  it.skipIf(!existsSync('/usr/bin/curl'))('has examples that work as they stand (skipped without curl)', async () => {
    const { text } = await ask(`${own}/api`);
    const examples = [...text.matchAll(/<code class="utrecht-code-block__content"[^>]*>([\s\S]*?)<\/code>/g)].map(
      (match) => match[1]!.replaceAll('&quot;', '"').replaceAll('&#x27;', "'").replaceAll('&amp;', '&'),
    );
    expect(examples).toHaveLength(2);
    const token = await zgwToken(DEMO_CLIENT);
    for (const [i, example] of examples.entries()) {
      expect(example).toContain('$(npx zaakbode token)');
      const { stdout } = await promisify(execFile)('bash', ['-c', example.replace('$(npx zaakbode token)', token)]);
      const answer = JSON.parse(stdout);
      if (i === 0) expect(answer.count).toBe(6);
      else expect([answer.lopend.aantal, answer.afgerond.aantal]).toEqual([1, 1]);
    }
  });
});

describe('use of the APIs', () => {
  it('is shown to the operator and to Prometheus, also of what was written', async () => {
    await ask(`${own}/zaken/api/v1/zaken`);
    const pagina = visibleText((await bezoeker(own).logIn('lezer', '/beheer/gebruik')).tekst);
    expect(pagina).toMatch(/demo Zaken API \d+ \d+ 0 /);
    expect(pagina).toMatch(/demo Catalogi API \d+ \d+ 0 /);
    const { status, text } = await ask(`${own}/metrics`);
    expect(status).toBe(200);
    expect(text).toMatch(/^zaakbode_requests_total\{api="zaken",client="demo",status="2xx"\} \d+$/m);
    expect(text).not.toContain('999993653');
  });

  it('is not shown to who comes through the gateway', async () => {
    expect((await ask(`${own}/metrics`, { headers: { 'x-forwarded-for': '192.0.2.7' } })).status).toBe(403);
  });
});

describe('the manual of the Digikoppeling API', () => {
  const handleiding = readFileSync(join(import.meta.dirname, '..', 'docs', 'digikoppeling-api.md'), 'utf8');
  const { cpaId } = demoCpaFeiten('00000004003214345001');
  /** A JSON text of the manual by the name above it, with the agreement of the demonstration in it. */
  const json = (naam: string): string => {
    const text = new RegExp(`<!-- ${naam} -->\n\`\`\`json\n([\\s\\S]*?)\n\`\`\``).exec(handleiding)![1]!;
    return text.replaceAll('OSB-LopendeZaken_0001', cpaId);
  };

  it('has settings for carriers that are settings', () => {
    expect(leesDragers(json('dragers.json')).map(({ soort }) => soort)).toEqual(['ebms-core', 'bestanden']);
  });

  it.skipIf(!existsSync('/usr/bin/curl'))('has examples that work as they stand (skipped without curl)', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'zaakbode-handleiding-'));
    for (const naam of ['bericht.json', 'formulier.json']) writeFileSync(join(folder, naam), json(naam));
    writeFileSync(join(folder, 'tekening.pdf'), Buffer.alloc(200_000));
    const bestaand = await ask(`${own}/digikoppeling/api/v1/berichten`, {
      method: 'POST',
      body: { cpaId, action: 'zaakbericht', volgordesleutel: 'x', bijlagen: [] },
    });
    const { id } = JSON.parse(bestaand.text);
    const env = {
      BASIS: `${own}/digikoppeling/api/v1`,
      TOKEN: await zgwToken(DEMO_CLIENT),
      BERICHT: id,
      PATH: process.env['PATH'],
    };
    const blocks = [...handleiding.matchAll(/```sh\n([\s\S]*?)\n```/g)].map((match) => match[1]!);
    // Nothing came in, and what was sent may have left already.
    const uitvoerbaar = blocks.filter((block) => !/\$(?:ONTVANGEN|INTREKBAAR)/.test(block));
    expect([blocks.length, uitvoerbaar.length]).toEqual([7, 5]);
    for (const block of uitvoerbaar) {
      const { stdout } = await promisify(execFile)('bash', ['-c', block], { cwd: folder, env });
      expect(stdout).toMatch(/"(?:id|results)":/);
    }
    rmSync(folder, { recursive: true });
  });

  it('names the kanaal on which is told what happens', async () => {
    const { text } = await ask(`${own}/notificaties/api/v1/kanaal?naam=digikoppeling`);
    expect(JSON.parse(text)[0].filters).toEqual(['cpaId', 'action', 'gebeurtenis']);
  });
});

describe('behind a gateway that puts a path before it', () => {
  const sleutels = testFolder();
  let achter: Draaiend;
  let authority: Authority;
  let ebmsPort: number;
  beforeAll(async () => {
    authority = await createAuthority();
    const { keyPem, chain } = await authority.leaf({ oin: '00000099000000003000', kind: 'ec' });
    sleutels.put('eigen.pem', `${keyPem}${chain}`);
    sleutels.put('vertrouwd/ca.pem', authority.trust);
    ebmsPort = await freePort();
    achter = await draai((own) => ({
      KEYS_DIR: sleutels.dir,
      EBMS_LISTEN: `127.0.0.1:${ebmsPort}`,
      EBMS_CERT_HEADER: 'X-SSL-Client-Cert',
      ZAAKBODE_MODE: 'productie',
      ZAAKBODE_SLEUTEL: 'een-sleutel-voor-de-proef-van-minstens-32-tekens',
      ZGW_CLIENTS: JSON.stringify([CLIENT]),
      PUBLIC_URL: `${GATEWAY},${own}`,
      TRUSTED_PROXY: '127.0.0.1',
      RATE_LIMIT: '3',
    }));
  });
  afterAll(() => achter.stop());

  /** The gateway takes its path off, and says how the client asked. */
  const DOOR = { 'x-forwarded-proto': 'https', 'x-forwarded-host': 'gw.example', 'x-forwarded-for': '192.0.2.7' };
  const through = async (address: string, vraag: Vraag = {}) => {
    expect(address).toMatch(/^https:\/\/gw\.example\/zaakbode\//);
    const answer = await ask(address.replace(GATEWAY, achter.own), { client: CLIENT, headers: DOOR, ...vraag });
    return { ...answer, body: JSON.parse(answer.text) };
  };
  const catalogus = (domein: string) => ({ domein, rsin: '002564440', contactpersoonBeheerNaam: 'Beheer' });

  it('addresses in answers, Location, next and the description carry that path, and lead back', async () => {
    const root = `${GATEWAY}/catalogi/api/v1`;
    const made = await through(`${root}/catalogussen`, { method: 'POST', body: catalogus('AAAAA') });
    expect(made.status).toBe(201);
    const { url } = made.body;
    expect(made.headers.get('location')).toBe(url);
    expect((await through(url)).body.url).toBe(url);
    await through(`${root}/catalogussen`, { method: 'POST', body: catalogus('BBBBB') });
    const page = await through(`${root}/catalogussen?pageSize=1`);
    expect(page.body).toMatchObject({ count: 2, next: `${root}/catalogussen?pageSize=1&page=2`, previous: null });
    const next = await through(page.body.next);
    expect(next.body.previous).toBe(`${root}/catalogussen?pageSize=1`);
    // An address that it gave is understood when it comes back.
    const type = { omschrijving: 'Brief', vertrouwelijkheidaanduiding: 'openbaar', beginGeldigheid: '2026-01-01' };
    const body = { ...type, catalogus: url, informatieobjectcategorie: 'brieven' };
    expect((await through(`${root}/informatieobjecttypen`, { method: 'POST', body })).body.catalogus).toBe(url);
    expect((await through(`${root}/openapi.json`)).body.servers).toEqual([{ url: root }]);
  });

  it('the same objects have their other address for who comes straight, the canonical one for who comes otherwise', async () => {
    const path = '/referentielijsten/api/v1/communicatiekanalen';
    const first = async (headers: Record<string, string>) =>
      JSON.parse((await ask(`${achter.own}${path}`, { client: CLIENT, headers })).text).results[0].url as string;
    expect(await first({})).toContain(`${achter.own}${path}/`);
    expect(await first(DOOR)).toContain(`${GATEWAY}${path}/`);
    expect(await first({ 'x-forwarded-host': 'elders.example' })).toContain(`${GATEWAY}${path}/`);
  });

  it('the page for who connects a system leads there too, and shows no examples that only the demo knows', async () => {
    const { text } = await ask(`${achter.own}/api`, { headers: DOOR });
    expect(text).toContain(`href="${GATEWAY}/zaken/api/v1/openapi.yaml"`);
    expect(text).not.toContain('npx zaakbode token');
    expect(visibleText(text)).toContain('ondertekend met HS256');
  });

  it('ebMS asks for a certificate: passed on by the gateway, or shown to the own listener, and nobody gets round it', async () => {
    const their = await authority.leaf({ oin: '00000099000000004000', kind: 'ec' });
    const post = (headers: Record<string, string>) =>
      fetch(`${achter.own}/digikoppeling/ebms`, { method: 'POST', headers, body: '<geen-soap/>' }).then(
        (a) => a.status,
      );
    const cert = { 'x-ssl-client-cert': encodeURIComponent(their.x509.toString()) };
    // Who gets through is told that this is no ebMS.
    expect([await post({}), await post(DOOR), await post({ ...DOOR, ...cert })]).toEqual([403, 403, 500]);
    const stranger = await (await createAuthority('Vreemd')).leaf({ oin: '00000099000000004000', kind: 'ec' });
    expect(await post({ 'x-ssl-client-cert': encodeURIComponent(stranger.x509.toString()) })).toBe(403);

    const options = { ca: authority.trust, servername: 'localhost' };
    expect(await knock(ebmsPort, { ...options, ...shownBy(their) })).toContain('Op dit adres staat niets');
    for (const identity of [null, stranger])
      expect(await knock(ebmsPort, { ...options, ...(identity && shownBy(identity)) })).toMatch(
        /^(ERR_SSL_\w+|ECONNRESET)$/,
      );
  });

  it('429 with Retry-After for a client who asks more than the setting lets him', async () => {
    const url = `${achter.own}/catalogi/api/v1/catalogussen`;
    const answers = await Promise.all(Array.from({ length: 60 }, () => ask(url, { client: CLIENT })));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect(JSON.parse(refused[0]!.text)).toMatchObject({ code: 'throttled', status: 429 });
  });
});
