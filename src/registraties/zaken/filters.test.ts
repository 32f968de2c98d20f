/** GET zaken: every filter and ordering finds what it should, and nothing else. */
import { beforeAll, describe, expect, it } from 'vitest';
import { BASE, newZaak, publishedZaaktype, type Registers, registers, type Zaaktype } from '../registers.testhulp.ts';
import { codes, maak, ZRC } from './zaken.testhulp.ts';

let r: Registers;
let t: Zaaktype;
/** A is full, B is empty, C is of another zaaktype. */
const urls: Record<string, string> = {};
let ander: Zaaktype;
beforeAll(async () => {
  r = await registers();
  t = await publishedZaaktype(r);
  ander = await publishedZaaktype(r, { identificatie: 'KAP', omschrijving: 'Kapvergunning 100%' });
  urls['A'] = await newZaak(r, t.zaaktype, {
    identificatie: 'ABC-1',
    omschrijving: 'Boom op de Dam',
    startdatum: '2026-01-10',
    registratiedatum: '2026-01-11',
    einddatumGepland: '2026-03-01',
    uiterlijkeEinddatumAfdoening: '2026-04-01',
    publicatiedatum: '2026-02-01',
    archiefnominatie: 'vernietigen',
    archiefactiedatum: '2030-01-01',
    vertrouwelijkheidaanduiding: 'openbaar',
    kenmerken: [
      { bron: 'Regie', kenmerk: 'X:1' },
      { bron: 'Post', kenmerk: '2' },
    ],
  });
  urls['B'] = await newZaak(r, t.zaaktype, {
    identificatie: 'ABD_2',
    startdatum: '2026-05-01',
    vertrouwelijkheidaanduiding: 'geheim',
  });
  urls['C'] = await newZaak(r, ander.zaaktype, {
    identificatie: 'C',
    startdatum: '2026-06-01',
    bronorganisatie: '000000012',
  });
  await maak(r, 'statussen', { zaak: urls['A'], statustype: t.begin, datumStatusGezet: '2026-01-10T10:00:00Z' });
  await maak(r, 'resultaten', { zaak: urls['A'], resultaattype: t.resultaattype });
  await maak(r, 'statussen', { zaak: urls['A'], statustype: t.eind, datumStatusGezet: '2026-02-10T10:00:00Z' });
  await maak(r, 'statussen', { zaak: urls['B'], statustype: t.begin, datumStatusGezet: '2026-05-02T10:00:00Z' });
});

const names = (found: readonly { url: string }[]): string =>
  found.map(({ url }) => Object.keys(urls).find((name) => urls[name] === url)).join('');
const vraag = (query: Record<string, string>) => r.send('GET', `${ZRC}/zaken?${new URLSearchParams(query)}`);
const found = async (query: Record<string, string>): Promise<string> => {
  const { status, body } = await vraag({ ordering: 'startdatum', ...query });
  expect(status, JSON.stringify(body)).toBe(200);
  expect(body.count).toBe(body.results.length);
  return names(body.results);
};

