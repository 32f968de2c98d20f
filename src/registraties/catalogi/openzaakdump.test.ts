/**
 * A catalogus that Open Zaak ships with its container, taken over through the API, published, and used. Without the
 * reference data beside the checkout (../shared) it is skipped, and says so.
 */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { BUITEN } from '../buitenwereld.testhulp.ts';
import type { Profile } from '../kern/index.ts';
import { newZaak, type Registers, registers } from '../registers.testhulp.ts';
import { codes, type Doen, doen } from './catalogi.testhulp.ts';
import {
  besluittypeVan,
  catalogusVan,
  informatieobjecttypeVan,
  ONDERDELEN,
  type Rij,
  rijen,
  zaaktypeVan,
} from './openzaakdump.testhulp.ts';

const bestand = resolve(import.meta.dirname, '../../../../shared/data/openzaak-docker-fixture-catalogi.json');
const PUBLIEK = 'https://selectielijst.openzaak.nl/api/v1';

describe.skipIf(!existsSync(bestand)).each<Profile>(['1.7', 'openzaak'])(
  'a catalogus of Open Zaak, profile %s (absent: skipped)',
  (profile) => {
    let r: Registers;
    let d: Doen;
    let dump: readonly Rij[];
    let catalogus: string;
    let informatieobjecttype: string;
    let besluittype: string;
    const zaaktypen = new Map<number, string>();
    const get = async (path: string) => (await r.send('GET', path)).body;

    /** Its resultaten are those of the public list of today, which the embedded list does not have: they stand elsewhere. */
    function elders(rij: Rij): Record<string, string> {
      const { fields: f } = rij;
      const zaaktype = rijen(dump, 'zaaktype').find(({ pk }) => pk === f['zaaktype'])!;
      const [klasse, omschrijving] = [f['selectielijstklasse'], f['resultaattypeomschrijving']].map((address: string) =>
        address.replace(PUBLIEK, BUITEN),
      ) as [string, string];
      const procesType = zaaktype.fields['selectielijst_procestype'];
      r.buiten.zet(klasse, {
        url: klasse,
        procesType,
        nummer: 1,
        waardering: f['archiefnominatie'],
        procestermijn: '',
      });
      r.buiten.zet(omschrijving, { url: omschrijving, omschrijving: f['omschrijving_generiek'], definitie: '' });
      return { selectielijstklasse: klasse, resultaattypeomschrijving: omschrijving };
    }

    beforeAll(async () => {
      r = await registers({ profile });
      d = doen(r);
      const maak = async (pad: string, body: object): Promise<string> => {
        const answer = await d.post(pad, body, 'beheer');
        expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
        return answer.body.url;
      };
      dump = JSON.parse(readFileSync(bestand, 'utf8')) as readonly Rij[];
      catalogus = await maak('catalogussen', catalogusVan(rijen(dump, 'catalogus')[0]!));
      const [iot, bt] = [rijen(dump, 'informatieobjecttype')[0]!, rijen(dump, 'besluittype')[0]!];
      informatieobjecttype = await maak('informatieobjecttypen', informatieobjecttypeVan(iot, catalogus));
      besluittype = await maak('besluittypen', besluittypeVan(bt, catalogus, [informatieobjecttype]));
      for (const rij of rijen(dump, 'zaaktype')) {
        const deelzaaktypen = rijen(dump, 'zaaktype')
          .filter(({ pk }) => rij.fields['deelzaaktypen'].includes(pk))
          .map(({ fields }) => fields['identificatie'] as string);
        const besluittypen = bt.fields['zaaktypen'].includes(rij.pk) ? [besluittype] : [];
        zaaktypen.set(rij.pk!, await maak('zaaktypen', zaaktypeVan(rij, catalogus, { besluittypen, deelzaaktypen })));
      }
      for (const [pad, soort, bodyVan] of ONDERDELEN) {
        for (const rij of rijen(dump, soort)) {
          const zaaktype = zaaktypen.get(rij.fields['zaaktype']);
          const lijsten = soort === 'resultaattype' ? elders(rij) : {};
          await maak(pad, { ...bodyVan(rij, dump), ...lijsten, zaaktype });
        }
      }
    });

    it('all of it is there', async () => {
      const aantallen = await Promise.all(
        ['zaaktypen', ...ONDERDELEN.map(([pad]) => pad)].map(
          async (pad) => (await get(`/catalogi/api/v1/${pad}?status=alles`)).count,
        ),
      );
      expect(aantallen).toEqual([4, 10, 4, 15, 1, 2]);
    });
    it('is published where it is whole, and then one type leads to the other', async () => {
      for (const url of [informatieobjecttype, besluittype])
        expect((await d.publiceer(url, 'beheer')).status).toBe(200);
      const [hoofd, deel, zonderRollen] = [504, 517, 518].map((pk) => zaaktypen.get(pk)!);
      for (const url of [hoofd!, deel!]) expect((await d.publiceer(url, 'beheer')).status).toBe(200);
      expect(codes(await d.publiceer(zonderRollen!, 'beheer'))).toEqual(['roltypen:required']);
      expect(await get(hoofd!)).toMatchObject({
        besluittypen: [besluittype],
        informatieobjecttypen: [informatieobjecttype],
        deelzaaktypen: [deel],
      });
      expect((await get(besluittype)).zaaktypen.toSorted()).toEqual([hoofd, deel].toSorted());
    });
    it('carries a zaak from its start until it is archived', async () => {
      const zaaktype = zaaktypen.get(504)!;
      const van = async (pad: string) =>
        (await get(`/catalogi/api/v1/${pad}?zaaktype=${encodeURIComponent(zaaktype)}`)).results;
      const zaak = await newZaak(r, zaaktype, { startdatum: '2026-10-01' });
      expect(await get(zaak)).toMatchObject({ zaaktype, status: null, archiefstatus: 'nog_te_archiveren' });
      const doe = async (pad: string, body: object) => {
        const answer = await r.send('POST', `/zaken/api/v1/${pad}`, { zaak, ...body });
        expect(answer.status, JSON.stringify(answer.body)).toBe(201);
      };
      const statustypen = (await van('statustypen')).toSorted(
        (a: { volgnummer: number }, b: { volgnummer: number }) => a.volgnummer - b.volgnummer,
      );
      const afgehandeld = (await van('resultaattypen')).find(
        ({ brondatumArchiefprocedure: b }: { brondatumArchiefprocedure: { afleidingswijze: string } }) =>
          b.afleidingswijze === 'afgehandeld',
      );
      await doe('resultaten', { resultaattype: afgehandeld.url });
      for (const [i, { url }] of statustypen.entries())
        await doe('statussen', { statustype: url, datumStatusGezet: `2026-10-0${i + 1}T08:00:00Z` });
      const { einddatum, archiefnominatie, archiefactiedatum } = await get(zaak);
      expect([einddatum, archiefnominatie]).toEqual([`2026-10-0${statustypen.length}`, afgehandeld.archiefnominatie]);
      expect(archiefactiedatum > einddatum).toBe(true);
      const archief = await r.send('PATCH', zaak, { archiefstatus: 'gearchiveerd' });
      expect([archief.status, archief.body.archiefstatus]).toEqual([200, 'gearchiveerd']);
    });
  },
);
