import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  acknowledgmentOp,
  BSN_ZONDER_ACCOUNT,
  bericht,
  type Opstelling,
  PERSOON_MET_ACCOUNT,
  startOpstelling,
  zakLk01,
} from '../simulator.testhulp.ts';

let proef: Opstelling;
beforeEach(async () => {
  proef = await startOpstelling();
});
afterEach(() => proef.close());

/** Delivers the zaakberichten one after the other, each under its own MessageId. */
async function lever(...inhoud: string[]): Promise<void> {
  for (const xml of inhoud) {
    const nr = proef.simulator.ledger().length + 1;
    expect((await proef.lever(bericht(`m-${nr}@g.example`, xml))).status).toBe(204);
  }
}

/** The texts of the statussen on the page of the citizen. */
async function statussen(): Promise<string[]> {
  const { body } = await proef.app.inject(`/simulator/burger/${PERSOON_MET_ACCOUNT}`);
  return [...body.matchAll(/<li(?: aria-current="step")?><p>([^<]*)/g)].map((match) => match[1] ?? '');
}

const uitkomsten = () => proef.simulator.ledger().map(({ uitkomst, foutcode }) => foutcode ?? uitkomst);

describe('a zaakbericht that is in order', () => {
  test('T shows a first and a next status', async () => {
    await lever(
      zakLk01(),
      zakLk01({
        referentie: 'r2',
        tijdstip: '20261103100000000',
        datum: '20261103095900000',
        status: 'In behandeling',
      }),
    );
    expect(uitkomsten()).toEqual(['toegepast', 'toegepast']);
  });

  test('W with the old and the current object shows the status of the current one', async () => {
    await lever(
      zakLk01(),
      zakLk01({
        referentie: 'r2',
        tijdstip: '20261103100000000',
        datum: '20261103095900000',
        status: 'Klaar',
        mutatiesoort: 'W',
      }),
    );
    expect(proef.simulator.ledger()[1]).toMatchObject({ toegepast: true, status: 'Klaar' });
  });

  test('of exactly the longest allowed texts, counted in characters, is taken', async () => {
    await lever(
      zakLk01({
        status: '😀'.repeat(80),
        omschrijving: 'é'.repeat(80),
        statusToelichting: 'a'.repeat(1000),
        zaaknummer: 'Z'.repeat(40),
      }),
    );
    expect(uitkomsten()).toEqual(['toegepast']);
  });
});

