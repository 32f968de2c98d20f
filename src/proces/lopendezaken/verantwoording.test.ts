/** The account of every status: what is in the register is sent, skipped with a reason, or open; the rest is shown one by one. */
import { beforeEach, describe, expect, it } from 'vitest';
import { sql } from '../../platform/db/index.ts';
import { type Opstelling, startOpstelling } from './lopendezaken.testhulp.ts';
import { createVerantwoording, type Statusregister, type Verantwoording } from './verantwoording.ts';
import { verantwoordingTekst } from './verantwoording-tekst.ts';

let proef: Opstelling;
let verantwoording: Verantwoording;
/** Read in without a notification. */
let ingelezen: Set<string>;
/** Of a register that did not tell of it yet. */
let wachtend: Set<string>;

beforeEach(async () => {
  proef = await startOpstelling();
  ingelezen = new Set();
  wachtend = new Set();
  const tussen: Statusregister['tussen'] = (van, tot) => {
    const alle = [...proef.register.values()].filter((c) => c.datumStatusGezet >= van && c.datumStatusGezet < tot);
    return sql`select * from unnest(${alle.map((c) => c.statusId)}::uuid[], ${alle.map((c) => c.zaak.id)}::uuid[],
      ${alle.map((c) => c.datumStatusGezet)}::timestamptz[], ${alle.map((c) => c.zaak.identificatie)}::text[],
      ${alle.map((c) => c.zaaktype.omschrijving)}::text[], ${alle.map((c) => c.statustype.omschrijving)}::text[],
      ${alle.map((c) => ingelezen.has(c.statusId))}::boolean[],
      ${alle.map((c) => wachtend.has(c.statusId))}::boolean[]
    ) as s (id, zaak_id, gezet_op, zaaknummer, zaaktype, statustype, ingelezen, wacht)`;
  };
  const register = {
    tussen,
    get alle() {
      return sql`select unnest(${[...proef.register.keys()]}::uuid[]) as id`;
    },
  };
  verantwoording = createVerantwoording({ db: proef.db, registers: [register] });
});

const om = (tijd: string) => new Date(`2026-11-02T${tijd}Z`);
const dag = async () => (await verantwoording.periode('2026-11-02', '2026-11-02'))[0]!;

describe('a day', () => {
  it('adds up: sent, skipped per reason, and open', async () => {
    await proef.zetStatus({ datumStatusGezet: om('08:00:00') });
    await proef.werk();
    await proef.bevestigAlles();
    await proef.zetStatus({ datumStatusGezet: om('08:10:00'), statustype: { informeren: false } });
    await proef.zetStatus({ datumStatusGezet: om('08:20:00'), statustype: { informeren: false } });
    await proef.werk();
    proef.bronnen.accounts = () => ({ soort: 'geen' });
    await proef.zetStatus({ datumStatusGezet: om('08:30:00') });
    await proef.werk();
    proef.bronnen.accounts = 'weg';
    await proef.zetStatus({ datumStatusGezet: om('08:40:00') });
    await proef.werk();
    // Told, and nobody looked yet.
    await proef.zetStatus({ datumStatusGezet: om('08:50:00') });
    const vandaag = await dag();
    expect(vandaag).toMatchObject({ statussen: 6, verzonden: 1, open: 2, onverklaard: 0, verwijderd: 0 });
    expect(vandaag.overgeslagen).toEqual([
      { soort: 'niet_van_toepassing', reden: expect.stringContaining('staat uit'), aantal: 2 },
      { soort: 'geen_account', reden: null, aantal: 1 },
    ]);
    expect(await verantwoording.onverklaard('2026-11-02', '2026-11-02')).toEqual([]);
    expect(verantwoordingTekst([vandaag])).toMatch(
      /^2026-11-02: 6 statussen = 1 verzonden \+ 3 overgeslagen \+ 2 open \+ 0 onverklaard\n {8}2 {2}Dit statustype.*\n {8}1 {2}Geen account$/,
    );
  });

  it('is a day in the Netherlands, and each of a period is there, the last one first', async () => {
    await proef.zetStatus({ datumStatusGezet: new Date('2026-11-01T22:59:59.999Z') });
    await proef.zetStatus({ datumStatusGezet: new Date('2026-11-01T23:00:00.000Z') });
    await proef.werk();
    const dagen = await verantwoording.periode('2026-10-31', '2026-11-02');
    expect(dagen.map((d) => [d.dag, d.statussen])).toEqual([
      ['2026-11-02', 1],
      ['2026-11-01', 1],
      ['2026-10-31', 0],
    ]);
  });

  it('shows one by one what nothing explains', async () => {
    const kwijt = await proef.zetStatus({ datumStatusGezet: om('08:00:00') });
    await proef.werk();
    await proef.db.query(sql`delete from lopendezaken.zaakbericht`);
    // Written behind our back: there was never an event.
    const stil = await proef.zetStatus({ datumStatusGezet: om('08:10:00') });
    await proef.db.query(sql`delete from outbox.fresh`);
    await proef.db.query(sql`delete from outbox.event where body ->> 'resourceId' = ${stil}`);
    expect(await dag()).toMatchObject({ statussen: 2, verzonden: 0, open: 0, onverklaard: 2, overgeslagen: [] });
    const lijst = await verantwoording.onverklaard('2026-11-02', '2026-11-02');
    expect(lijst.map((r) => r.statusId)).toEqual([kwijt, stil]);
    expect(lijst[0]).toMatchObject({ zaaknummer: 'ZAAK-2026-0001', statustype: 'Ontvangen', gezetOp: om('08:00:00') });
    wachtend.add(stil);
    expect(await dag()).toMatchObject({ onverklaard: 1, open: 1 });
    wachtend.delete(stil);
    ingelezen.add(stil);
    expect(await dag()).toMatchObject({ onverklaard: 1, overgeslagen: [{ soort: 'ingelezen', aantal: 1 }] });
  });

  it('knows what was there before this connection', async () => {
    await proef.zetStatus({ datumStatusGezet: om('08:00:00') });
    await proef.werk();
    await proef.db.query(sql`delete from lopendezaken.zaakbericht`);
    await proef.db.query(sql`delete from outbox.delivery`);
    await proef.zetStatus({ datumStatusGezet: om('08:10:00') });
    await proef.db.query(sql`update outbox.subscriber set last_seq = 0`);
    await proef.werk();
    expect(await dag()).toMatchObject({
      statussen: 2,
      open: 1,
      onverklaard: 0,
      overgeslagen: [{ soort: 'voor', aantal: 1 }],
    });
  });

  it('counts apart what was told of a status that is in the register no more', async () => {
    const status = await proef.zetStatus({ datumStatusGezet: om('08:00:00') });
    await proef.werk();
    await proef.bevestigAlles();
    proef.register.delete(status);
    expect(await dag()).toMatchObject({ statussen: 0, verzonden: 0, onverklaard: 0, verwijderd: 1 });
  });
});