describe('GET zaken', () => {
  it.each<[string, string, string]>([
    ['identificatie', 'ABC-1', 'A'],
    ['identificatie__icontains', 'ab', 'AB'],
    ['identificatie__icontains', '_', 'B'],
    ['omschrijving', 'DAM', 'A'],
    ['omschrijving', '%', ''],
    ['zaaktype__omschrijving', '100%', 'C'],
    ['kenmerk', 'Regie:X:1', 'A'],
    ['kenmerk', 'Regie:2', ''],
    ['kenmerk__bron', 'Post', 'A'],
    ['bronorganisatie', '000000012', 'C'],
    ['bronorganisatie__in', '000000012,002564440', 'ABC'],
    ['archiefnominatie', 'vernietigen', 'A'],
    ['archiefnominatie__in', 'vernietigen,blijvend_bewaren', 'A'],
    ['archiefactiedatum', '2030-01-01', 'A'],
    ['archiefactiedatum__isnull', 'true', 'BC'],
    ['archiefactiedatum__lt', '2030-01-02', 'A'],
    ['archiefactiedatum__gt', '2030-01-01', ''],
    ['archiefstatus', 'nog_te_archiveren', 'ABC'],
    ['archiefstatus__in', 'gearchiveerd,overgedragen', ''],
    ['startdatum', '2026-05-01', 'B'],
    ['startdatum__gt', '2026-05-01', 'C'],
    ['startdatum__gte', '2026-05-01', 'BC'],
    ['startdatum__lt', '2026-05-01', 'A'],
    ['startdatum__lte', '2026-05-01', 'AB'],
    ['registratiedatum', '2026-01-11', 'A'],
    ['registratiedatum__gt', '2026-01-11', 'BC'],
    ['registratiedatum__lt', '2026-01-12', 'A'],
    ['einddatum', '2026-02-10', 'A'],
    ['einddatum__isnull', 'true', 'BC'],
    ['einddatum__gt', '2026-02-09', 'A'],
    ['einddatum__lt', '2026-02-10', ''],
    ['einddatumGepland', '2026-03-01', 'A'],
    ['einddatumGepland__gt', '2026-03-01', ''],
    ['einddatumGepland__lt', '2026-03-02', 'A'],
    ['uiterlijkeEinddatumAfdoening', '2026-04-01', 'A'],
    ['uiterlijkeEinddatumAfdoening__gt', '2026-03-31', 'A'],
    ['uiterlijkeEinddatumAfdoening__lt', '2026-04-01', ''],
    ['maximaleVertrouwelijkheidaanduiding', 'zaakvertrouwelijk', 'AC'],
  ])('%s=%s finds %s', async (naam, waarde, wie) => expect(await found({ [naam]: waarde })).toBe(wie));

  it('by type: of the zaak, of its present status, of its resultaat', async () => {
    expect(await found({ zaaktype: ander.zaaktype })).toBe('C');
    expect(await found({ status__statustype: t.begin })).toBe('B');
    expect(await found({ status__statustype: t.eind })).toBe('A');
    expect(await found({ resultaat__resultaattype: t.resultaattype })).toBe('A');
    expect(await found({ status__statustype: 'https://elders.example/statustypen/1' })).toBe('');
    expect(await found({ status__statustype: `${BASE}/catalogi/api/v1/statustypen/${crypto.randomUUID()}` })).toBe('');
  });
  it.each<[string, string]>([
    ['startdatum', 'ABC'],
    ['-startdatum', 'CBA'],
    ['identificatie', 'ABC'],
    ['-registratiedatum,startdatum', 'BCA'],
    ['einddatum,startdatum', 'ABC'],
    ['-publicatiedatum,-startdatum', 'ACB'],
    ['archiefactiedatum,-startdatum', 'ACB'],
  ])('ordering=%s gives %s', async (ordering, wie) => expect(await found({ ordering })).toBe(wie));

  it.each([
    ['kenmerk', 'zonder'],
    ['status__statustype', 'begin'],
    ['archiefactiedatum__isnull', 'misschien'],
    ['einddatum__gt', '31-12-2026'],
    ['archiefnominatie__in', 'vernietigen,weg'],
    ['maximaleVertrouwelijkheidaanduiding', 'top'],
  ])('400 for %s=%s, by name', async (naam, waarde) => {
    expect(codes(await vraag({ [naam]: waarde }))).toEqual([`${naam}:invalid`]);
  });
  it('no filter shows a zaak that its reader may not see', async () => {
    const lines = [{ component: 'zrc', scopes: ['zaken.lezen'], type: t.zaaktype.split('/').at(-1)!, max: 'openbaar' }];
    await r.client('lezer', lines);
    const { body } = await r.send('GET', `${ZRC}/zaken?identificatie__icontains=b`, undefined, { as: 'lezer' });
    expect([body.count, names(body.results)]).toEqual([1, 'A']);
  });
});
