import fc from 'fast-check';
import { describe, expect, expectTypeOf, it } from 'vitest';
import { addresses, choice, readSettings, SettingsFault, settingsTable, text, urls, whole } from './index.ts';

const TABLE = {
  port: { name: 'PORT', meaning: 'De poort.', shown: '8080', read: whole(8080, 0, 65_535) },
  mode: {
    name: 'ZAAKBODE_MODE',
    meaning: 'De stand.',
    shown: '`demo`',
    read: choice(['demo', 'productie'], 'demo'),
  },
  host: { name: 'HOST', meaning: 'Het adres.', shown: '127.0.0.1', read: text('127.0.0.1') },
  bases: { name: 'PUBLIC_URL', meaning: 'Waar het te vinden is.', shown: '–', read: urls },
};

function faultsOf(env: Record<string, string>, related?: Parameters<typeof readSettings<typeof TABLE>>[2]): string[] {
  try {
    readSettings(TABLE, env, related);
  } catch (error) {
    if (error instanceof SettingsFault) return [...error.faults];
    throw error;
  }
  return [];
}

describe('settings', () => {
  it('have their defaults when nothing is set, or only spaces', () => {
    const defaults = { port: 8080, mode: 'demo', host: '127.0.0.1', bases: [] };
    expect(readSettings(TABLE, {})).toEqual(defaults);
    expect(readSettings(TABLE, { PORT: '', ZAAKBODE_MODE: '  ', HOST: '\t', PUBLIC_URL: ' ' })).toEqual(defaults);
  });
  it('are read with spaces around them left out', () => {
    expect(
      readSettings(TABLE, {
        PORT: ' 9000 ',
        ZAAKBODE_MODE: 'productie',
        HOST: '0.0.0.0',
        PUBLIC_URL: 'https://a.nl , https://b.nl/pad/',
        IETS_ANDERS: 'x',
      }),
    ).toEqual({ port: 9000, mode: 'productie', host: '0.0.0.0', bases: ['https://a.nl', 'https://b.nl/pad'] });
  });
  it('have the type that their reader gives', () => {
    expectTypeOf(readSettings(TABLE, {}).port).toEqualTypeOf<number>();
    expectTypeOf(readSettings(TABLE, {}).mode).toEqualTypeOf<'demo' | 'productie'>();
    expectTypeOf(readSettings(TABLE, {}).bases).toEqualTypeOf<readonly string[]>();
  });
});

describe('settings that are wrong', () => {
  it('are told all at once, each with its name, what is wrong and what is right', () => {
    expect(faultsOf({ PORT: 'tachtig', ZAAKBODE_MODE: 'test', PUBLIC_URL: 'zaakbode.nl' })).toEqual([
      'PORT: "tachtig" is geen geheel getal van 0 tot en met 65535',
      'ZAAKBODE_MODE: "test" bestaat niet; kies uit demo, productie',
      'PUBLIC_URL: "zaakbode.nl" is geen adres dat met http:// of https:// begint',
    ]);
  });
  it('are one message for the operator, one line each', () => {
    expect(() => readSettings(TABLE, { PORT: '-1', ZAAKBODE_MODE: 'x' })).toThrow(
      'Zaakbode start niet: deze instellingen kloppen niet.\n' +
        '  - PORT: "-1" is geen geheel getal van 0 tot en met 65535\n' +
        '  - ZAAKBODE_MODE: "x" bestaat niet; kies uit demo, productie',
    );
    expect(() => readSettings(TABLE, { PORT: '-1' })).toThrow('Zaakbode start niet: deze instelling klopt niet.\n');
  });
  it('are told of what they get wrong together only when each alone is right', () => {
    const related = ({ mode, host }: { mode: string; host: string }) =>
      mode === 'demo' && host !== '127.0.0.1' ? ['HOST: de demo luistert alleen op 127.0.0.1', 'en nog iets'] : [];
    expect(faultsOf({ HOST: '0.0.0.0' }, related)).toEqual([
      'HOST: de demo luistert alleen op 127.0.0.1',
      'en nog iets',
    ]);
    expect(faultsOf({ HOST: '0.0.0.0', PORT: 'x' }, related)).toEqual([
      'PORT: "x" is geen geheel getal van 0 tot en met 65535',
    ]);
    expect(faultsOf({ HOST: '0.0.0.0', ZAAKBODE_MODE: 'productie' }, related)).toEqual([]);
  });
});