describe('refused with a foutbericht, first in the order of the StUF table', () => {
  const without = (element: string): string => zakLk01().replace(new RegExp(`<${element}>[^<]*</${element}>`), '');
  test.each([
    ['another ontvanger', zakLk01({ ontvanger: '00000001111111111000' }), 'StUF010', 'Fo03'],
    ['another zender', zakLk01({ zender: '00000001111111111000' }), 'StUF013', 'Fo03'],
    ['another ontvanger and a broken BSN', zakLk01({ ontvanger: '0', bsn: '123456789' }), 'StUF010', 'Fo03'],
    ['another berichtcode', zakLk01().replace('>Lk01<', '>Lk02<'), 'StUF022', 'Fo03'],
    ['another kind of XML', '<hallo/>', 'StUF022', 'Fo03'],
    ['another entiteittype', zakLk01().replace('>ZAK<', '>NPS<'), 'StUF028', 'Fo03'],
    ['no XML', 'geen xml', 'StUF055', 'Fo01'],
    ['a DOCTYPE', zakLk01().replace('<ZKN:zakLk01', '<!DOCTYPE a><ZKN:zakLk01'), 'StUF055', 'Fo01'],
    ['no referentienummer', without('StUF:referentienummer'), 'StUF055', 'Fo01'],
    ['a referentienummer of 41', zakLk01({ referentie: 'r'.repeat(41) }), 'StUF055', 'Fo01'],
    ['an ISO tijdstip', zakLk01({ tijdstip: '2026-11-02T09:31:00' }), 'StUF055', 'Fo01'],
    ['a tijdstip that does not exist', zakLk01({ tijdstip: '20260230093100123' }), 'StUF055', 'Fo01'],
    ['a zaaknummer of 4', zakLk01({ zaaknummer: 'Z123' }), 'StUF055', 'Fo01'],
    ['a status text of 81', zakLk01({ status: 's'.repeat(81) }), 'StUF055', 'Fo01'],
    ['a toelichting of 1001', zakLk01({ statusToelichting: 's'.repeat(1001) }), 'StUF055', 'Fo01'],
    ['an ISO datumStatusGezet', zakLk01({ datum: '2026-11-02T09:30:15' }), 'StUF055', 'Fo01'],
    ['a BSN of 8', zakLk01({ bsn: '99999365' }), 'StUF055', 'Fo01'],
    ['volgnummer 0', zakLk01().replace('volgnummer>1<', 'volgnummer>0<'), 'StUF055', 'Fo01'],
    ['mutatiesoort V', zakLk01().replace('soort>T<', 'soort>V<'), 'StUF058', 'Fo01'],
    ['W with one object', zakLk01().replace('soort>T<', 'soort>W<'), 'StUF058', 'Fo01'],
    ['W for an unknown zaak', zakLk01({ mutatiesoort: 'W' }), 'StUF064', 'Fo03'],
    ['no zaaktype', zakLk01().replace(/<ZKN:isVan[\s\S]*<\/ZKN:isVan>/, ''), 'StUF058', 'Fo01'],
    ['no status', zakLk01().replace(/<ZKN:heeft [\s\S]*<\/ZKN:heeft>/, ''), 'StUF058', 'Fo01'],
    [
      'a withdrawn status',
      zakLk01().replace('ZAKSTT" StUF:verwerkingssoort="T"', 'ZAKSTT" StUF:verwerkingssoort="E"'),
      'StUF058',
      'Fo01',
    ],
    [
      'no initiator',
      zakLk01().replace(/<ZKN:heeftAlsInitiator[\s\S]*<\/ZKN:heeftAlsInitiator>/, ''),
      'StUF058',
      'Fo01',
    ],
    ['a BSN outside the 11-proef', zakLk01({ bsn: '123456789' }), 'StUF058', 'Fo01'],
    ['a BSN that is not authentic', zakLk01({ authentiek: 'N' }), 'StUF058', 'Fo01'],
    ['a citizen without account', zakLk01({ bsn: BSN_ZONDER_ACCOUNT }), 'SIM001', 'Fo03'],
  ])('%s', async (_naam, xml, code, soort) => {
    await lever(xml);
    const [foutbericht] = await proef.gemeente.krijgt('foutbericht');
    expect(foutbericht?.body).toContain(`<StUF:code>${code}</StUF:code>`);
    expect(foutbericht?.body).toContain(`<StUF:${soort}Bericht `);
    expect(foutbericht?.refToMessageId).toBe('m-1@g.example');
    expect(foutbericht?.body).not.toMatch(/(?<![0-9])[0-9]{9}(?![0-9])/);
    expect(proef.simulator.ledger()).toMatchObject([{ toegepast: false, uitkomst: 'stuf-fout', foutcode: code }]);
    await proef.gemeente.krijgt('Acknowledgment');
  });

  test('the foutbericht swaps zender and ontvanger and names our referentienummer', async () => {
    await lever(zakLk01({ authentiek: 'N' }));
    const [{ body } = { body: '' }] = await proef.gemeente.krijgt('foutbericht');
    expect(body).toContain('<StUF:crossRefnummer>ref-1</StUF:crossRefnummer>');
    expect(body).toMatch(/<StUF:zender><StUF:organisatie>00000004000000059000</);
    expect(body).toMatch(/<StUF:ontvanger><StUF:organisatie>00000001003214345000<.*Gemeente Voorbeeld/);
    expect(body).toContain('<StUF:tijdstipBericht>20261102100000250</StUF:tijdstipBericht>');
  });
});

describe('referentienummer (StUF016)', () => {
  test('again with other content is refused', async () => {
    await lever(zakLk01(), zakLk01({ tijdstip: '20261103100000000' }));
    expect(uitkomsten()).toEqual(['toegepast', 'StUF016']);
  });

  test('again with the same content under a new MessageId is a repetition: the answer is repeated, nothing is shown twice', async () => {
    await lever(zakLk01({ authentiek: 'N' }), zakLk01({ authentiek: 'N' }));
    expect(proef.simulator.ledger().map(({ uitkomst, foutcode }) => [uitkomst, foutcode])).toEqual([
      ['stuf-fout', 'StUF058'],
      ['herhaald', 'StUF058'],
    ]);
    await proef.gemeente.krijgt('foutbericht', 2);
  });

  test('of another zender is another number', async () => {
    await lever(zakLk01(), zakLk01({ datum: '20261103095900000' }).replace('>Zaakbode<', '>Andere app<'));
    expect(uitkomsten()).toEqual(['toegepast', 'toegepast']);
  });
});

describe('tijdstipBericht (StUF019)', () => {
  const next = (tijdstip: string, referentie: string) =>
    zakLk01({ referentie, tijdstip, zaaknummer: `ZAAK-${referentie}` });

  test('must rise per zender, over all zaken', async () => {
    await lever(
      next('20261102093100123', 'r1'),
      next('20261102093100123', 'r2'),
      next('20261102093100122', 'r3'),
      next('20261102093100124', 'r4'),
    );
    expect(uitkomsten()).toEqual(['toegepast', 'StUF019', 'StUF019', 'toegepast']);
  });

  test('of lower precision counts as its first moment', async () => {
    await lever(next('20261102093100', 'r1'), next('20261102093100000', 'r2'), next('20261102093100001', 'r3'));
    expect(uitkomsten()).toEqual(['toegepast', 'StUF019', 'toegepast']);
  });

  test('may be ignored', async () => {
    const vrij = await startOpstelling({ checkTijdstip: false });
    await vrij.lever(bericht('m-1@g.example', next('20261102093100123', 'r1')));
    await vrij.lever(bericht('m-2@g.example', next('20261102093100001', 'r2')));
    expect(vrij.simulator.ledger().map(({ toegepast }) => toegepast)).toEqual([true, true]);
    await vrij.close();
  });
});

