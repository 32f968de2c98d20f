/** A2: the MO-bericht. A template that cannot give a broken message is the only one that is taken. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { InvalidBericht } from '../stuf/index.ts';
import { passendMetSoort, TEST_BSN, voorbeeld } from '../stuf/zaakbericht.testhulp.ts';
import { child, parseXml, textOf, type XmlElement } from '../xml/index.ts';
import { EIGEN_NAMESPACE, EIGEN_SJABLOON, laadSjabloon, PLAATSEN, SjabloonFout, schrijfMoBericht } from './index.ts';

const EIGEN = readFileSync(EIGEN_SJABLOON, 'utf8');
const eigen = laadSjabloon(EIGEN);
const base = voorbeeld();

/** Elements and attributes by name, in order, for a small document. */
function plat(el: XmlElement, pad = ''): string[] {
  const hier = `${pad}/${el.name}`;
  return [
    ...el.attrs.map(({ name, value }) => `${hier}@${name}=${value}`),
    ...(textOf(el).trim() === '' ? [] : [`${hier}=${textOf(el)}`]),
    ...el.children.flatMap((node) => (typeof node === 'string' ? [] : plat(node, hier))),
  ];
}

describe('our own template', () => {
  test('says that it is our own reading, in a namespace that looks like nobody else', () => {
    expect(EIGEN).toContain('Dit is onze eigen uitleg.');
    expect(eigen.wortel).toEqual({ namespace: EIGEN_NAMESPACE, naam: 'zaakbericht' });
    expect(EIGEN_NAMESPACE).toMatch(/^urn:x-zaakbode:/);
  });

  test('tells everything that a zaakbericht holds, and leaves its remarks at home', () => {
    const text = schrijfMoBericht(eigen, base);
    expect(text).not.toContain('<!--');
    expect(text).not.toMatch(/\n\s*\n/);
    expect(plat(parseXml(text))).toEqual([
      '/zaakbericht@soort=status',
      '/zaakbericht/referentie=0190a1b2-0000-7000-8000-000000000001',
      '/zaakbericht/tijdstip=20261102093100123',
      '/zaakbericht/afzender@nummer=00000001002564440000',
      '/zaakbericht/afzender@applicatie=Zaakbode',
      '/zaakbericht/afzender=Gemeente Voorbeeld',
      '/zaakbericht/ontvanger@nummer=00000004003214345001',
      '/zaakbericht/ontvanger@applicatie=MijnOverheid',
      '/zaakbericht/ontvanger=Lopende zaken',
      '/zaakbericht/persoon@rol=initiator',
      '/zaakbericht/persoon@authentiek=true',
      '/zaakbericht/persoon/bsn=999993653',
      '/zaakbericht/zaak/nummer=ZAAK-2026-0000012345',
      '/zaakbericht/zaak/omschrijving=Kapvergunning Lindelaan 3',
      '/zaakbericht/zaak/toelichting=Eén linde in de achtertuin',
      '/zaakbericht/zaak/soort=Kapvergunning aanvragen',
      '/zaakbericht/zaak/begonnen=2026-11-01',
      '/zaakbericht/zaak/uiterlijk=2026-12-28',
      '/zaakbericht/zaak/verwijzing@href=https://mijn.voorbeeld.example/zaken/ZAAK-2026-0000012345',
      '/zaakbericht/status@volgnummer=1',
      '/zaakbericht/status/omschrijving=Ontvangen',
      '/zaakbericht/status/toelichting=Wij hebben uw aanvraag ontvangen.',
      '/zaakbericht/status/gezet=2026-11-02T09:30:15.250+01:00',
    ]);
  });

  test('tells a withdrawal and a removal; of a removed zaak no status', () => {
    const ingetrokkenOp = new Date('2026-07-03T06:55:00Z');
    const status = { ...base.status, datumStatusGezet: new Date('2026-07-02T08:30:15.250Z') };
    const weg = plat(parseXml(schrijfMoBericht(eigen, { ...base, status }, { soort: 'intrekking', ingetrokkenOp })));
    expect(weg).toContain('/zaakbericht@soort=intrekking');
    expect(weg).toContain('/zaakbericht/status/ingetrokken=2026-07-03T08:55:00.000+02:00');
    const verwijderd = schrijfMoBericht(eigen, base, { soort: 'verwijdering' });
    expect(verwijderd).toContain('soort="verwijdering"');
    expect(verwijderd).not.toContain('<status');
    expect(verwijderd).not.toContain('<toelichting');
  });

  test('tells the two moments of the repeated hour apart', () => {
    const gezet = (instant: string) => {
      const status = { ...base.status, datumStatusGezet: new Date(instant) };
      return /<gezet>(.*)<\/gezet>/.exec(schrijfMoBericht(eigen, { ...base, status }))?.[1];
    };
    expect(gezet('2026-10-25T00:30:00Z')).toBe('2026-10-25T02:30:00.000+02:00');
    expect(gezet('2026-10-25T01:30:00Z')).toBe('2026-10-25T02:30:00.000+01:00');
    // A status from a register with faults in its dates is still a moment that can be read.
    expect(gezet('1892-04-30T23:59:59.999Z')).toMatch(/^1892-05-01T00:[12]\d:59\.999\+00:[12]\d$/);
  });

  test('is not filled with what StUF would refuse', () => {
    expect(() => schrijfMoBericht(eigen, { ...base, tijdstipBericht: '2026' })).toThrow(InvalidBericht);
  });
});

