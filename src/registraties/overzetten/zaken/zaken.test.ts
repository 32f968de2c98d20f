/** Zaken in bulk: what a line becomes, what is said of a line that is wrong, and going on after a run that was killed. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type Database, DatabaseUnavailable, raw } from '../../../platform/db/index.ts';
import { eigenschapBody } from '../../catalogi/catalogi.testhulp.ts';
import type { Ports } from '../../kern/index.ts';
import {
  publishedZaaktype,
  type Registers,
  RSIN,
  registers,
  type Zaaktype,
  zaaktypeBody,
} from '../../registers.testhulp.ts';
import { leesZakenIn, ONDERDELEN, openRegelbestand, type Uitslag, uitslagenVan, type ZakenOpties } from '../index.ts';
import { BEHEERDER, leegCatalogi } from '../overzetten.testhulp.ts';

let r: Registers;
let type: Zaaktype;
const map = mkdtempSync(join(tmpdir(), 'zaakbode-zaken-'));
beforeAll(async () => {
  r = await registers();
});
beforeEach(async () => {
  await leegCatalogi(r);
  await r.db.query(raw('truncate overzetten.bestand, kern.audit, outbox.event cascade'));
  type = await publishedZaaktype(r);
  await r.db.query(raw('truncate kern.audit, outbox.event cascade'));
});
afterAll(() => rmSync(map, { recursive: true, force: true }));

let nummer = 0;
const bestand = (...regels: unknown[]): string => {
  const pad = join(map, `${++nummer}.jsonl`);
  writeFileSync(pad, regels.map((one) => `${typeof one === 'string' ? one : JSON.stringify(one)}\n`).join(''));
  return pad;
};
const lees = async (pad: string, extra: Partial<ZakenOpties> = {}, ports: Ports = r.ports) =>
  leesZakenIn(await openRegelbestand(pad), { actor: BEHEERDER, notificaties: false, catalogus: null, ...extra }, ports);
const uitslagen = async (id: string): Promise<Uitslag[]> => {
  const all: Uitslag[] = [];
  for await (const one of uitslagenVan(r.db, id)) all.push(one);
  return all;
};
/** Field and code of what is wrong, by line. */
const fouten = async (id: string) =>
  (await uitslagen(id)).flatMap((u) => ('fouten' in u ? u.fouten.map((f) => `${u.regel} ${f.name} ${f.code}`) : []));
const aantal = async (tabel: string) =>
  (await r.db.query<{ n: number }>(raw(`select count(*) as n from ${tabel}`)))[0]!.n;

const zaak = (identificatie: string, extra: object = {}) => ({
  identificatie,
  bronorganisatie: RSIN,
  verantwoordelijkeOrganisatie: RSIN,
  startdatum: '2026-02-01',
  zaaktype: 'PARKEREN',
  ...extra,
});
const rol = (extra: object = {}) => ({
  roltype: 'Aanvrager',
  betrokkeneType: 'natuurlijk_persoon',
  roltoelichting: 'Aanvrager',
  betrokkeneIdentificatie: { inpBsn: '999993653' },
  ...extra,
});
const status = (statustype: string, datumStatusGezet: string) => ({ statustype, datumStatusGezet });
const klaar = (identificatie: string) => ({
  zaak: zaak(identificatie),
  rollen: [rol()],
  resultaat: { resultaattype: 'Verleend' },
  // The wrong way round: they are set in the order of their moments.
  statussen: [status('Afgehandeld', '2026-03-01T09:00:00Z'), status('Ontvangen', '2026-02-01T09:00:00Z')],
});

