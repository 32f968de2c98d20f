import { describe, expect, test } from 'vitest';
import {
  checkZakLk01Semantics,
  type GelezenGeadresseerde,
  type GelezenStatus,
  type GelezenZaak,
  type GelezenZakLk01,
  readZakLk01,
  writeZakLk01,
} from './index.ts';
import { bsn, voorbeeld } from './zaakbericht.testhulp.ts';

function toevoeging(zaak: Partial<GelezenZaak> = {}, bericht: Partial<GelezenZakLk01> = {}): GelezenZakLk01 {
  const read = readZakLk01(writeZakLk01(voorbeeld()));
  const object = read?.objecten[0];
  if (read === null || object === undefined) throw new Error('not read as a zakLk01');
  return { ...read, objecten: [{ ...object, ...zaak }], ...bericht };
}

function wijziging(oud: Partial<GelezenZaak> = {}, huidig: Partial<GelezenZaak> = {}): GelezenZakLk01 {
  const bericht = toevoeging({ verwerkingssoort: 'W' });
  const [zaak] = bericht.objecten;
  if (zaak === undefined) throw new Error('no object');
  return {
    ...bericht,
    mutatiesoort: 'W',
    objecten: [
      { ...zaak, statussen: [], ...oud },
      { ...zaak, ...huidig },
    ],
  };
}

function status(changes: Partial<GelezenStatus>): Partial<GelezenZaak> {
  const [first] = toevoeging().objecten[0]?.statussen ?? [];
  if (first === undefined) throw new Error('no status');
  return { statussen: [{ ...first, ...changes }] };
}

const persoon = (changes: Partial<GelezenGeadresseerde> = {}): GelezenGeadresseerde => ({
  rol: 'initiator',
  bsn: bsn(),
  authentiek: true,
  ...changes,
});

const rules = (bericht: GelezenZakLk01): string[] => checkZakLk01Semantics(bericht).map(({ regel }) => regel);

describe('what a zakLk01 means', () => {
  test.each([
    ['a toevoeging as we write it', toevoeging()],
    ['a wijziging', wijziging()],
    ['a wijziging of a relation only', wijziging({ verwerkingssoort: 'I' }, { verwerkingssoort: 'I' })],
    ['a wijziging that leaves the initiator out', wijziging({ geadresseerden: [] }, { geadresseerden: [] })],
    ['a correctie', { ...wijziging(), mutatiesoort: 'C' }],
    [
      'a removal without a status',
      toevoeging({ verwerkingssoort: 'V', statussen: [], geadresseerden: [] }, { mutatiesoort: 'V' }),
    ],
    ['a status by its day', toevoeging(status({ datumStatusGezet: '20261102' }))],
  ])('is good: %s', (_what, bericht) => {
    expect(rules(bericht)).toEqual([]);
  });

  test.each([
    ['no referentienummer', toevoeging({}, { referentienummer: null }), 'leeg'],
    ['no tijdstip', toevoeging({}, { tijdstipBericht: null }), 'leeg'],
    ['no mutatiesoort', toevoeging({}, { mutatiesoort: null }), 'mutatiesoort'],
    ['an unknown mutatiesoort', toevoeging({}, { mutatiesoort: 'constructor' }), 'mutatiesoort'],
    [
      'a toevoeging with two objects',
      { ...wijziging({ verwerkingssoort: 'T' }, { verwerkingssoort: 'T' }), mutatiesoort: 'T' },
      'aantal-objecten',
    ],
    ['a wijziging with one object', toevoeging({ verwerkingssoort: 'W' }, { mutatiesoort: 'W' }), 'aantal-objecten'],
    ['a verwerkingssoort that does not fit', toevoeging({ verwerkingssoort: 'W' }), 'verwerkingssoort'],
    ['no verwerkingssoort', toevoeging({ verwerkingssoort: null }), 'verwerkingssoort'],
    ['two different zaken', wijziging({ identificatie: 'ZAAK-2026-9' }), 'andere-zaak'],
    ['two different keys', wijziging({ sleutelVerzendend: 'ZAAK-2026-9' }), 'andere-zaak'],
    ['no zaaknummer', toevoeging({ identificatie: null }), 'leeg'],
    ['no omschrijving', toevoeging({ omschrijving: null }), 'leeg'],
    ['nobody to tell', toevoeging({ geadresseerden: [] }), 'geadresseerde-ontbreekt'],
    [
      'two persons',
      toevoeging({ geadresseerden: [persoon(), persoon({ rol: 'gemachtigde' })] }),
      'meer-geadresseerden',
    ],
    ['a BSN that fails the 11-proef', toevoeging({ geadresseerden: [persoon({ bsn: null })] }), 'elfproef'],
    [
      'a BSN that is not authentic',
      toevoeging({ geadresseerden: [persoon({ authentiek: false })] }),
      'niet-authentiek',
    ],
    ['a new status in the object oud', wijziging(status({}), { statussen: [] }), 'status-plaats'],
    ['a withdrawn status in the object huidig', wijziging({}, status({ verwerkingssoort: 'E' })), 'status-plaats'],
    [
      'a withdrawn status without its end',
      wijziging(status({ verwerkingssoort: 'E' }), { statussen: [] }),
      'status-plaats',
    ],
    ['no status', toevoeging({ statussen: [] }), 'status-ontbreekt'],
    ['no status in a wijziging', wijziging({}, { statussen: [] }), 'status-ontbreekt'],
    ['a status without omschrijving', toevoeging(status({ omschrijving: null })), 'leeg'],
    ['a status without time', toevoeging(status({ datumStatusGezet: null })), 'leeg'],
    ['a status with a time in ISO 8601', toevoeging(status({ datumStatusGezet: '2026-11-02T09:30:15Z' })), 'vorm'],
  ])('is refused with one fault: %s', (_what, bericht, rule) => {
    expect(rules(bericht)).toEqual([rule]);
  });

  test('without any object is refused', () => {
    expect(rules(toevoeging({}, { objecten: [] }))).toEqual(['aantal-objecten', 'status-ontbreekt']);
  });
});