/** All places in text and in an attribute, each in a block too. */
const ALLES = `<m xmlns="urn:x">${PLAATSEN.map(
  ({ naam }) =>
    `<v n="${naam}" in='{{${naam}}}'>{{#${naam}}}<er>{{ ${naam} }}</er>{{/${naam}}}{{^${naam}}}<leeg/>{{/${naam}}}</v>`,
).join('\n')}</m>`;

test('any bericht gives well-formed XML in which each value reads back, in text and in an attribute', () => {
  const alles = laadSjabloon(ALLES);
  fc.assert(
    fc.property(passendMetSoort, ([bericht, soort]) => {
      const root = parseXml(schrijfMoBericht(alles, bericht, soort));
      const rows = root.children.filter((node) => typeof node !== 'string');
      expect(rows).toHaveLength(PLAATSEN.length);
      for (const [i, { waarde }] of PLAATSEN.entries()) {
        const row = rows[i] as XmlElement;
        const value = waarde(bericht, soort);
        const wanted = value === null || value.trim() === '' ? null : value.normalize('NFC');
        expect(row.attrs[1]?.value).toBe(wanted ?? '');
        expect(textOf(child(row, 'urn:x', 'er')) ?? null).toBe(wanted);
        expect(child(row, 'urn:x', 'leeg') === undefined).toBe(wanted !== null);
      }
      parseXml(schrijfMoBericht(eigen, bericht, soort));
    }),
    { numRuns: 60 },
  );
});

function geweigerd(tekst: string): readonly string[] {
  try {
    laadSjabloon(tekst);
  } catch (fault) {
    if (!(fault instanceof SjabloonFout)) throw fault;
    return fault.fouten;
  }
  throw new Error('the template was not refused');
}

describe('a template is refused', () => {
  /** The required places, so that a test sees its own fault alone. */
  const vol = (rest: string): string =>
    `<m>${PLAATSEN.filter(({ verplicht }) => verplicht)
      .map(({ naam }) => `{{${naam}}}`)
      .join('')}{{bericht.tijdstip}}\n${rest}</m>`;

  test.each([
    ['a name that does not exist', vol('{{zaak.bsn}}'), 'Regel 2: {{zaak.bsn}} bestaat niet.'],
    ['a block that does not exist', vol('{{#zaak}}<a/>{{/zaak}}'), 'Regel 2: {{zaak}} bestaat niet.'],
    ['no name at all', vol('{{ }}'), 'Regel 2: wat tussen {{ en }} staat is geen naam.'],
    ['a name that is not closed', vol('{{zaak.toelichting'), 'Achter {{ staat nergens }}.'],
    ['what is no XML', vol('<a>'), 'Het sjabloon is geen goede XML; verbeter het (regel 2).'],
    ['a DOCTYPE', `<!DOCTYPE m>${vol('')}`, 'Het sjabloon heeft een DOCTYPE'],
    ['another encoding', `<?xml version="1.0" encoding="ISO-8859-1"?>${vol('')}`, 'Bewaar het sjabloon in UTF-8.'],
    ['a name in a tag', vol('<a {{zaak.toelichting}}="x"/>'), 'Regel 2: een naam tussen {{ en }} staat in tekst'],
    ['a name as a tag', vol('<{{zaak.toelichting}}/>'), 'Regel 2: een naam tussen {{ en }} staat in tekst'],
    [
      'a block in an attribute',
      vol('<a b="{{#zaak.toelichting}}x{{/zaak.toelichting}}"/>'),
      'Regel 2: een blok kan niet',
    ],
    ['a name in CDATA', vol('<![CDATA[{{zaak.toelichting}}]]>'), 'Regel 2: een naam tussen {{ en }} kan niet in CDATA'],
    [
      'half an element in a block',
      vol('{{#zaak.toelichting}}<a>{{/zaak.toelichting}}</a>'),
      'Regel 2: het blok zaak.toelichting bevat geen hele elementen.',
    ],
    [
      'the end of one element and the begin of another',
      vol('<a>{{#zaak.toelichting}}</a><a>{{/zaak.toelichting}}</a>'),
      'Regel 2: het blok zaak.toelichting bevat geen hele elementen.',
    ],
    ['a block that is not closed', vol('{{#zaak.toelichting}}<a/>'), 'het blok zaak.toelichting wordt niet gesloten.'],
    ['a block that was not opened', vol('{{/zaak.toelichting}}'), 'Regel 2: {{/zaak.toelichting}} sluit geen blok'],
    [
      'blocks that cross',
      vol('{{#zaak.toelichting}}{{#status.toelichting}}<a/>{{/zaak.toelichting}}{{/status.toelichting}}'),
      'Regel 2: {{/zaak.toelichting}} sluit geen blok',
    ],
    [
      'the root in a block',
      `{{#zaak.toelichting}}${vol('')}{{/zaak.toelichting}}`,
      'het blok zaak.toelichting staat buiten het buitenste element.',
    ],
    [
      'a required name that is missing',
      vol('').replace('{{geadresseerde.bsn}}', ''),
      'Het sjabloon mist {{geadresseerde.bsn}}.',
    ],
    [
      'no tijdstip',
      vol('').replace('{{bericht.tijdstip}}', ''),
      'Het sjabloon mist {{bericht.tijdstip of bericht.tijdstipCijfers}}.',
    ],
  ])('with %s', (_naam, tekst, fout) => {
    expect(geweigerd(tekst).map((one) => one.includes(fout))).toContain(true);
  });

  test('with every fault at once, and never with another error, whatever stands in it', () => {
    expect(geweigerd('<m/>').length).toBeGreaterThan(7);
    const stukken = [
      '<a>',
      '</a>',
      '<b/>',
      '{{',
      '}}',
      '{{#zaak.toelichting}}',
      '{{/zaak.toelichting}}',
      '"',
      '<!--',
      '-->',
      'x',
      '\n',
      '<',
      "'",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...stukken), { maxLength: 25 }), (delen) => {
        try {
          const sjabloon = laadSjabloon(vol(delen.join('')));
          parseXml(schrijfMoBericht(sjabloon, base));
          const { toelichting: _gone, ...zaak } = base.zaak;
          parseXml(schrijfMoBericht(sjabloon, { ...base, zaak }));
        } catch (fault) {
          if (!(fault instanceof SjabloonFout)) throw fault;
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

test('the BSN stands where the template puts it, and nowhere else', () => {
  expect(schrijfMoBericht(eigen, base).split(TEST_BSN)).toHaveLength(2);
});

test('each name stands in the manual, with what it means and whether it is required', () => {
  const manual = readFileSync(new URL('../../../docs/zaakbericht.md', import.meta.url), 'utf8');
  const rows = PLAATSEN.map(
    ({ naam, betekenis, verplicht }) => `| \`${naam}\`${verplicht ? ' *' : ''} | ${betekenis} |`,
  );
  expect(manual).toContain(`\n${rows.join('\n')}\n`);
});
