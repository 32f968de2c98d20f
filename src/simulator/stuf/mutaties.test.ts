/**
 * What a citizen sees after each kind of message (L13), and which are refused. The messages come from our own writers, and the simulator
 * reads them with its own readers: so each is held against the other.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { EIGEN_SJABLOON, laadSjabloon, schrijfMoBericht } from '../../standaarden/mobericht/index.ts';
import {
  type Berichtsoort,
  type GeadresseerdeRol,
  standVan,
  writeZakLk01,
  type Zaakbericht,
} from '../../standaarden/stuf/index.ts';
import { passendMetSoort } from '../../standaarden/stuf/zaakbericht.testhulp.ts';
import { parseXml } from '../../standaarden/xml/index.ts';
import {
  BSN_MET_ACCOUNT,
  BSN_ZONDER_ACCOUNT,
  bericht,
  CPA,
  type Opstelling,
  PERSOON_MET_ACCOUNT,
  startOpstelling,
} from '../simulator.testhulp.ts';
import { leesMoBericht } from './mobericht.ts';
import { controleerInhoud, huidig, mutatieVan, statusVan } from './regels.ts';
import { leesZakLk01 } from './zaklk01.ts';

/** As the reader has it: one spelling, without white space around it. */
const sent = (text: string): string => text.normalize('NFC').trim();

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

const sjabloon = laadSjabloon(readFileSync(EIGEN_SJABLOON, 'utf8'));
let nummer = 0;

interface Keuze {
  readonly status?: string;
  readonly dag?: number;
  readonly rol?: GeadresseerdeRol;
  readonly bsn?: string;
  readonly zaak?: string;
  readonly einddatum?: string;
}

/** Each next one has a later tijdstip. */
function zaakbericht({
  status = 'Ontvangen',
  dag = 2,
  rol = 'initiator',
  bsn = BSN_MET_ACCOUNT,
  zaak = 'ZAAK-2026-1',
  einddatum,
}: Keuze = {}): Zaakbericht {
  nummer += 1;
  const geadresseerde = { rol, bsn: Bsn.parse(bsn) as Bsn, authentiek: true as const };
  return {
    referentienummer: `ref-${nummer}`,
    tijdstipBericht: `20261120093100${String(nummer).padStart(3, '0')}`,
    zender: { organisatie: CPA.peerPartyId, applicatie: 'Zaakbode', administratie: 'Gemeente Voorbeeld' },
    ontvanger: { organisatie: CPA.ownPartyId, applicatie: 'MijnOverheid', administratie: 'Lopende zaken' },
    zaak: {
      identificatie: zaak,
      omschrijving: 'Kapvergunning',
      startdatum: '2026-11-01',
      einddatum: einddatum ?? null,
    },
    zaaktype: { omschrijving: 'Kapvergunning aanvragen', code: 'B0366' },
    geadresseerde,
    status: {
      volgnummer: 1,
      omschrijving: status,
      toelichting: `Tekst bij ${status}`,
      datumStatusGezet: new Date(`2026-11-${String(dag).padStart(2, '0')}T08:30:00Z`),
    },
    verwijzing: { url: 'https://voorbeeld.example/zaken/1' },
  };
}

type Schrijver = (een: Zaakbericht, soort?: Berichtsoort) => string;
const viaSjabloon: Schrijver = (een, soort) => schrijfMoBericht(sjabloon, een, soort);
const INGETROKKEN: Berichtsoort = { soort: 'intrekking', ingetrokkenOp: new Date('2026-11-19T12:00:00Z') };

/** Delivers them one after the other; gives what became of each. */
async function lever(...inhoud: string[]): Promise<string[]> {
  const from = proef.simulator.ledger().length;
  for (const [i, xml] of inhoud.entries()) {
    expect((await proef.lever(bericht(`m-${from + i}@g.example`, xml))).status).toBe(204);
  }
  return proef.simulator
    .ledger()
    .slice(from)
    .map(({ uitkomst, foutcode }) => foutcode ?? uitkomst);
}

/** What stands on the page of a citizen: each zaak with its statussen. */
async function pagina(persoon = PERSOON_MET_ACCOUNT): Promise<{ statussen: string[]; html: string; zaken: number }> {
  const { body } = await proef.app.inject(`/simulator/burger/${persoon}`);
  const statussen = [...body.matchAll(/<li(?: aria-current="step")?><p>([^<]*)/g)].map((match) => match[1] ?? '');
  return { statussen, html: body, zaken: body.split('<article>').length - 1 };
}

