import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJqPad, wijsAan } from './jqpad.ts';

const document = { record: { data: { 'met spatie': [{ x: 1 }, { x: 2 }] } }, leeg: null, 'a.b': 3 };

describe('a place in a document, as jq writes it', () => {
  it.each([
    ['.', document],
    ['.record.data', document.record.data],
    ['.record["data"]', document.record.data],
    ['.["record"].data."met spatie"[1].x', 2],
    ['.["a.b"]', 3],
    ['.leeg', null],
    ['.leeg.verder', undefined],
    ['.record[0]', undefined],
    ['.record.data."met spatie"[9]', undefined],
    ['.toString', undefined],
    ['.record.__proto__', undefined],
  ])('%s', (pad, found) => {
    expect(isJqPad(pad)).toBe(true);
    expect(wijsAan(document, pad)).toEqual(found);
  });
  it.each([
    '',
    'record',
    '. | length',
    '.a | .b',
    '..',
    '.a.',
    '.[]',
    '.a[1:2]',
    '.a?',
    'input',
    '$ENV',
    '.a\n',
    '.a.0',
  ])('is not %j', (text) => expect(isJqPad(text)).toBe(false));
  it('finds every key by its quoted name, and never throws', () => {
    const key = fc.string().filter((text) => !/["\\]/.test(text));
    fc.assert(
      fc.property(fc.array(key, { maxLength: 5 }), fc.jsonValue(), (keys, waarde) => {
        const json = keys.toReversed().reduce<unknown>((inner, name) => ({ [`${name}`]: inner }), waarde);
        const pad = `.${keys.map((name) => `["${name}"]`).join('')}`;
        if (keys.includes('__proto__') || pad.includes('\n')) return;
        expect(isJqPad(pad)).toBe(true);
        expect(wijsAan(json, pad)).toEqual(waarde);
      }),
    );
    fc.assert(fc.property(fc.string(), fc.jsonValue(), (pad, json) => void wijsAan(json, pad)));
  });
});
