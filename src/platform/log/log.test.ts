import { describe, expect, it } from 'vitest';
import { createLog, silentLog } from './index.ts';

/** Fictional number from a public test set. */
const NUMBER = '999993653';
/** A mask as the layers above give it: it sees a finished line and hides nine digits in a row. */
const mask = (line: string) => line.replace(/\d{9}/g, '*********');

function logTo(lines: string[], level: 'debug' | 'info' | 'warn' | 'error' | 'silent' = 'debug') {
  return createLog({ level, mask, write: (line) => void lines.push(line) });
}

describe('a log line', () => {
  it('is one line of JSON with level, time, what happened and the fields', () => {
    const lines: string[] = [];
    logTo(lines).info({ route: '/zaken/:uuid', ms: 3.5 }, 'verzoek');
    expect(lines).toHaveLength(1);
    expect(lines[0]!.endsWith('\n') && lines[0]!.indexOf('\n') === lines[0]!.length - 1).toBe(true);
    const { tijd, ...rest } = JSON.parse(lines[0]!);
    expect(rest).toEqual({ niveau: 'info', route: '/zaken/:uuid', ms: 3.5, wat: 'verzoek' });
    expect(new Date(tijd).toISOString()).toBe(tijd);
  });
  it('tells nothing of the machine: no process id, no host name', () => {
    const lines: string[] = [];
    logTo(lines).warn({}, 'iets');
    expect(Object.keys(JSON.parse(lines[0]!)).sort()).toEqual(['niveau', 'tijd', 'wat']);
  });
  it('stays one line when a message holds line breaks or control characters', () => {
    const lines: string[] = [];
    logTo(lines).info({ veld: 'a\nb\u2028\u0000"' }, 'regel een\r\nregel twee');
    expect(lines[0]!.trimEnd()).not.toMatch(/[\n\r]/);
    expect(JSON.parse(lines[0]!)).toMatchObject({ veld: 'a\nb\u2028\u0000"', wat: 'regel een\r\nregel twee' });
  });
  it('is left out below the chosen level', () => {
    const lines: string[] = [];
    const log = logTo(lines, 'warn');
    log.debug({}, 'a');
    log.info({}, 'b');
    log.warn({}, 'c');
    log.error({}, 'd');
    expect(lines.map((l) => JSON.parse(l).niveau)).toEqual(['warn', 'error']);
  });
  it('is never written by a silent log', () => {
    const lines: string[] = [];
    logTo(lines, 'silent').error({}, 'a');
    silentLog.error({}, 'b');
    expect(lines).toEqual([]);
  });
});

describe('a secret number that slipped into a line', () => {
  it.each([
    ['the message', {}, `zaak van ${NUMBER}`],
    ['a field', { invoer: `bsn=${NUMBER}` }, 'x'],
    ['a field deep inside', { a: { b: [{ c: NUMBER }] } }, 'x'],
    ['the name of a field', { [NUMBER]: 1 }, 'x'],
    ['the message of an error', { err: new Error(`geen persoon ${NUMBER}`) }, 'x'],
  ])('is hidden in %s, and the line is still JSON', (_where, fields, message) => {
    const lines: string[] = [];
    logTo(lines).error(fields, message);
    expect(lines[0]).not.toContain(NUMBER);
    expect(lines[0]).toContain('*********');
    expect(JSON.parse(lines[0]!).niveau).toBe('error');
  });
  it('is hidden when it stands there as a number, and the line is still JSON', () => {
    const lines: string[] = [];
    logTo(lines).info({ nummer: Number(NUMBER), tekst: `":${NUMBER},"`, ms: 12 }, 'x');
    expect(lines[0]).not.toContain(NUMBER);
    expect(lines[0]!.endsWith('\n')).toBe(true);
    expect(JSON.parse(lines[0]!)).toMatchObject({ nummer: '*********', tekst: '":*********,"', ms: 12 });
  });
});

describe('an error in the log', () => {
  it('shows its kind, message and place, and none of its other properties', () => {
    const lines: string[] = [];
    const error = Object.assign(new TypeError('kapot'), {
      detail: 'Key (naam)=(Jansen) already exists.',
      parameters: ['Jansen'],
      cause: new Error('Jansen'),
    });
    logTo(lines).error({ err: error }, 'mislukt');
    const { err } = JSON.parse(lines[0]!);
    expect(Object.keys(err).sort()).toEqual(['melding', 'plaats', 'soort']);
    expect(err).toMatchObject({ soort: 'TypeError', melding: 'kapot' });
    expect(err.plaats[0]).toContain('log.test.ts');
    expect(lines[0]).not.toContain('Jansen');
  });
  it('shows no properties either under another name, or given as the fields themselves', () => {
    const lines: string[] = [];
    const error = Object.assign(new Error('kapot'), { detail: 'Jansen' });
    logTo(lines).error({ oorzaak: error }, 'mislukt');
    logTo(lines).error(error, 'mislukt');
    expect(lines.join()).not.toContain('Jansen');
    expect(JSON.parse(lines[0]!).oorzaak).toMatchObject({ soort: 'Error', melding: 'kapot' });
    expect(JSON.parse(lines[1]!)).toMatchObject({ err: { soort: 'Error', melding: 'kapot' }, wat: 'mislukt' });
  });
  it.each([
    ['nothing', null, 'object'],
    ['a text', 'Jansen', 'string'],
    ['an object', { naam: 'Jansen' }, 'object'],
  ])('that is %s shows only of what type it was', (_what, thrown, type) => {
    const lines: string[] = [];
    logTo(lines).error({ err: thrown }, 'mislukt');
    expect(JSON.parse(lines[0]!).err).toEqual({ soort: type });
  });
});
