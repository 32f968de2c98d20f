/** A4: the slot for schemas. A set as it is handed out compiles, judges in Dutch, reads nothing from elsewhere and leaks nothing. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { gedeeld } from '../xml/xsd.testhulp.ts';
import { laadXsdSet, type XsdSet, XsdSetFout } from './index.ts';

const XS = 'xmlns:xs="http://www.w3.org/2001/XMLSchema"';
const WORTEL = { namespace: 'urn:proef:bericht', naam: 'bericht' };

const octets = (text: string): Uint8Array => new TextEncoder().encode(text);
const set = (bestanden: Record<string, string>) =>
  new Map(Object.entries(bestanden).map(([naam, text]) => [naam, octets(text)]));

/** Two documents of one namespace, each imported by another document of the message: what libxml2 cannot do by itself. */
const PROEF = {
  'bericht/bericht.xsd': `<?xml version="1.0" encoding="ISO-8859-1"?>
<xs:schema ${XS} xmlns:b="urn:proef:bericht" xmlns:t="urn:proef:typen" targetNamespace="urn:proef:bericht" elementFormDefault="qualified">
  <xs:include schemaLocation="delen.xsd"/>
  <xs:import namespace="urn:proef:typen" schemaLocation="../typen/lang.xsd"/>
  <xs:element name="bericht"><xs:complexType><xs:sequence>
    <xs:element name="bsn" type="b:Bsn"/><xs:element name="tekst" type="t:Tekst" nillable="true" minOccurs="0"/>
    <xs:element name="soort" minOccurs="0"><xs:simpleType><xs:restriction base="xs:string"><xs:enumeration value="T"/></xs:restriction></xs:simpleType></xs:element>
  </xs:sequence><xs:attribute name="versie" use="required" type="xs:integer"/></xs:complexType></xs:element>
</xs:schema>`,
  'bericht/delen.xsd': `<xs:schema ${XS} xmlns:t="urn:proef:typen" targetNamespace="urn:proef:bericht">
  <xs:import namespace="urn:proef:typen" schemaLocation="../typen/kort.xsd"/>
  <xs:simpleType name="Bsn"><xs:restriction base="t:Cijfers"><xs:pattern value="[0-9]{9}"/></xs:restriction></xs:simpleType>
</xs:schema>`,
  'typen/lang.xsd': `<xs:schema ${XS} targetNamespace="urn:proef:typen">
  <xs:simpleType name="Tekst"><xs:restriction base="xs:string"><xs:maxLength value="5"/></xs:restriction></xs:simpleType>
</xs:schema>`,
  'typen/kort.xsd': `<xs:schema ${XS} targetNamespace="urn:proef:typen">
  <xs:simpleType name="Cijfers"><xs:restriction base="xs:string"/></xs:simpleType>
</xs:schema>`,
  'leesmij.txt': 'geen schema',
  'oud/los.xsd': `<xs:schema ${XS} targetNamespace="urn:proef:iets-anders"/>`,
};

const bericht = (inhoud: string, attrs = 'versie="1"') =>
  `<b:bericht xmlns:b="urn:proef:bericht" ${attrs}>${inhoud.replaceAll(/<(\/?)(?=\w)/g, '<$1b:')}</b:bericht>`;
const GOED = bericht('<bsn>999993653</bsn><tekst>hallo</tekst><soort>T</soort>');

