/** Addresses of our own: recognised on every base, and on nothing that only looks like one. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { baseLiteral, baseOf, isUuid, ownId } from './references.ts';

const BASES = ['https://zaken.example', 'https://poort.example/gemeente', 'http://127.0.0.1:8080'];
const HREF = '/zaken/api/v1/zaken';

describe('ownId', () => {
  it('finds the uuid back in any address of ours, in lower case', () => {
    fc.assert(
      fc.property(fc.constantFrom(...BASES), fc.uuid(), fc.boolean(), (base, uuid, upper) => {
        expect(ownId(`${base}${HREF}/${upper ? uuid.toUpperCase() : uuid}`, HREF, BASES)).toBe(uuid);
      }),
    );
  });
  it.each([
    ['another host', 'https://elders.example/zaken/api/v1/zaken/'],
    ['a host that begins like ours', 'https://zaken.example.elders.example/zaken/api/v1/zaken/'],
    ['our host as user name', 'https://zaken.example@elders.example/zaken/api/v1/zaken/'],
    ['another resource', 'https://zaken.example/zaken/api/v1/statussen/'],
    ['another scheme', 'http://zaken.example/zaken/api/v1/zaken/'],
    ['a base without its path', 'https://poort.example/zaken/api/v1/zaken/'],
    ['a detour', 'https://zaken.example/x/../zaken/api/v1/zaken/'],
  ])('is null for %s', (_, prefix) => {
    expect(ownId(`${prefix}00000000-0000-4000-8000-000000000000`, HREF, BASES)).toBeNull();
  });
  it('is null for what is no uuid, or more than one', () => {
    for (const tail of ['', '1', `${'0'.repeat(36)}`, '00000000-0000-4000-8000-000000000000/audittrail']) {
      expect(ownId(`${BASES[0]}${HREF}/${tail}`, HREF, BASES)).toBeNull();
    }
  });
});

describe('baseOf', () => {
  it.each([
    ['https', 'zaken.example', BASES[0]],
    ['https', 'poort.example', BASES[1]],
    ['http', '127.0.0.1:8080', BASES[2]],
    ['http', 'zaken.example', BASES[0]],
    ['https', 'elders.example', BASES[0]],
    ['https', 'poort.example.elders.example', BASES[0]],
  ])('%s://%s', (protocol, host, base) => expect(baseOf(protocol, host, BASES)).toBe(base));
});

describe('isUuid and baseLiteral', () => {
  it('a uuid is whole and nothing more', () => {
    expect(isUuid('01890a5d-ac96-774b-bcce-b302099a8057')).toBe(true);
    for (const text of [
      '',
      '01890a5d-ac96-774b-bcce-b302099a805',
      ' 01890a5d-ac96-774b-bcce-b302099a8057',
      "x' or '1",
    ]) {
      expect(isUuid(text)).toBe(false);
    }
    expect(isUuid('01890a5d-ac96-774b-bcce-b302099a8057\n')).toBe(false);
  });
  it('a base cannot end its own literal', () => expect(baseLiteral("https://a'b")).toBe("'https://a''b'"));
});