describe('a fault on our side (StUF046)', () => {
  test('lets the same message be offered again unchanged, and then shows it', async () => {
    proef.simulator.setFault({ fo03: { code: 'StUF046', aantal: 1 } });
    await lever(zakLk01(), zakLk01());
    expect(uitkomsten()).toEqual(['StUF046', 'toegepast']);
  });

  test('refuses it when later messages went before: the zender should have held its line', async () => {
    proef.simulator.setFault({ fo03: { code: 'StUF046', aantal: 1 } });
    await lever(
      zakLk01(),
      zakLk01({ referentie: 'r2', tijdstip: '20261102093100200', zaaknummer: 'ZAAK-2' }),
      zakLk01(),
    );
    expect(uitkomsten()).toEqual(['StUF046', 'toegepast', 'StUF019']);
  });
});

describe('a status that the citizen sees already', () => {
  test('the same text at the same moment is known, not shown twice', async () => {
    await lever(zakLk01(), zakLk01({ referentie: 'r2', tijdstip: '20261103100000000' }));
    expect(uitkomsten()).toEqual(['toegepast', 'al-bekend']);
  });

  test('another text at the same moment is refused: a status is known by its moment', async () => {
    await lever(zakLk01(), zakLk01({ referentie: 'r2', tijdstip: '20261103100000000', status: 'Anders' }));
    expect(uitkomsten()).toEqual(['toegepast', 'StUF058']);
  });
});

describe('the foutbericht as a message of our own', () => {
  test('is sent again, the same to the byte, until it is acknowledged', async () => {
    await proef.close();
    proef = await startOpstelling({ foutberichtHerhaalMs: 5 });
    await lever(zakLk01({ authentiek: 'N' }));
    const [first, second] = await proef.gemeente.krijgt('foutbericht', 2);
    expect(second?.body).toBe(first?.body);
    expect((await proef.lever(acknowledgmentOp(first?.messageId ?? ''))).status).toBe(204);
    expect(proef.simulator.ledger()).toMatchObject([{ foutBevestigd: true }]);
    expect(proef.simulator.stand().sindsStart.onbekendeSignalen).toBe(0);
  });

  test('asks an Acknowledgment and carries the agreed roles, service and action', async () => {
    await lever(zakLk01({ authentiek: 'N' }));
    const [post] = await proef.gemeente.krijgt('foutbericht');
    expect(post?.contentType).toMatch(/^multipart\/related; boundary="[^"]+"; type="text\/xml"; start="<[^"]+>"$/);
    expect(post?.body).toContain('<eb:Role>VOORZIENING</eb:Role></eb:From>');
    expect(post?.body).toContain('<eb:DuplicateElimination/>');
    expect(post?.body).toContain('<eb:AckRequested ');
  });
});

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/xsd/stuf/samples');
const aanwezig = existsSync(SAMPLES);

describe.skipIf(!aanwezig)('the samples in ../shared (skipped when that folder is absent)', () => {
  const sample = (path: string): string =>
    readFileSync(resolve(SAMPLES, path), 'utf8')
      .replaceAll('00000001002564440000', '00000001003214345000')
      .replaceAll('00000004003214345001', '00000004000000059000');

  test('valid: first status, next status and end status are shown, and the withdrawn one no longer is', async () => {
    await lever(
      sample('geldig/01-toevoeging-eerste-status.xml'),
      sample('geldig/02-wijziging-volgende-status.xml'),
      sample('geldig/04-wijziging-status-ingetrokken.xml'),
      sample('geldig/03-wijziging-eindstatus-resultaat.xml'),
    );
    expect(uitkomsten()).toEqual(['toegepast', 'toegepast', 'toegepast', 'toegepast']);
    expect(await statussen()).toEqual(['Ontvangen', 'Afgehandeld']);
  });

  test.each([
    ['ongeldig/01-bsn-8-cijfers.xml', 'StUF055'],
    ['ongeldig/02-statusomschrijving-te-lang.xml', 'StUF055'],
    ['ongeldig/03-datumstatusgezet-iso8601.xml', 'StUF055'],
    ['semantisch-fout/01-wijziging-met-een-object.xml', 'StUF058'],
    ['semantisch-fout/02-bsn-faalt-elfproef.xml', 'StUF058'],
    ['semantisch-fout/03-geen-status.xml', 'StUF058'],
  ])('%s is refused', async (path, code) => {
    await lever(sample(path));
    expect(uitkomsten()).toEqual([code]);
  });
});
