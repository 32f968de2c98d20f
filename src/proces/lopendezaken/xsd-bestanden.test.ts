import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeZip } from '../../platform/zip/index.ts';
import { laadXsdSet } from '../../standaarden/xsd/index.ts';
import { leesXsdBestanden } from './xsd-bestanden.ts';

const SCHEMA = `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:proef"><include schemaLocation="diep/b.xsd"/></schema>`;
const DIEP = `<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:proef"><element name="a" type="string"/></schema>`;
const ZIP = new Map([
  ['a.xsd', Buffer.from(SCHEMA)],
  ['diep/b.xsd', Buffer.from(DIEP)],
  ['leesmij.txt', Buffer.from('x')],
]);

let map: string;
beforeEach(() => {
  map = mkdtempSync(join(tmpdir(), 'xsd-'));
});
afterEach(() => rmSync(map, { recursive: true }));

describe('A4: the schemas that the administrator names', () => {
  it('come from a folder, also from folders in it', async () => {
    mkdirSync(join(map, 'diep'));
    for (const [naam, inhoud] of ZIP) writeFileSync(join(map, naam), inhoud);
    const bestanden = await leesXsdBestanden(map);
    expect([...bestanden.keys()].sort()).toEqual(['a.xsd', 'diep/b.xsd']);
    const set = laadXsdSet(bestanden, { namespace: 'urn:proef', naam: 'a' });
    expect(set.valideer('<a xmlns="urn:proef">goed</a>')).toEqual([]);
    set.sluit();
  });

  it('come from a zip archive', async () => {
    writeFileSync(join(map, 'set.zip'), writeZip(ZIP));
    const bestanden = await leesXsdBestanden(join(map, 'set.zip'));
    laadXsdSet(bestanden, { namespace: 'urn:proef', naam: 'a' }).sluit();
  });

  it('are missed with the path, and what is no archive with the reason', async () => {
    await expect(leesXsdBestanden(join(map, 'weg'))).rejects.toThrow(/geen map of zip-bestand .*weg/);
    writeFileSync(join(map, 'set.zip'), 'geen zip');
    await expect(leesXsdBestanden(join(map, 'set.zip'))).rejects.toThrow(/Dit is geen zip-bestand/);
  });
});