describe.each([
  ['zakLk01', writeZakLk01 as Schrijver],
  ['MO-bericht', viaSjabloon],
])('as %s', (_vorm, schrijf) => {
  test('a status is shown with its text and the reference', async () => {
    expect(await lever(schrijf(zaakbericht()), schrijf(zaakbericht({ status: 'Besloten', dag: 3 })))).toEqual([
      'toegepast',
      'toegepast',
    ]);
    const { statussen, html } = await pagina();
    expect(statussen).toEqual(['Ontvangen', 'Besloten']);
    expect(html).toContain('Tekst bij Besloten');
    expect(html).toContain('href="https://voorbeeld.example/zaken/1"');
    expect(html).toContain('2 november 2026, 09.30');
  });

  test('a status that is withdrawn is no longer there; the one before it is the status again', async () => {
    await lever(schrijf(zaakbericht()), schrijf(zaakbericht({ status: 'Verkeerd', dag: 3 })));
    expect(await lever(schrijf(zaakbericht({ status: 'Verkeerd', dag: 3 }), INGETROKKEN))).toEqual(['toegepast']);
    expect((await pagina()).statussen).toEqual(['Ontvangen']);
    expect(proef.simulator.ledger().at(-1)).toMatchObject({ mutatie: 'intrekking', status: 'Verkeerd' });
    expect(await lever(schrijf(zaakbericht({ status: 'Goed', dag: 3 })))).toEqual(['toegepast']);
    expect((await pagina()).statussen).toEqual(['Ontvangen', 'Goed']);
  });

  test('withdrawing the only status leaves a zaak that says so', async () => {
    await lever(schrijf(zaakbericht()), schrijf(zaakbericht(), INGETROKKEN));
    const { zaken, statussen, html } = await pagina();
    expect([zaken, statussen]).toEqual([1, []]);
    expect(html).toContain('De gemeente heeft de status van deze zaak ingetrokken.');
  });

  test('withdrawing what is not known, or twice, is answered with StUF064', async () => {
    await lever(schrijf(zaakbericht()));
    expect(await lever(schrijf(zaakbericht({ dag: 9 }), INGETROKKEN))).toEqual(['StUF064']);
    expect(await lever(schrijf(zaakbericht({ zaak: 'ZAAK-2026-9' }), INGETROKKEN))).toEqual(['StUF064']);
    expect(await lever(schrijf(zaakbericht(), INGETROKKEN), schrijf(zaakbericht(), INGETROKKEN))).toEqual([
      'toegepast',
      'StUF064',
    ]);
  });

  test('a zaak that is removed is gone; removing it again is answered with StUF064', async () => {
    await lever(schrijf(zaakbericht()), schrijf(zaakbericht({ zaak: 'ZAAK-2026-2' })));
    const weg: Berichtsoort = { soort: 'verwijdering' };
    expect(await lever(schrijf(zaakbericht(), weg), schrijf(zaakbericht(), weg))).toEqual(['toegepast', 'StUF064']);
    const { html, zaken } = await pagina();
    expect(zaken).toBe(1);
    expect(html).not.toContain('ZAAK-2026-1');
    expect(await lever(schrijf(zaakbericht()))).toEqual(['toegepast']);
    expect((await pagina()).zaken).toBe(2);
  });

  test.each([
    ['mede_initiator', 'Mede-initiator'],
    ['belanghebbende', 'Belanghebbende'],
    ['gemachtigde', 'Gemachtigde'],
  ] as const)('somebody sees his zaak as %s, and what he is in it', async (rol, naam) => {
    expect(await lever(schrijf(zaakbericht({ rol })))).toEqual(['toegepast']);
    expect((await pagina()).html).toContain(`<dd>${naam}</dd>`);
  });

  test('somebody without an account sees nothing, as whatever', async () => {
    expect(await lever(schrijf(zaakbericht({ rol: 'gemachtigde', bsn: BSN_ZONDER_ACCOUNT })))).toEqual(['SIM001']);
  });
});

