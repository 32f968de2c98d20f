/** A stream that goes as files: whole or not at all, and results read back. */
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../../platform/db/index.ts';
import { systemClock } from '../../../platform/time/index.ts';
import { type Wereld, wereld } from '../aanbod/aanbod.testhulp.ts';
import { GEMEENTE, SECONDE, UUR } from '../partner.testhulp.ts';
import { bestanden, naamVan } from './bestanden.ts';
import type { OverTeDragen } from './drager.ts';

const folder = mkdtempSync(join(tmpdir(), 'zaakbode-dragers-'));
const uit = join(folder, 'uit');
const resultaten = join(folder, 'resultaten');
const CPA = 'PROEF-LZ_0001';
const log: string[] = [];

let w: Wereld;
beforeAll(async () => {
  const noteer = (_velden: object, wat: string): void => void log.push(wat);
  const stil = bestanden({ naam: 'stil', map: uit, resultaten: null, clock: systemClock, log: noteer });
  const pratend = bestanden({
    naam: 'pratend',
    map: join(folder, 'uit2'),
    resultaten,
    clock: systemClock,
    log: noteer,
  });
  w = await wereld({
    stromen: () => [
      { cpaId: CPA, action: null, drager: pratend },
      { cpaId: CPA, action: 'zaakbericht', drager: stil },
    ],
  });
});
afterAll(() => rmSync(folder, { recursive: true }));
beforeEach(async () => {
  await w.leeg();
  for (const one of [uit, join(folder, 'uit2'), resultaten]) rmSync(one, { recursive: true, force: true });
  mkdirSync(resultaten);
});

const verzend = async (extra: object = {}) => (await w.verzend({ messageId: 'm1@klant.example', ...extra })).body;
/** The other stream: what the other side of the CPA sends. */
const anders = { action: 'foutbericht', vanPartij: '00000099000000004000' };
const meld = (inhoud: object | string, naam = 'm1.json'): void =>
  writeFileSync(join(resultaten, naam), typeof inhoud === 'string' ? inhoud : JSON.stringify(inhoud));

