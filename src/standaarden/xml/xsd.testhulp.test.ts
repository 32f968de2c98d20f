import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gedeeld, laadSchema } from './xsd.testhulp.ts';

const ebms = gedeeld('xsd/ebms');
const stuf = gedeeld('xsd/stuf');
const lezen = (...path: string[]) => readFileSync(join(...path));

describe.skipIf(ebms === null)('the ebMS schemas (needs ../shared)', () => {
  it('accept each sample message and report a fault with its line', () => {
    const schema = laadSchema(ebms ?? '', 'msg-header-2_0.xsd');
    for (const name of readdirSync(join(ebms ?? '', 'samples/own')).filter((file) => !file.startsWith('cpa'))) {
      expect([name, schema.validate(lezen(ebms ?? '', 'samples/own', name))]).toEqual([name, []]);
    }
    const broken = lezen(ebms ?? '', 'samples/own/ping.xml')
      .toString()
      .replace(/<eb:CPAId>.*?<\/eb:CPAId>/s, '');
    expect(schema.validate(broken)).toEqual([expect.stringMatching(/^line \d+: .*CPAId/)]);
  });

  it('accept each sample CPA', () => {
    const schema = laadSchema(ebms ?? '', 'cpp-cpa-2_0.xsd');
    for (const name of readdirSync(join(ebms ?? '', 'samples')).filter((file) => file.endsWith('.xml'))) {
      expect([name, schema.validate(lezen(ebms ?? '', 'samples', name))]).toEqual([name, []]);
    }
  });
});

describe.skipIf(stuf === null)('the StUF schemas (needs ../shared)', () => {
  it('tell the valid samples from the invalid ones, whichever way the folder is named', () => {
    for (const schema of [
      laadSchema(stuf ?? '', 'wrapper/zakbericht.xsd'),
      laadSchema(join(stuf ?? '', 'wrapper'), 'zakbericht.xsd'),
    ]) {
      for (const name of readdirSync(join(stuf ?? '', 'samples/geldig'))) {
        expect([name, schema.validate(lezen(stuf ?? '', 'samples/geldig', name))]).toEqual([name, []]);
      }
      for (const name of readdirSync(join(stuf ?? '', 'samples/ongeldig'))) {
        expect(schema.validate(lezen(stuf ?? '', 'samples/ongeldig', name)), name).not.toEqual([]);
      }
    }
  });
});

describe('a document that is no XML', () => {
  it.skipIf(ebms === null)('is reported as faults, not thrown', () => {
    expect(laadSchema(ebms ?? '', 'envelope.xsd').validate('<a>')).not.toEqual([]);
  });
});