describe('a change with old and new', () => {
  test('of a status alone leaves what is known of the zaak as it was', async () => {
    const eerst = zaakbericht({ einddatum: '2026-11-18' });
    await lever(writeZakLk01(eerst));
    const volgend = zaakbericht({ status: 'Verzonden', dag: 4, einddatum: '2026-11-18' });
    expect(await lever(writeZakLk01(volgend, { soort: 'wijziging', oud: standVan(volgend) }))).toEqual(['toegepast']);
    const { statussen, html } = await pagina();
    expect(statussen).toEqual(['Ontvangen', 'Verzonden']);
    expect(html).toContain('Afgehandeld op');
  });

  test('closes a zaak, and withdrawing that status opens it again', async () => {
    await lever(writeZakLk01(zaakbericht()));
    const open = zaakbericht({ status: 'Klaar', dag: 4 });
    const dicht = zaakbericht({ status: 'Klaar', dag: 4, einddatum: '2026-11-18' });
    expect(await lever(writeZakLk01(dicht, { soort: 'wijziging' }))).toEqual(['toegepast']);
    expect((await pagina()).html).toContain('Afgehandeld (1)');
    const terug = { ...open, referentienummer: 'terug', tijdstipBericht: '20261121000000000' };
    expect(await lever(writeZakLk01(terug, { ...INGETROKKEN, oud: standVan(dicht) }))).toEqual(['toegepast']);
    const { html, statussen } = await pagina();
    expect(html).toContain('Lopend (1)');
    expect(statussen).toEqual(['Ontvangen']);
  });

  test('that names nobody, and a removal, reach everybody who sees the zaak and nobody else', async () => {
    const daan = { rol: 'gemachtigde', bsn: '999990019' } as const;
    await lever(
      writeZakLk01(zaakbericht()),
      writeZakLk01(zaakbericht(daan)),
      writeZakLk01(zaakbericht({ ...daan, zaak: 'ZAAK-2026-2' })),
    );
    const zonder = writeZakLk01(zaakbericht({ status: 'Besloten', dag: 5 }), { soort: 'wijziging' });
    expect(await lever(zonder.replaceAll(/<ZKN:heeftAlsInitiator[\s\S]*?<\/ZKN:heeftAlsInitiator>/g, ''))).toEqual([
      'toegepast',
    ]);
    expect((await pagina()).statussen).toEqual(['Ontvangen', 'Besloten']);
    expect((await pagina('p-3xq9')).statussen).toEqual(['Ontvangen', 'Besloten', 'Ontvangen']);
    expect(await lever(writeZakLk01(zaakbericht(), { soort: 'verwijdering' }))).toEqual(['toegepast']);
    expect([(await pagina()).zaken, (await pagina('p-3xq9')).zaken]).toEqual([0, 1]);
  });

  const W = () => writeZakLk01(zaakbericht({ dag: 5 }), { soort: 'wijziging' });
  const E = () => writeZakLk01(zaakbericht(), INGETROKKEN);
  const NIL =
    /<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="[TE]" xsi:nil="true" StUF:noValue="geenWaarde"\/>/;
  const object = (xml: string, nr: number): string => xml.match(/<ZKN:object [\s\S]*?<\/ZKN:object>/g)?.[nr] ?? '';

  test.each<[string, () => string, string]>([
    ['with three objects', () => W().replace('<ZKN:object ', `${object(W(), 0)}<ZKN:object `), 'StUF058'],
    ['with another zaak in oud', () => W().replace('>ZAAK-2026-1<', '>ZAAK-2026-7<'), 'StUF058'],
    [
      'with another sleutel in oud',
      () => W().replace('sleutelVerzendend="ZAAK-2026-1"', 'sleutelVerzendend="ZAAK-7"'),
      'StUF058',
    ],
    [
      'with a T as object',
      () => W().replaceAll('"ZAK" StUF:verwerkingssoort="W"', '"ZAK" StUF:verwerkingssoort="T"'),
      'StUF058',
    ],
    [
      'with the status in oud',
      () => {
        const xml = W();
        return xml.replace(object(xml, 0), '').replace('</ZKN:object>', `</ZKN:object>${object(xml, 0)}`);
      },
      'StUF058',
    ],
    ['without the place of the status in oud', () => W().replace(NIL, ''), 'StUF058'],
    [
      'of a status that is withdrawn without an end',
      () => E().replace(/<StUF:eindRelatie>.*<\/StUF:eindRelatie>/, ''),
      'StUF058',
    ],
    [
      'of a status that ended before it began',
      () => E().replace(/<StUF:eindRelatie>\d{4}/, '<StUF:eindRelatie>2020'),
      'StUF058',
    ],
    [
      'of a status that ended at no moment',
      () => E().replace(/<StUF:eindRelatie>\d{4}/, '<StUF:eindRelatie>x'),
      'StUF055',
    ],
    [
      'for two persons',
      () =>
        W().replaceAll(
          '<ZKN:heeftAlsInitiator',
          '<ZKN:heeftAlsGemachtigde><ZKN:gerelateerde/></ZKN:heeftAlsGemachtigde><ZKN:heeftAlsInitiator',
        ),
      'StUF058',
    ],
    ['for another person than before', () => W().replace(BSN_MET_ACCOUNT, BSN_ZONDER_ACCOUNT), 'StUF058'],
    [
      'that removes with a status',
      () =>
        writeZakLk01(zaakbericht())
          .replace('soort>T<', 'soort>V<')
          .replace('"ZAK" StUF:verwerkingssoort="T"', '"ZAK" StUF:verwerkingssoort="V"'),
      'StUF058',
    ],
    ['of an unknown mutatiesoort', () => W().replace('soort>W<', 'soort>C<'), 'StUF058'],
    [
      'of a zaak that is not known',
      () => writeZakLk01(zaakbericht({ zaak: 'ZAAK-2026-8' }), { soort: 'wijziging' }),
      'StUF064',
    ],
  ])('is refused %s', async (_naam, xml, code) => {
    await lever(writeZakLk01(zaakbericht()));
    expect(await lever(xml())).toEqual([code]);
    expect((await pagina()).statussen).toEqual(['Ontvangen']);
  });
});