describe('a message as files', () => {
  it('is a folder with its payloads and what to do with them, and then it has ended', async () => {
    const { id } = await verzend({ refToMessageId: 'eerder@x.example', conversationId: 'g1' });
    await w.rond();
    expect(readdirSync(uit).sort()).toEqual(['.tijdelijk', 'm1@klant.example']);
    expect(readdirSync(join(uit, '.tijdelijk'))).toEqual([]);
    const map = join(uit, 'm1@klant.example');
    expect(readFileSync(join(map, 'bijlage-1'), 'utf8')).toBe('<bericht>é</bericht>');
    expect(JSON.parse(readFileSync(join(map, 'bericht.json'), 'utf8'))).toEqual({
      versie: 1,
      messageId: 'm1@klant.example',
      gemaaktOp: '2026-11-02T09:00:00.000Z',
      cpaId: CPA,
      van: { partyId: GEMEENTE, type: 'urn:osb:oin', rol: 'GEMEENTE' },
      naar: { partyId: '00000099000000004000', type: 'urn:osb:oin', rol: 'VOORZIENING' },
      service: { waarde: 'PROEF:LopendeZaken:1:0', type: 'urn:osb:services' },
      action: 'zaakbericht',
      conversationId: 'g1',
      refToMessageId: 'eerder@x.example',
      bijlagen: [
        {
          bestand: 'bijlage-1',
          contentType: 'application/xml',
          omvang: 21,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
      ],
    });
    expect((await w.lees(id)).staat).toBe('overgedragen');
    expect(w.net.gezien).toEqual([]);
  });

  it('of which the process died just after the folder got its name is not written again', async () => {
    const { id } = await verzend();
    await w.rond();
    const [eerst] = await w.r.db.query<{ nr: number }>(sql`
      update digikoppeling.overdracht set staat = 'te_doen', begonnen = true returning nr`);
    await w.r.db.query(sql`update digikoppeling.zending set staat = 'te_verzenden', token = 'x'`);
    writeFileSync(join(uit, 'm1@klant.example', 'gezien'), '');
    await w.rond();
    expect(eerst).toBeDefined();
    expect(readdirSync(join(uit, 'm1@klant.example'))).toContain('gezien');
    expect((await w.lees(id)).staat).toBe('overgedragen');
  });

  it('does not take the place of a folder of another, which may be this one on another disk', async () => {
    mkdirSync(join(uit, 'm1@klant.example'), { recursive: true });
    writeFileSync(join(uit, 'm1@klant.example', 'bericht.json'), JSON.stringify({ messageId: 'M1@klant.example' }));
    const { id } = await verzend();
    await w.rond();
    expect(await w.lees(id)).toMatchObject({ staat: 'te_verzenden', pogingen: [{ uitkomst: 'later' }] });
    rmSync(join(uit, 'm1@klant.example'), { recursive: true });
    await w.later(5 * SECONDE);
    expect((await w.lees(id)).staat).toBe('overgedragen');
  });

  it('leaves nothing of a process that was killed', async () => {
    const oud = join(uit, '.tijdelijk', 'oud');
    mkdirSync(oud, { recursive: true });
    writeFileSync(join(oud, 'bijlage-1'), 'x');
    utimesSync(oud, new Date('2026-01-01'), new Date('2026-01-01'));
    const vers = bestanden({ naam: 'vers', map: uit, resultaten: null, clock: systemClock, log: () => undefined });
    const kop = {} as OverTeDragen['kop'];
    const partij = { partyId: { type: null, value: 'x' }, rol: 'x' };
    await vers.draagOver({
      messageId: 'm9@klant.example',
      externId: 'm9@klant.example',
      gemaakt: new Date(),
      bijlagen: [],
      kop: { ...kop, van: partij, naar: partij, service: { type: null, value: 'x' } },
    });
    expect(readdirSync(join(uit, '.tijdelijk'))).toEqual([]);
  });

  it('that cannot be written waits, and goes when the disk is there again', async () => {
    // A file where the folder should be.
    writeFileSync(uit, '');
    const { id } = await verzend();
    await w.rond();
    expect(await w.lees(id)).toMatchObject({ staat: 'te_verzenden', pogingen: [{ uitkomst: 'weg' }] });
    rmSync(uit);
    await w.later(5 * SECONDE);
    expect((await w.lees(id)).staat).toBe('overgedragen');
  });

  it('goes to the carrier of its own action before that of its CPA', async () => {
    await verzend(anders);
    await w.rond();
    expect(readdirSync(join(folder, 'uit2'))).toContain('m1@klant.example');
  });
});

describe('a folder for results', () => {
  it.each([
    ['bevestigd', 'bevestigd'],
    ['geweigerd', 'geweigerd'],
    ['verlopen', 'verlopen_onbekend'],
  ])('with %s makes it %s, and the file is taken away', async (uitkomst, staat) => {
    const { id } = await verzend(anders);
    await w.rond();
    expect((await w.lees(id)).staat).toBe('verzonden');
    meld({ messageId: 'm1@klant.example', uitkomst, reden: 'Bel 999993653 maar.' });
    await w.rond();
    const na = await w.lees(id);
    expect(na.staat).toBe(staat);
    expect(JSON.stringify(na)).not.toContain('999993653');
    expect(readdirSync(resultaten)).toEqual([]);
  });
  it('with what is no result keeps it under another name, and says so', async () => {
    meld('{');
    meld({ messageId: 'm1@klant.example', uitkomst: 'misschien' }, 'm2.json');
    meld('nog bezig', 'm3.json.tmp');
    await w.rond();
    expect(readdirSync(resultaten).sort()).toEqual(['m1.json.fout', 'm2.json.fout', 'm3.json.tmp']);
    expect(log.length).toBe(2);
  });
  it('that says nothing in the time of the CPA and a day makes it unknown', async () => {
    const { id } = await verzend(anders);
    await w.rond();
    await w.later(60 * UUR);
    expect((await w.lees(id)).staat).toBe('verlopen_onbekend');
  });
});

describe('the name of a folder', () => {
  it('leads nowhere else, whatever the messageId', () => {
    expect(naamVan('a/../b@x')).toBe('a%00002f..%00002fb@x');
    expect(naamVan('..@x')).toBe('%00002e.@x');
  });
});
