/** The form in which a message goes, and taking back what was told. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { huidigeZaak, readZakLk01 } from '../../standaarden/stuf/index.ts';
import type { Inrichting } from './inrichting.ts';
import {
  BSN,
  betrokkene,
  INRICHTING,
  metStroom,
  type Opstelling,
  payloadVan,
  startOpstelling,
} from './lopendezaken.testhulp.ts';
import { laadVormen } from './vormen.ts';

const tekst = (proef: Opstelling, i: number) => payloadVan(proef.verstuurd[i]!);
const gelezen = (proef: Opstelling, i: number) => readZakLk01(Buffer.from(tekst(proef, i)))!;
const status = (n: number) => ({ statustype: { volgnummer: n, omschrijving: `Status ${n}` } });

async function vertel(proef: Opstelling, ...wat: Parameters<Opstelling['zetStatus']>[0][]): Promise<readonly string[]> {
  const ids: string[] = [];
  for (const een of wat) {
    ids.push(await proef.zetStatus(een));
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
  }
  return ids;
}

describe('the style of StUF', () => {
  it('is a T for each status, unless the administrator chooses otherwise', async () => {
    const proef = await startOpstelling();
    await vertel(proef, status(1), status(2));
    expect([0, 1].map((i) => gelezen(proef, i).mutatiesoort)).toEqual(['T', 'T']);
  });
  it('W-oud-nieuw: first a T, then what was told before beside what is', async () => {
    const proef = await startOpstelling(metStroom({ stijl: 'W-oud-nieuw' }));
    await vertel(proef, status(1), { ...status(2), zaak: { omschrijving: 'Parkeren aan de Nieuwe Gracht' } });
    expect([0, 1].map((i) => gelezen(proef, i).mutatiesoort)).toEqual(['T', 'W']);
    const [oud, huidig] = gelezen(proef, 1).objecten;
    expect([oud!.omschrijving, huidig!.omschrijving]).toEqual([
      'Parkeren in de Demostraat',
      'Parkeren aan de Nieuwe Gracht',
    ]);
  });
  it('W-oud-nieuw: who hears of the zaak for the first time gets a T', async () => {
    const rollen = ['initiator', 'belanghebbende'] as const;
    const proef = await startOpstelling({ ...metStroom({ stijl: 'W-oud-nieuw' }), rollen });
    const beiden = [betrokkene(BSN.noor), betrokkene(BSN.zoe, { soort: 'belanghebbende' })];
    await vertel(proef, status(1), { ...status(2), betrokkenen: beiden });
    await proef.bevestigAlles();
    await proef.werk();
    const per = proef.verstuurd.map((_b, i) => [gelezen(proef, i).mutatiesoort, tekst(proef, i).includes(BSN.zoe)]);
    expect(per).toEqual(
      expect.arrayContaining([
        ['T', false],
        ['W', false],
        ['T', true],
      ]),
    );
  });
});

describe('the MO-bericht', () => {
  it('goes in its stroom, by the template', async () => {
    const proef = await startOpstelling(metStroom({ standaard: 'mo-bericht' }));
    await vertel(proef, status(1));
    expect(tekst(proef, 0)).toContain('urn:x-zaakbode:mo-bericht:1');
    expect(tekst(proef, 0)).toContain('Status 1');
  });
});

describe('the schemas that Logius handed out', () => {
  it('stop a message that is not valid, with what is wrong; the zaak waits for an operator', async () => {
    const keur = () => ['Regel 12: heeft/omschrijving is te lang.'];
    const proef = await startOpstelling(INRICHTING, { keur });
    const [id] = await vertel(proef, status(1));
    expect(await proef.van(id!)).toMatchObject({
      staat: 'fout',
      reden: 'Het bericht voldoet niet aan de XSD. Regel 12: heeft/omschrijving is te lang.',
    });
    expect(proef.verstuurd).toEqual([]);
  });
  it('show at the start that they cannot be used, those of the forms in use', async () => {
    const map = mkdtempSync(join(tmpdir(), 'xsd-'));
    try {
      writeFileSync(
        join(map, 'ander.xsd'),
        '<schema xmlns="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:x"/>',
      );
      const bestanden = { sjabloon: null, xsd: map };
      await expect(laadVormen(bestanden, ['stuf'])).rejects.toThrow(/zakLk01/);
      await expect(laadVormen(bestanden, ['mo-bericht'])).rejects.toThrow(/urn:x-zaakbode:mo-bericht:1/);
      await laadVormen(bestanden);
    } finally {
      rmSync(map, { recursive: true });
    }
  });
});

describe('taking back', () => {
  const met: Inrichting = { ...INRICHTING, acties: { intrekken: true, verwijderen: true } };

  it('is off until an administrator switches it on', async () => {
    const proef = await startOpstelling();
    const [id] = await vertel(proef, status(1));
    const { id: bericht } = await proef.van(id!);
    expect(await proef.herroepen.intrekken(bericht, 'Verkeerde zaak', 'beheerder 1')).toEqual({ soort: 'uit' });
    expect(await proef.herroepen.verwijderen(bericht, 'Verkeerde zaak', 'beheerder 1')).toEqual({ soort: 'uit' });
  });
  it('a status: the message that told it comes again as taken back, also when it is gone from the register', async () => {
    const proef = await startOpstelling(met);
    const [id] = await vertel(proef, status(1));
    const { id: bericht } = await proef.van(id!);
    proef.register.delete(id!);
    expect(await proef.herroepen.intrekken(bericht, 'Verkeerde zaak', 'beheerder 1')).toMatchObject({
      soort: 'gedaan',
    });
    await proef.werk();
    await proef.bevestigAlles();
    await proef.werk();
    expect(gelezen(proef, 1).mutatiesoort).toBe('W');
    expect(tekst(proef, 1)).toContain('StUF:verwerkingssoort="E"');
    const gezet = /datumStatusGezet[^>]*>(\d{17})</.exec(tekst(proef, 0))![1]!;
    expect(tekst(proef, 1)).toContain(gezet);
    expect(await proef.staten()).toEqual(['afgeleverd', 'afgeleverd']);
  });
  it('happens once, however often it is asked', async () => {
    const proef = await startOpstelling(met);
    const [id] = await vertel(proef, status(1));
    const { id: bericht } = await proef.van(id!);
    const aflopen = await Promise.all([1, 2, 3].map(() => proef.herroepen.intrekken(bericht, 'Vergissing', 'b')));
    expect(aflopen.map(({ soort }) => soort).sort()).toEqual(['gedaan', 'kan_niet', 'kan_niet']);
  });
  it('a zaak: one object that only identifies it, and nobody in it', async () => {
    const proef = await startOpstelling(met);
    const [id] = await vertel(proef, status(1));
    const { id: bericht } = await proef.van(id!);
    await proef.herroepen.verwijderen(bericht, 'Bericht ging naar de verkeerde persoon', 'beheerder 1');
    await proef.werk();
    expect(gelezen(proef, 1).mutatiesoort).toBe('V');
    expect(huidigeZaak(gelezen(proef, 1))?.identificatie).toBe('ZAAK-2026-0001');
    expect(tekst(proef, 1)).not.toContain(BSN.noor);
  });
  it('goes to who may be told no more as well: it is what he was told that is taken back', async () => {
    const proef = await startOpstelling(met);
    const [id] = await vertel(proef, status(1));
    proef.verbod = () => ({ staat: 'geen_toestemming', reden: 'Deze persoon wil geen bericht.' });
    await proef.herroepen.verwijderen((await proef.van(id!)).id, 'Op verzoek', 'beheerder 1');
    await proef.werk();
    expect(gelezen(proef, 1).mutatiesoort).toBe('V');
  });
  it('of what was never told cannot be', async () => {
    const proef = await startOpstelling(met);
    proef.ruimte = 0;
    const id = await proef.zetStatus(status(1));
    await proef.werk();
    const { id: bericht } = await proef.van(id);
    for (const nummer of [bericht, 'geen-nummer', '00000000-0000-7000-8000-000000000999'])
      expect(await proef.herroepen.intrekken(nummer, 'Vergissing', 'b')).toEqual({ soort: 'kan_niet' });
  });
  it('writes no number of a person into its reason', async () => {
    const proef = await startOpstelling(met);
    const [id] = await vertel(proef, status(1));
    await proef.herroepen.intrekken((await proef.van(id!)).id, `Hoort bij ${BSN.daan}`, 'beheerder 1');
    const { regels } = await proef.zaakberichten.lijst({});
    expect(JSON.stringify(regels)).not.toContain(BSN.daan);
    expect(
      JSON.stringify(await proef.db.query(sql`select tijdlijn, besluit from lopendezaken.zaakbericht`)),
    ).not.toContain(BSN.daan);
  });
});
