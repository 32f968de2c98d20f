/** Archives: our own come back as they went, those of another program are read, and nothing else is. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readZip, writeZip, ZipFault } from './index.ts';

const LIMITS = { maxBytes: 10_000_000, maxFiles: 100 };
const text = (content: string): Uint8Array => Buffer.from(content);
const archive = fc
  .dictionary(fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }), fc.uint8Array({ maxLength: 2_000 }))
  .map((files) => new Map(Object.entries(files).filter(([name]) => name.isWellFormed() && !name.endsWith('/'))));

describe('an archive', () => {
  it('comes back as it went, whatever is in it, and the same files give the same bytes', () => {
    fc.assert(
      fc.property(archive, (files) => {
        const zip = writeZip(files);
        const back = readZip(zip, LIMITS);
        expect([...back.keys()]).toEqual([...files.keys()]);
        for (const [name, content] of files) expect(Buffer.compare(back.get(name)!, content)).toBe(0);
        expect(Buffer.compare(writeZip(files), zip)).toBe(0);
      }),
    );
  });

  it('that is damaged anywhere is refused or read as it was: never as something else, never with another error', () => {
    const files = new Map([
      ['Catalogus.json', text(JSON.stringify([{ domein: 'ABCDE' }]).repeat(40))],
      ['ZaakType.json', text('[]')],
    ]);
    const good = writeZip(files);
    fc.assert(
      fc.property(fc.nat(good.length - 1), fc.integer({ min: 1, max: 255 }), fc.boolean(), (at, flip, cut) => {
        const bad = Buffer.from(cut ? good.subarray(0, at) : good);
        if (!cut) bad[at]! ^= flip;
        try {
          for (const content of readZip(bad, LIMITS).values())
            expect([...files.values()].some((one) => Buffer.compare(one, content) === 0)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ZipFault);
        }
      }),
      { numRuns: 1_000 },
    );
  });

  it('of more than the limit is refused before it is unpacked', () => {
    const zip = writeZip(new Map([['groot', Buffer.alloc(1_000_000)]]));
    expect(zip.length).toBeLessThan(2_000);
    expect(() => readZip(zip, { ...LIMITS, maxBytes: 999_999 })).toThrow('te groot');
    const many = writeZip(new Map(Array.from({ length: 101 }, (_, i) => [String(i), text('x')])));
    expect(() => readZip(many, LIMITS)).toThrow('hoogstens 100');
  });

  it('with a comment, or with folders in it, is read all the same', () => {
    const zip = writeZip(
      new Map([
        ['map/', text('')],
        ['map/a.json', text('[1]')],
      ]),
    );
    const comment = Buffer.from('van elders');
    zip.writeUInt16LE(comment.length, zip.length - 2);
    expect([...readZip(Buffer.concat([zip, comment]), LIMITS).keys()]).toEqual(['map/a.json']);
  });
});

/** Python's zipfile writes what Open Zaak writes. */
const python = (() => {
  try {
    return execFileSync('python3', ['--version']).length > 0;
  } catch {
    return false;
  }
})();

describe.skipIf(!python)('beside another program (absent: skipped)', () => {
  it('we read what it writes, and it reads what we write', () => {
    const map = mkdtempSync(join(tmpdir(), 'zaakbode-zip-'));
    try {
      const [theirs, ours] = [join(map, 'theirs.zip'), join(map, 'ours.zip')];
      const write = `import zipfile,sys
with zipfile.ZipFile(sys.argv[1],'w') as z:
    z.writestr('Catalogus.json','[{"a": 1}]')
with zipfile.ZipFile(sys.argv[1],'a',zipfile.ZIP_DEFLATED) as z:
    z.writestr('ZaakType.json','x'*5000)`;
      execFileSync('python3', ['-c', write, theirs]);
      const read = readZip(readFileSync(theirs), LIMITS);
      expect(Buffer.from(read.get('Catalogus.json')!).toString()).toBe('[{"a": 1}]');
      expect(read.get('ZaakType.json')).toHaveLength(5_000);
      writeFileSync(ours, writeZip(new Map([['één.json', text('{"b": 2}'.repeat(99))]])));
      const test = `import zipfile,sys
z=zipfile.ZipFile(sys.argv[1])
assert z.testzip() is None
print(z.namelist()[0], len(z.read(z.namelist()[0])))`;
      expect(execFileSync('python3', ['-c', test, ours], { env: { ...process.env, PYTHONUTF8: '1' } }).toString()).toBe(
        'één.json 792\n',
      );
    } finally {
      rmSync(map, { recursive: true, force: true });
    }
  });
});