describe('a whole number', () => {
  it.each(['1e3', '0x10', '10.0', '10.5', '٣', '1_000', 'NaN', 'Infinity', '65536', '--1', '9'.repeat(400)])(
    'is not %s',
    (value) => {
      expect(faultsOf({ PORT: value })).toHaveLength(1);
    },
  );
  it('is everything from the least to the most, both included', () => {
    const read = whole(0, -5, 5);
    for (let n = -5; n <= 5; n++) expect(read(String(n))).toBe(n);
    expect(() => read('6')).toThrow('van -5 tot en met 5');
    expect(() => read('-6')).toThrow('van -5 tot en met 5');
  });
});

describe('a list of addresses', () => {
  it.each([
    ['ftp://a.nl', 'begint'],
    ['javascript:alert(1)', 'begint'],
    ['https://a.nl,', 'begint'],
    ['https://', 'begint'],
    ['https://a.nl?x=1', 'vraagteken'],
    ['https://a.nl/?', 'vraagteken'],
    ['https://a.nl/#', 'vraagteken'],
    ['https://a.nl/#x', 'vraagteken'],
  ])('does not take %s', (value, reason) => {
    expect(() => urls(value)).toThrow(reason);
  });
  it.each(['https://jan:geheim@a.nl', 'https://:geheim@a.nl', 'https://jan@a.nl/x?y'])(
    'does not take a name or password, and does not repeat them (%s)',
    (value) => {
      expect(() => urls(value)).toThrow('naam of wachtwoord');
      expect(() => urls(value)).not.toThrow(/geheim|jan/);
    },
  );
  it('gives each address in one form, without a slash at the end', () => {
    expect(urls('HTTPS://Zaakbode.NL:443/,http://localhost:8080//')).toEqual([
      'https://zaakbode.nl',
      'http://localhost:8080/',
    ]);
    const address = fc.webUrl({ validSchemes: ['http', 'https'] }).filter((url) => !url.includes(','));
    fc.assert(
      fc.property(fc.array(address, { minLength: 1, maxLength: 3 }), (list) => {
        const once = urls(list.join(' , '));
        expect(once).toHaveLength(list.length);
        expect(urls(once.map((u) => `${u}/`).join())).toEqual(once);
      }),
      { numRuns: 30 },
    );
  });
});

describe('the table of settings in the README', () => {
  it('has a row per setting, in the order of the code', () => {
    expect(settingsTable(TABLE).split('\n')).toEqual([
      '| variabele | betekenis | standaard |',
      '|---|---|---|',
      '| `PORT` | De poort. | 8080 |',
      '| `ZAAKBODE_MODE` | De stand. | `demo` |',
      '| `HOST` | Het adres. | 127.0.0.1 |',
      '| `PUBLIC_URL` | Waar het te vinden is. | – |',
    ]);
  });
  it('keeps a cell one cell when its text has an upright line', () => {
    const table = settingsTable({ x: { ...TABLE.host, meaning: 'a|b', shown: '`c|d`' } });
    expect(table.split('\n')[2]).toBe('| `HOST` | a\\|b | `c\\|d` |');
  });
});

describe('a list of IP addresses and networks', () => {
  it('keeps what is right', () => {
    expect(addresses(undefined)).toEqual([]);
    const right = ['10.0.0.7', '10.0.0.0/8', '0.0.0.0/0', '::1', 'fd00::/128'];
    expect(addresses(right.join(' , '))).toEqual(right);
  });
  it.each(['', 'gateway', '10.0.0', '10.0.0.0/33', '10.0.0.0/', '10.0.0.0/8/8', 'fd00::/129', '10.0.0.0/-1', '1, x'])(
    'refuses %j',
    (text) => {
      expect(() => addresses(text)).toThrow('is geen IP-adres of netwerk (CIDR)');
    },
  );
});