describe('a line', () => {
  it('becomes a zaak with all that belongs to it, as if a client had sent it', async () => {
    const gelezen = await lees(bestand(klaar('Z-1')));
    expect(await fouten(gelezen.bestand)).toEqual([]);
    expect(gelezen).toMatchObject({ opgeslagen: 1, geweigerd: 0, eerder: 0, totaal: 1 });
    const { body } = await r.send('GET', '/zaken/api/v1/zaken?expand=status,rollen,resultaat');
    expect(body.results).toHaveLength(1);
    expect(body.results[0]).toMatchObject({
      identificatie: 'Z-1',
      zaaktype: type.zaaktype,
      einddatum: '2026-03-01',
      archiefactiedatum: '2027-03-01',
      _expand: { status: { statustype: type.eind }, resultaat: { resultaattype: type.resultaattype } },
    });
    expect(await uitslagen(gelezen.bestand)).toEqual([{ regel: 1, zaak: body.results[0].uuid }]);
    const trail = await r.send('GET', `${body.results[0].url}/audittrail`);
    expect(trail.body.map((a: { resource: string; actie: string }) => `${a.resource} ${a.actie}`)).toEqual([
      'zaak create',
      'resultaat create',
      'rol create',
      'status create',
      'status create',
      'zaak partial_update',
    ]);
    expect(trail.body[0].toelichting).toBe('Ingelezen in bulk');
  });

  it('sends no notifications, unless asked', async () => {
    await lees(bestand(klaar('Z-1')));
    expect(await aantal('outbox.event')).toBe(0);
    await lees(bestand(klaar('Z-2')), { notificaties: true });
    expect(await aantal('outbox.event')).toBeGreaterThan(3);
  });

  it('may have everything that the register of zaken has, by the name in its path or in the zaak', () => {
    expect(ONDERDELEN).toEqual(
      expect.arrayContaining(['rollen', 'statussen', 'status', 'resultaat', 'resultaten', 'besluiten']),
    );
  });

  it('takes addresses as well as names', async () => {
    const { zaaktype, initiator } = type;
    const { geweigerd } = await lees(
      bestand({ zaak: zaak('Z-1', { zaaktype }), rollen: [rol({ roltype: initiator })] }),
    );
    expect(geweigerd).toBe(0);
  });

  it('answers the eigenschappen of its zaaktype, by their names', async () => {
    const { body } = await r.send('GET', type.zaaktype);
    const catalogus = body.catalogus;
    const zaaktype = await r.send(
      'POST',
      '/catalogi/api/v1/zaaktypen',
      zaaktypeBody(catalogus, { identificatie: 'AUTO' }),
    );
    await r.send('POST', '/catalogi/api/v1/eigenschappen', eigenschapBody(zaaktype.body.url));
    await r.db.query(raw("update catalogi.zaaktype set concept = false where identificatie = 'AUTO'"));
    const regel = (naam: string) => ({
      zaak: zaak('', { zaaktype: 'AUTO' }),
      eigenschappen: [{ eigenschap: naam, waarde: '12-AB-34' }],
    });
    const gelezen = await lees(bestand(regel('kenteken'), regel('kleur')));
    expect(await fouten(gelezen.bestand)).toEqual(['2 eigenschappen.0.eigenschap does_not_exist']);
    const [rij] = await r.db.query(raw('select naam, waarde from zaken.zaakeigenschap'));
    expect(rij).toEqual({ naam: 'kenteken', waarde: '12-AB-34' });
  });

  it('waits for its hoofdzaak, wherever in the file that is', async () => {
    const deel = { zaak: zaak('Z-2', { hoofdzaak: 'Z-1' }) };
    const gelezen = await lees(bestand(deel, klaar('Z-1'), { zaak: zaak('Z-3', { hoofdzaak: 'Z-9' }) }));
    expect(gelezen).toMatchObject({ opgeslagen: 2, geweigerd: 1 });
    expect(await fouten(gelezen.bestand)).toEqual(['3 zaak.hoofdzaak does_not_exist']);
    const { body } = await r.send('GET', '/zaken/api/v1/zaken?identificatie=Z-2');
    expect(body.results[0].hoofdzaak).toMatch(/\/zaken\/[0-9a-f-]{36}$/);
  });

  it('gets the version of the zaaktype that was valid when it began; before the first one, that', async () => {
    await r.send('PATCH', type.zaaktype, { eindeGeldigheid: '2026-05-31' });
    const nieuw = await publishedZaaktype(r, { beginGeldigheid: '2026-06-01' });
    const start = (id: string, startdatum: string) => ({ zaak: zaak(id, { startdatum }) });
    await lees(bestand(start('A', '2026-05-31'), start('B', '2026-06-01'), start('C', '2019-01-01')));
    const { body } = await r.send('GET', '/zaken/api/v1/zaken?ordering=identificatie');
    expect(body.results.map((z: { zaaktype: string }) => z.zaaktype)).toEqual([
      type.zaaktype,
      nieuw.zaaktype,
      type.zaaktype,
    ]);
  });
});

