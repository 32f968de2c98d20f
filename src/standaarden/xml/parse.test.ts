import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attrOf, child, childrenOf, descend, elementsOf, parseXml, textOf, XmlFault, type XmlLimits } from './index.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

function faultOf(input: string | Uint8Array, limits?: Partial<XmlLimits>): XmlFault {
  try {
    parseXml(input, limits);
  } catch (fault) {
    if (fault instanceof XmlFault) return fault;
    throw fault;
  }
  throw new Error('the document was accepted');
}

describe('a document that is read', () => {
  it('has namespaces instead of prefixes, so two spellings give the same tree', () => {
    const prefixed = parseXml('<a:x xmlns:a="urn:n" a:k="1" l="2"><a:y>t</a:y></a:x>');
    const plain = parseXml('<x xmlns="urn:n" xmlns:b="urn:n" b:k="1" l="2"><y>t</y></x>');
    expect(prefixed).toEqual(plain);
    expect(prefixed).toEqual({
      ns: 'urn:n',
      name: 'x',
      attrs: [
        { ns: 'urn:n', name: 'k', value: '1' },
        { ns: '', name: 'l', value: '2' },
      ],
      children: [{ ns: 'urn:n', name: 'y', attrs: [], children: ['t'] }],
    });
  });

  it('has text, CDATA and references joined, and comments and instructions left out', () => {
    const root = parseXml('<a>x<!-- c -->&lt;<![CDATA[<y>&]]>&#233;<?p i?>z<b/>w</a>');
    expect(root.children).toEqual(['x<<y>&éz', { ns: '', name: 'b', attrs: [], children: [] }, 'w']);
    expect(textOf(root)).toBe('x<<y>&ézw');
  });

  it('may start with a byte order mark, as bytes and as text', () => {
    expect(parseXml(utf8('\uFEFF<?xml version="1.0" encoding="utf-8"?><a/>')).name).toBe('a');
    expect(parseXml('\uFEFF<a/>').name).toBe('a');
  });

  it('keeps an attribute that is called like a property of every object', () => {
    expect(attrOf(parseXml('<a __proto__="x" constructor="y"/>'), '', '__proto__')).toBe('x');
  });

  it('may declare another encoding when it comes as text, since that was decoded already', () => {
    expect(parseXml('<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>').children).toEqual(['é']);
  });
});

describe('a document that is refused', () => {
  it.each([
    ['unclosed', '<a><b></a>', 'malformed'],
    ['empty', '', 'malformed'],
    ['only white space', '  \n', 'malformed'],
    ['two roots', '<a/><b/>', 'malformed'],
    ['an unknown entity', '<a>&nbsp;</a>', 'malformed'],
    ['an unbound prefix', '<p:a/>', 'malformed'],
    ['a prefix that starts with a digit', '<a xmlns:2.0p="u"/>', 'malformed'],
    ['a name that starts with a dot after its prefix', '<p:.a xmlns:p="u"/>', 'malformed'],
    ['the same attribute twice', '<a k="1" k="2"/>', 'malformed'],
    ['the same attribute twice by namespace', '<a xmlns:p="u" xmlns:q="u" p:k="1" q:k="2"/>', 'malformed'],
    ['a zero character', '<a>\0</a>', 'malformed'],
    ['a zero character reference', '<a>&#0;</a>', 'malformed'],
    ['XML 1.1', '<?xml version="1.1"?><a>&#1;</a>', 'malformed'],
    ['a DOCTYPE', '<!DOCTYPE a><a/>', 'doctype'],
    ['an entity bomb', '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><a>&c;</a>', 'doctype'],
    ['a way to a file', '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', 'doctype'],
    ['a DOCTYPE elsewhere', '<!DOCTYPE a PUBLIC "x" "http://127.0.0.1/x.dtd"><a/>', 'doctype'],
  ])('%s', (_, document, code) => {
    expect(faultOf(document).code).toBe(code);
    expect(faultOf(utf8(document)).code).toBe(code);
  });

  it.each([
    ['UTF-16 with a mark, little end first', Buffer.from('\uFEFF<a/>', 'utf16le')],
    ['UTF-16 with a mark, big end first', Buffer.from('\uFEFF<a/>', 'utf16le').swap16()],
    ['UTF-16 without a mark', Buffer.from('<a/>', 'utf16le')],
    ['Latin-1 without a declaration', Buffer.from('<a>é</a>', 'latin1')],
    ['a declared other encoding', utf8('<?xml version="1.0" encoding="ISO-8859-1"?><a/>')],
    ['an overlong UTF-8 sequence', Buffer.from([0x3c, 0x61, 0x3e, 0xc0, 0xbc, 0x2f, 0x61, 0x3e])],
  ])('other encodings: %s', (_, bytes) => {
    expect(faultOf(bytes).code).toBe('encoding');
  });

  it('half a character, which only text can hold', () => {
    expect(faultOf('<a>\ud800</a>').code).toBe('character');
  });

  it('says where, and never quotes the document', () => {
    const fault = faultOf('<a>\n  <bsn>999990019</c>');
    expect(fault).toMatchObject({ code: 'malformed', line: 2 });
    expect(fault.message).toMatch(/line 2, column \d+/);
    expect(fault.message).not.toContain('999990019');
  });
});