test('after a restart the citizen sees the same: what was withdrawn and removed stays away', async () => {
  const map = mkdtempSync(join(tmpdir(), 'simulator-'));
  const ledgerFile = join(map, 'grootboek.jsonl');
  await proef.close();
  proef = await startOpstelling({ ledgerFile });
  await lever(
    writeZakLk01(zaakbericht({ rol: 'belanghebbende' })),
    writeZakLk01(zaakbericht({ status: 'Fout', dag: 3 })),
    writeZakLk01(zaakbericht({ status: 'Fout', dag: 3 }), INGETROKKEN),
    writeZakLk01(zaakbericht({ zaak: 'ZAAK-2026-2' })),
    writeZakLk01(zaakbericht({ zaak: 'ZAAK-2026-2' }), { soort: 'verwijdering' }),
  );
  const before = [proef.simulator.ledger(), await pagina()];
  await proef.close();
  proef = await startOpstelling({ ledgerFile });
  expect([proef.simulator.ledger(), await pagina()]).toEqual(before);
  expect(proef.simulator.ledger().map(({ mutatie }) => mutatie)).toEqual([
    'status',
    'status',
    'intrekking',
    'status',
    'verwijdering',
  ]);
  expect(await pagina()).toMatchObject({ statussen: ['Ontvangen'], zaken: 1 });
  rmSync(map, { recursive: true });
});

test.each([
  ['zakLk01', writeZakLk01 as Schrijver, leesZakLk01],
  ['MO-bericht', viaSjabloon, leesMoBericht],
])(
  'whatever we can write as %s, up to the longest texts, the simulator takes as it was meant',
  (_vorm, schrijf, lees) => {
    const niemand = { organisatie: null, applicatie: null, administratie: null };
    fc.assert(
      fc.property(passendMetSoort, ([een, soort]) => {
        const gelezen = lees(parseXml(schrijf(een, soort)));
        if (gelezen === null) throw new Error('not read');
        expect(controleerInhoud(gelezen, { ontvanger: niemand, zender: '' })).toBeNull();
        const mutatie = soort.soort === 'toevoeging' || soort.soort === 'wijziging' ? 'status' : soort.soort;
        expect(mutatieVan(gelezen)).toBe(mutatie);
        const status = statusVan(gelezen);
        expect(status?.omschrijving ?? null).toBe(mutatie === 'verwijdering' ? null : sent(een.status.omschrijving));
        expect(huidig(gelezen)?.omschrijving).toBe(sent(een.zaak.omschrijving));
      }),
      { numRuns: 150, seed: 20261122 },
    );
  },
);