describe('a set of schemas', () => {
  let proef: XsdSet;
  beforeAll(() => {
    proef = laadXsdSet(set(PROEF), WORTEL);
  });
  afterAll(() => proef.sluit());

  test('of which one namespace is imported in pieces judges as meant, and uses only what belongs to the message', () => {
    expect(proef.valideer(GOED)).toEqual([]);
    expect(proef.valideer(octets(GOED))).toEqual([]);
    expect(proef.bestanden).toEqual(['bericht/bericht.xsd', 'bericht/delen.xsd', 'typen/kort.xsd', 'typen/lang.xsd']);
  });

  test.each([
    [
      'too long',
      bericht('<bsn>999993653</bsn>\n<tekst>te lang</tekst>'),
      2,
      'bericht/tekst',
      'tekst is 7 tekens lang en mag hoogstens 5 zijn.',
    ],
    ['of another form', bericht('<bsn>99999365</bsn>'), 1, 'bericht/bsn', 'bsn heeft niet de vorm [0-9]{9}.'],
    [
      'not in the list',
      bericht('<bsn>999993653</bsn><soort>X</soort>'),
      1,
      'bericht/soort',
      'soort heeft een waarde die niet in de lijst van de XSD staat.',
    ],
    [
      'in the wrong place',
      bericht('<tekst>x</tekst>'),
      1,
      'bericht/tekst',
      'tekst staat hier niet goed. Hier hoort: bsn.',
    ],
    [
      'too much',
      bericht('<bsn>999993653</bsn><soort>T</soort><soort>T</soort>'),
      1,
      'bericht/soort[2]',
      'soort hoort hier niet.',
    ],
    ['not there', bericht(''), 1, 'bericht', 'bericht mist een element: bsn.'],
    [
      'an attribute that is not there',
      bericht('<bsn>999993653</bsn>', ''),
      1,
      'bericht',
      'bericht mist het attribuut versie.',
    ],
    [
      'an attribute of another form',
      bericht('<bsn>999993653</bsn>', 'versie="een"'),
      1,
      'bericht',
      'bericht heeft een waarde in het attribuut versie die niet past.',
    ],
    [
      'an attribute too much',
      bericht('<bsn>999993653</bsn>', 'versie="1" extra="x"'),
      1,
      'bericht',
      'bericht mag het attribuut extra niet hebben.',
    ],
    [
      'text where there may be none',
      bericht('x<bsn>999993653</bsn>'),
      1,
      'bericht',
      'bericht mag geen tekst bevatten.',
    ],
    [
      'nil where that may not be',
      bericht('<bsn xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:nil="true"/>'),
      1,
      'bericht/bsn',
      'bsn mag niet leeg worden gelaten met xsi:nil.',
    ],
    ['another message', '<iets/>', 1, 'iets', 'iets is geen begin van een bericht dat de XSD kent.'],
    ['no XML', 'geen xml', 1, null, 'Het bericht is geen leesbare XML.'],
    ['half a message', '<bericht xmlns="urn:proef:bericht">', 1, null, 'Het bericht is geen leesbare XML.'],
    ['nothing', '', 1, null, 'Het bericht is geen leesbare XML.'],
    [
      'a DOCTYPE',
      `<!DOCTYPE bericht [<!ENTITY a "b">]>${GOED}`,
      1,
      null,
      'Het bericht heeft een DOCTYPE. Dat mag niet.',
    ],
  ])('says in Dutch what is %s', (_naam, xml, regel, element, melding) => {
    expect(proef.valideer(xml)).toEqual([{ regel, element, melding }]);
  });

  test('names the element alone in a message with a default namespace', () => {
    expect(proef.valideer('<bericht xmlns="urn:proef:bericht" versie="1"><bsn>1</bsn></bericht>')).toMatchObject([
      { element: 'bsn' },
    ]);
  });

  test('never repeats what stands in the message, whatever that is', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^[a-z0-9 ]{6,30}$/),
        fc.constantFrom('bsn', 'tekst', 'soort', 'vreemd'),
        (text, naam) => {
          const waarde = `geheim${text}`;
          const fouten = proef.valideer(bericht(`<${naam}>${waarde}</${naam}>`, `versie="${waarde}"`));
          expect(fouten).not.toEqual([]);
          expect(JSON.stringify(fouten)).not.toContain('geheim');
        },
      ),
      { numRuns: 100 },
    );
  });

  test('keeps its memory flat over 20,000 messages, good and bad', () => {
    const [slecht, goed] = [octets(bericht('<bsn>1</bsn><tekst>te lang</tekst>')), octets(GOED)];
    const rondes = (aantal: number): void => {
      for (let i = 0; i < aantal; i += 1) proef.valideer(i % 4 === 0 ? slecht : goed);
    };
    rondes(2_000);
    // The memory of libxml2 lies outside the heap, and only grows when it runs full. One document kept each time would be over 100 MB.
    const before = process.memoryUsage().external;
    rondes(20_000);
    expect(process.memoryUsage().external - before).toBeLessThan(16 * 1024 * 1024);
  });
});

/** What the administrator reads when this set is loaded. */
function geweigerd(bestanden: Record<string, string>, wortel = WORTEL): readonly string[] {
  try {
    laadXsdSet(set(bestanden), wortel).sluit();
  } catch (fault) {
    if (!(fault instanceof XsdSetFout)) throw fault;
    return fault.fouten;
  }
  throw new Error('the set was not refused');
}