describe('the limits', () => {
  it('count bytes, not characters', () => {
    expect(faultOf('<a>éé</a>', { bytes: 10 }).code).toBe('limit');
    expect(faultOf(utf8('<a>éé</a>'), { bytes: 10 }).code).toBe('limit');
    expect(parseXml('<a>éé</a>', { bytes: 11 }).name).toBe('a');
  });

  it('let through exactly the depth, elements and attributes they name', () => {
    expect(parseXml('<a><b><c/></b></a>', { depth: 3, elements: 3 }).name).toBe('a');
    expect(faultOf('<a><b><c/></b></a>', { depth: 2 }).code).toBe('limit');
    expect(faultOf('<a><b/><c/></a>', { elements: 2 }).code).toBe('limit');
    expect(parseXml('<a k="1"><b l="2"/></a>', { attributes: 2 }).name).toBe('a');
    expect(faultOf('<a k="1"><b l="2"/></a>', { attributes: 1 }).code).toBe('limit');
  });

  it('stop a hundred thousand levels and a million attributes early', () => {
    expect(faultOf('<a>'.repeat(100_000)).code).toBe('limit');
    const attributes = Array.from({ length: 1_000_000 }, (_, i) => `a${i}=""`).join(' ');
    expect(faultOf(`<a ${attributes}/>`, { bytes: 100e6 }).code).toBe('limit');
  });
});

describe('the readers', () => {
  const root = parseXml('<a xmlns="u" xmlns:o="o" k="1" o:k="2"> x <b>1</b><o:b>2</o:b><b>3</b><c><d>4</d></c></a>');

  it('find children by namespace and name', () => {
    expect(textOf(child(root, 'u', 'b'))).toBe('1');
    expect(textOf(child(root, 'o', 'b'))).toBe('2');
    expect(childrenOf(root, 'u', 'b').map((el) => textOf(el))).toEqual(['1', '3']);
    expect(elementsOf(root).map(({ name }) => name)).toEqual(['b', 'b', 'b', 'c']);
    expect(child(root, '', 'b')).toBeUndefined();
  });

  it('walk a path, and tell an absent element from an empty one', () => {
    expect(textOf(descend(root, 'u', 'c', 'd'))).toBe('4');
    expect(descend(root, 'u', 'x', 'd')).toBeUndefined();
    expect(textOf(descend(root, 'u', 'c', 'e'))).toBeUndefined();
    expect(textOf(parseXml('<a/>'))).toBe('');
  });

  it('give own text verbatim and attributes by namespace', () => {
    expect(textOf(root)).toBe(' x ');
    expect([attrOf(root, '', 'k'), attrOf(root, 'o', 'k'), attrOf(root, 'u', 'k')]).toEqual(['1', '2', undefined]);
  });
});

it('whatever comes in, a tree or an XmlFault comes out', () => {
  const pieces = fc.constantFrom(
    '<a>',
    '</a>',
    '<a',
    '/>',
    ' k="',
    '"',
    '&#',
    ';',
    '<![CDATA[',
    ']]>',
    '<!--',
    '-->',
    '<?xml version="1.0"?>',
    '\0',
    'é',
    'xmlns:p="u"',
    'p:',
    '<!DOCTYPE a [',
  );
  fc.assert(
    fc.property(fc.array(fc.oneof(pieces, fc.string({ unit: 'binary' }))), (parts) => {
      try {
        expect(parseXml(parts.join('')).name).not.toBe('');
      } catch (fault) {
        expect(fault).toBeInstanceOf(XmlFault);
      }
    }),
    { numRuns: 1000, seed: 41 },
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        parseXml(bytes);
      } catch (fault) {
        expect(fault).toBeInstanceOf(XmlFault);
      }
    }),
    { numRuns: 1000, seed: 42 },
  );
});