describe('a line that is wrong', () => {
  it('is not stored at all, with every fault by field and code; the others are', async () => {
    const gelezen = await lees(
      bestand(
        klaar('Z-1'),
        { zaak: zaak('Z-2', { startdatum: 'gisteren', zaaktype: 'NERGENS' }), rollen: [{ roltype: 'Aanvrager' }] },
        { zaak: zaak('Z-3'), rollen: [rol(), rol()], statussen: [status('Ontvangen', '2026-02-01T09:00:00Z')] },
        {
          zaak: zaak('Z-4'),
          statussen: [status('Weg', '2026-02-01T09:00:00Z'), status('Afgehandeld', '2026-02-02T09:00:00Z')],
        },
        { zaak: zaak('Z-5'), statussen: [status('Afgehandeld', '2026-02-02T09:00:00Z')] },
        'geen json',
        '[]',
        '',
        { zaak: zaak('Z-1') },
        { rollen: [], zaken: [] },
        { zaak: zaak('Z-6'), rollen: ['x'], resultaat: 3 },
        klaar('Z-7'),
      ),
    );
    expect(gelezen).toMatchObject({ opgeslagen: 2, geweigerd: 9, totaal: 11 });
    expect(await fouten(gelezen.bestand)).toEqual([
      '2 zaak.zaaktype does_not_exist',
      '2 zaak.startdatum invalid',
      '2 rollen.0.betrokkeneType required',
      '2 rollen.0.roltype bad-url',
      '2 rollen.0.roltoelichting required',
      '3 rollen.1.roltype max-occurences',
      '4 statussen.0.statustype does_not_exist',
      '5 statussen.0.nonFieldErrors resultaat-does-not-exist',
      '6 nonFieldErrors invalid',
      '7 nonFieldErrors invalid',
      '9 zaak.identificatie identificatie-niet-uniek',
      '10 zaken unknown',
      '10 zaak required',
      '11 resultaat invalid',
      '11 rollen.0 invalid',
    ]);
    expect(await aantal('zaken.zaak')).toBe(2);
    expect(await aantal('kern.audit')).toBe(12);
  });

  it('quotes no BSN', async () => {
    const gelezen = await lees(bestand({ zaak: zaak('Z-1', { vertrouwelijkheidaanduiding: '999993653' }) }));
    const [uitslag] = await uitslagen(gelezen.bestand);
    expect(JSON.stringify(uitslag)).not.toContain('999993653');
  });

  it('is tried again in the next run, when the register has changed', async () => {
    const pad = bestand({ zaak: zaak('Z-1', { zaaktype: 'LATER' }) }, klaar('Z-2'));
    expect(await lees(pad)).toMatchObject({ opgeslagen: 1, geweigerd: 1 });
    await publishedZaaktype(r, { identificatie: 'LATER' });
    const weer = await lees(pad);
    expect(weer).toMatchObject({ opgeslagen: 1, eerder: 1, geweigerd: 0 });
    expect(await fouten(weer.bestand)).toEqual([]);
  });

  it('403 for who may not write zaken: nothing is read', async () => {
    const actor = { ...BEHEERDER, heeftAlleAutorisaties: false };
    await expect(lees(bestand(klaar('Z-1')), { actor })).rejects.toMatchObject({ code: 'permission_denied' });
  });

  it('of a zaaktype in two catalogi says so; with the catalogus it is stored', async () => {
    const ander = await r.send('POST', '/catalogi/api/v1/catalogussen', {
      domein: 'ANDER',
      rsin: RSIN,
      contactpersoonBeheerNaam: 'Beheer',
    });
    await r.db.query(raw('create temp table kopie as select * from catalogi.zaaktype'));
    await r.db.query(
      raw(`update kopie set id = gen_random_uuid(), catalogus_id = '${ander.body.url.split('/').at(-1)}'`),
    );
    await r.db.query(raw('insert into catalogi.zaaktype select * from kopie'));
    await r.db.query(raw('drop table kopie'));
    const pad = bestand({ zaak: zaak('Z-1') });
    expect(await fouten((await lees(pad)).bestand)).toEqual(['1 zaak.zaaktype ambiguous']);
    expect(await lees(pad, { catalogus: { domein: 'ABCDE' } })).toMatchObject({ opgeslagen: 1, geweigerd: 0 });
  });
});

