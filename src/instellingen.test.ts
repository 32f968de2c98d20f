import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { INSTELLINGEN, type Instelling, samenhang } from './instellingen.ts';
import { readSettings, SettingsFault } from './platform/config/index.ts';
import { allowedBy } from './platform/net/index.ts';

const lees = (env: Record<string, string>): Instelling => readSettings(INSTELLINGEN, env);

function foutVan(env: Record<string, string>): string {
  try {
    lees(env);
  } catch (error) {
    if (error instanceof SettingsFault) return error.faults.join('\n');
    throw error;
  }
  return '';
}

describe('REFERENTIELIJSTEN_URL', () => {
  it('lets references go to those lists, and to nothing else at the same origin', () => {
    expect(lees({}).referentielijsten).toEqual([]);
    const { referentielijsten } = lees({ REFERENTIELIJSTEN_URL: 'https://gw.example/lijsten/api/v1/' });
    const mag = (address: string) => allowedBy(address, referentielijsten) !== null;
    expect(mag('https://gw.example/lijsten/api/v1/communicatiekanalen/1')).toBe(true);
    for (const address of [
      'https://gw.example/lijsten/api/v1',
      'https://gw.example/lijsten/api/v1../x',
      'https://gw.example/lijsten/api/v1/../../intern',
      'https://gw.example/lijsten/api/v1/%2e%2e/%2E%2E/intern',
      'https://gw.example/lijsten/api/v10/x',
      'https://gw.example/',
      'http://gw.example/lijsten/api/v1/x',
      'https://ander.example/lijsten/api/v1/x',
    ]) {
      expect([address, mag(address)]).toEqual([address, false]);
    }
  });
  it('may lie in the own network, when it says so', () => {
    const intern = lees({ REFERENTIELIJSTEN_URL: 'intern:http://lijsten' }).referentielijsten;
    expect(intern).toEqual([{ origin: 'http://lijsten', intern: true, path: '/' }]);
  });
  it('is one address', () => {
    expect(foutVan({ REFERENTIELIJSTEN_URL: 'lijsten' })).toMatch(/^REFERENTIELIJSTEN_URL: "lijsten" is geen adres/);
    expect(foutVan({ REFERENTIELIJSTEN_URL: 'https://a.example,https://b.example' })).toContain('hier past één adres');
  });
});