describe('a set is refused', () => {
  const begin = PROEF['bericht/bericht.xsd'];

  test('without schemas, or without one for this message', () => {
    expect(geweigerd({ 'a.txt': 'x' })).toEqual([expect.stringContaining('geen XSD-bestanden')]);
    expect(geweigerd(PROEF, { namespace: 'urn:proef:bericht', naam: 'ander' })).toEqual([
      expect.stringContaining('beschrijft het element ander in de namespace urn:proef:bericht'),
    ]);
  });

  test('with a DOCTYPE, or what is no schema', () => {
    expect(
      geweigerd({ 'a.xsd': `<!DOCTYPE x>${begin.slice(begin.indexOf('<xs:schema'))}`, 'b.xsd': '<a/>', 'c.xsd': 'x' }),
    ).toEqual([
      'a.xsd heeft een DOCTYPE. Vraag een XSD zonder DOCTYPE, of haal het weg.',
      'b.xsd is geen leesbaar XML-schema.',
      'c.xsd is geen leesbaar XML-schema.',
    ]);
  });

  test('when a reference leads out of it, to the internet or to the disk', () => {
    const { 'bericht/delen.xsd': _gone, ...zonder } = PROEF;
    // One of that name, but of another namespace, is another document.
    const ander = { 'anders/delen.xsd': PROEF['oud/los.xsd'] };
    expect(geweigerd({ ...zonder, ...ander })).toEqual([
      'bericht/bericht.xsd verwijst naar delen.xsd, maar dat zit er niet bij. Zet dat bestand in de map: van internet wordt niets opgehaald.',
    ]);
    for (const locatie of [
      'https://voorbeeld.example/delen.xsd',
      '/etc/delen.xsd',
      '../../../delen.xsd',
      'file:///delen.xsd',
    ]) {
      expect(geweigerd({ ...zonder, 'bericht/bericht.xsd': begin.replace('"delen.xsd"', `"${locatie}"`) })).toEqual([
        expect.stringContaining(`verwijst naar ${locatie}`),
      ]);
    }
  });

  test('when its parts do not fit, with the file and the line', () => {
    expect(geweigerd({ ...PROEF, 'typen/lang.xsd': PROEF['typen/lang.xsd'].replace('"Tekst"', '"Anders"') })).toEqual([
      expect.stringMatching(/^bericht\/bericht\.xsd, regel 5: dit verwijst naar iets dat nergens wordt beschreven\./),
    ]);
    const dubbel = `<xs:schema ${XS} targetNamespace="urn:proef:bericht"><xs:element name="bericht"/></xs:schema>`;
    expect(geweigerd({ ...PROEF, 'kopie.xsd': dubbel })).toEqual([
      expect.stringContaining('dit wordt twee keer beschreven. Laat één versie van de XSD in de map.'),
    ]);
  });
});

test('a set in one flat folder finds its parts by their names', () => {
  const plat = Object.fromEntries(Object.entries(PROEF).map(([pad, text]) => [pad.split('/').at(-1) ?? '', text]));
  const proef = laadXsdSet(set(plat), WORTEL);
  expect(proef.valideer(GOED)).toEqual([]);
  proef.sluit();
});

const STUF = gedeeld('xsd/stuf');

describe.skipIf(STUF === null)('the published StUF schemas, as handed out (needs ../shared)', () => {
  const folder = STUF ?? '';
  const bestanden = (patroon: string) =>
    new Map(globSync(patroon, { cwd: folder }).map((naam) => [naam, readFileSync(join(folder, naam))]));
  let stuf: XsdSet;
  beforeAll(() => {
    const alles = [...bestanden('**/*.xsd')].filter(([naam]) => !naam.startsWith('wrapper'));
    stuf = laadXsdSet(new Map(alles), { namespace: 'http://www.egem.nl/StUF/sector/zkn/0310', naam: 'zakLk01' });
  });
  afterAll(() => stuf.sluit());

  test('compile without a wrapper, and judge the samples', () => {
    for (const [naam, inhoud] of bestanden('samples/{geldig,semantisch-fout}/*.xml')) {
      expect([naam, stuf.valideer(inhoud)]).toEqual([naam, []]);
    }
    const fouten = [...bestanden('samples/ongeldig/*.xml')].sort().map(([, inhoud]) => stuf.valideer(inhoud));
    expect(fouten).toMatchObject([
      [
        {
          regel: 41,
          element: 'gerelateerde/natuurlijkPersoon/inp.bsn',
          melding: 'inp.bsn heeft niet de vorm [0-9]{9}.',
        },
      ],
      [
        {
          regel: 59,
          element: 'heeft/gerelateerde/omschrijving',
          melding: 'omschrijving is 96 tekens lang en mag hoogstens 80 zijn.',
        },
      ],
      [
        {
          regel: 62,
          element: 'object/heeft/datumStatusGezet',
          melding: 'datumStatusGezet heeft niet de vorm [0-9]{8,17}.',
        },
      ],
      [
        {
          regel: 49,
          element: 'zakLk01/object/heeftAlsInitiator',
          melding: 'heeftAlsInitiator staat hier niet goed. Hier hoort: heeft, leidtTot.',
        },
      ],
    ]);
  });
});