describe('a run that was broken off', () => {
  /** The database, which is gone from the transaction with this number on. */
  const brekend = (bij: number, naCommit: boolean): Ports => {
    let keer = 0;
    const transaction: Database['transaction'] = async (work) => {
      const deze = ++keer;
      if (deze === bij && !naCommit) throw new DatabaseUnavailable('weg');
      const result = await r.db.transaction(work);
      if (deze === bij) throw new DatabaseUnavailable('weg', true);
      return result;
    };
    return { ...r.ports, db: { ...r.db, transaction } };
  };

  it('goes on where it was, whenever it broke: every line once, whether or not the last commit was known', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 3 }), fc.boolean(), async (bij, naCommit) => {
        await r.db.query(raw('truncate zaken.zaak, overzetten.bestand cascade'));
        const regels = Array.from({ length: 230 }, (_, i) => ({ zaak: zaak(i % 50 === 7 ? '' : `Z-${i}`) }));
        const pad = bestand(...regels);
        await expect(lees(pad, {}, brekend(bij, naCommit))).rejects.toThrow(DatabaseUnavailable);
        const eerder = await aantal('zaken.zaak');
        // One batch after the other on the embedded database; on PostgreSQL those under way may still end well.
        if (r.db.kind === 'pglite') expect(eerder).toBe(Math.min(230, (bij - (naCommit ? 0 : 1)) * 100));
        expect(await lees(pad)).toMatchObject({ eerder, opgeslagen: 230 - eerder, geweigerd: 0 });
        expect(await aantal('zaken.zaak')).toBe(230);
        expect(await lees(pad)).toMatchObject({ eerder: 230, opgeslagen: 0 });
      }),
      { numRuns: 4 },
    );
  });

  it('the same file under another name is the same file', async () => {
    await lees(bestand(klaar('')));
    expect(await lees(bestand(klaar('')))).toMatchObject({ eerder: 1, opgeslagen: 0 });
    expect(await aantal('zaken.zaak')).toBe(1);
  });

  it('two runs at once of one file store each line once: one of them stops', async () => {
    const pad = bestand(...Array.from({ length: 150 }, () => ({ zaak: zaak('') })));
    const beide = await Promise.allSettled([lees(pad), lees(pad)]);
    const mis = beide.filter((one) => one.status === 'rejected');
    expect(mis.every((one) => String(one.reason).includes('Een ander proces leest dit bestand ook in'))).toBe(true);
    await lees(pad);
    expect(await aantal('zaken.zaak')).toBe(150);
  });
});

it('says how far it is', async () => {
  const standen: string[] = [];
  await lees(bestand(...Array.from({ length: 101 }, (_, i) => ({ zaak: zaak(`Z-${i}`) })), 'x'), {
    voortgang: ({ opgeslagen, geweigerd, totaal }) => standen.push(`${opgeslagen} ${geweigerd} ${totaal}`),
  });
  expect(standen).toHaveLength(2);
  expect(standen.at(-1)).toBe('101 1 102');
});