describe('ORGANISATIES', () => {
  it('is a file that is read at the start; what is wrong in it is told', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zaakbode-'));
    try {
      const file = join(folder, 'organisaties.json');
      expect(foutVan({ ORGANISATIES: file })).toBe(`ORGANISATIES: het bestand ${file} is niet te lezen`);
      writeFileSync(file, '[{"rsin":"002564440"}]');
      expect(foutVan({ ORGANISATIES: file })).toBe('ORGANISATIES: onderdeel 1 heeft geen naam');
      writeFileSync(file, '[{"rsin":"002564440","naam":"Demodam","eigen":true}]');
      expect(lees({ ORGANISATIES: file }).organisaties).toEqual([
        { rsin: '002564440', naam: 'Demodam', oin: null, eigen: true },
      ]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('FILES', () => {
  const start = (env: Record<string, string>): Instelling => readSettings(INSTELLINGEN, env, samenhang);
  const S3 = 's3://documenten?endpoint=https://s3.example';

  it('is a folder in DATA_DIR, another folder, or a bucket with its keys', () => {
    expect(() => start({})).not.toThrow();
    expect(() => start({ FILES: '/srv/documenten' })).not.toThrow();
    expect(() => start({ FILES: S3, S3_ACCESS_KEY_ID: 'sleutel', S3_SECRET_ACCESS_KEY: 'geheim' })).not.toThrow();
  });
  it('that is wrong stops the start, and says what is right', () => {
    expect(() => start({ FILES: S3 })).toThrow('FILES: bij een bucket horen S3_ACCESS_KEY_ID en S3_SECRET_ACCESS_KEY');
    expect(() => start({ FILES: 'ftp://ergens' })).toThrow('FILES: hier hoort een map');
  });
});

describe('CLAMD', () => {
  it('is a server with a port, or the path of a socket', () => {
    expect(lees({}).clamd).toBeNull();
    expect(lees({ CLAMD: 'clamav:3310' }).clamd).toEqual({ host: 'clamav', port: 3310 });
    expect(lees({ CLAMD: '/run/clamav/clamd.ctl' }).clamd).toEqual({ socket: '/run/clamav/clamd.ctl' });
    for (const wrong of ['clamav', 'clamav:0', 'clamav:99999']) expect(() => lees({ CLAMD: wrong })).toThrow('CLAMD');
  });
});

describe('EBMS_LISTEN and EBMS_CERT_HEADER', () => {
  it('are an address with a port, and a header that is believed of somebody', () => {
    expect(lees({ EBMS_LISTEN: '0.0.0.0:8443' }).ebmsListen).toEqual({ host: '0.0.0.0', port: 8443 });
    expect(lees({ EBMS_LISTEN: '[::]:8443' }).ebmsListen).toEqual({ host: '::', port: 8443 });
    for (const wrong of ['8443', '0.0.0.0:0', 'x:99999'])
      expect(() => lees({ EBMS_LISTEN: wrong })).toThrow('EBMS_LISTEN');
    expect(() => lees({ EBMS_CERT_HEADER: 'x y' })).toThrow('EBMS_CERT_HEADER');
    const env = { EBMS_CERT_HEADER: 'X-SSL-Client-Cert' };
    expect(() => readSettings(INSTELLINGEN, env, samenhang)).toThrow('zet ook TRUSTED_PROXY');
    expect(() => readSettings(INSTELLINGEN, { ...env, TRUSTED_PROXY: '10.0.0.1' }, samenhang)).not.toThrow();
  });
});

describe('OIDC', () => {
  const OIDC = { OIDC_ISSUER: 'https://inloggen.example/', OIDC_CLIENT_ID: 'zaakbode', OIDC_CLIENT_SECRET: 'geheim' };
  const PRODUCTIE = {
    ZAAKBODE_MODE: 'productie',
    ZAAKBODE_SLEUTEL: 'x'.repeat(32),
    PUBLIC_URL: 'https://zaken.example',
  };
  const samen = (env: Record<string, string>): readonly string[] => samenhang(lees(env));

  it('is complete, and is reached over https', () => {
    expect(samen({ ...PRODUCTIE, ...OIDC })).toEqual([]);
    expect(samen({ ...PRODUCTIE })).toEqual([]);
    expect(samen({ ...PRODUCTIE, OIDC_ISSUER: OIDC.OIDC_ISSUER })).toEqual([
      'OIDC_CLIENT_ID: verplicht als u ook een van de andere OIDC-instellingen zet.',
      'OIDC_CLIENT_SECRET: verplicht als u ook een van de andere OIDC-instellingen zet.',
    ]);
    expect(samen({ ...PRODUCTIE, ...OIDC, PUBLIC_URL: '' })).toEqual([expect.stringMatching(/^PUBLIC_URL: verplicht/)]);
    expect(samen({ ...PRODUCTIE, ...OIDC, PUBLIC_URL: 'http://zaken.example' })).toEqual([
      expect.stringMatching(/^PUBLIC_URL: begin het eerste adres met https/),
    ]);
    expect(samen({ ...PRODUCTIE, ...OIDC, PUBLIC_URL: 'http://127.0.0.1:8080' })).toEqual([]);
  });
  it('keeps the name of the login service as it is typed, with its slash', () => {
    expect(lees(OIDC).oidcIssuer).toBe('https://inloggen.example/');
    expect(lees({ OIDC_ISSUER: 'http://localhost:9000/x' }).oidcIssuer).toBe('http://localhost:9000/x');
    for (const wrong of ['inloggen', 'http://inloggen.example', 'https://a:b@inloggen.example', 'https://x.example/?y'])
      expect(foutVan({ OIDC_ISSUER: wrong })).toMatch(/^OIDC_ISSUER: /);
  });
  it('has roles that are known without a word, or listed', () => {
    expect([lees({}).oidcBeheerders, lees({}).oidcLezers]).toEqual([['zaakbode-beheerder'], ['zaakbode-lezer']]);
    expect(lees({ OIDC_LEZERS: 'kcc, burgerzaken,' }).oidcLezers).toEqual(['kcc', 'burgerzaken']);
  });
});
