/**
 * The books of a chain after it came to rest: what was committed held against what the simulator showed. Each status that is
 * to be told exactly once, in order per zaak, everything delivered, and nothing else anywhere.
 */
import { raw } from '../../src/platform/db/index.ts';
import type { LedgerRegel } from '../../src/simulator/index.ts';
import type { Keten } from './keten.ts';

export interface Bevinding {
  readonly vastgelegd: number;
  readonly getoond: number;
  readonly afgeleverd: number;
  /** Everything that is not as it must be, in words; empty when all is well. */
  readonly fouten: readonly string[];
}

/** One status as it was set; `moment` is its datumStatusGezet. */
export interface Gezet {
  readonly zaaknummer: string;
  readonly statustype: string;
  readonly moment: Date;
}

/** `wordtVerteld` says of each status whether the citizen is to hear of it; without it of all. */
export async function controleer(
  keten: Keten,
  wordtVerteld: (gezet: Gezet) => boolean = () => true,
): Promise<Bevinding> {
  const fouten: string[] = [];
  const wrong = (what: string, n: number): void => {
    if (n !== 0) fouten.push(`${what}: ${n}`);
  };
  const statussen = await keten.db.query<Gezet & { cijfers: string }>(
    raw(`
    select z.identificatie as zaaknummer, t.omschrijving as statustype, s.datum_status_gezet as moment,
      to_char(s.datum_status_gezet at time zone 'Europe/Amsterdam', 'YYYYMMDDHH24MISSMS') as cijfers
    from zaken.status s join zaken.zaak z on z.id = s.zaak_id join catalogi.statustype t on t.id = s.statustype_id
    order by s.datum_status_gezet`),
  );
  const teVertellen = statussen.filter(wordtVerteld);
  const ledger = await keten.ledger();
  const shown = ledger.filter((regel) => regel.toegepast);
  const count = new Map<string, number>();
  for (const r of shown) {
    const key = `${r.zaakidentificatie} ${r.datumStatusGezet}`;
    count.set(key, (count.get(key) ?? 0) + 1);
  }
  const moet = new Set(teVertellen.map((s) => `${s.zaaknummer} ${s.cijfers}`));
  wrong('to be told, never shown', [...moet].filter((key) => !count.has(key)).length);
  wrong('shown more than once', [...count.values()].filter((n) => n > 1).length);
  wrong('shown, not to be told', [...count.keys()].filter((key) => !moet.has(key)).length);
  wrong('shown out of order', outOfOrder(shown));
  wrong('answered otherwise than "toegepast"', ledger.length - shown.length);
  wrong('same MessageId with other bytes', ledger.filter((r) => r.afwijkend > 0).length);
  const [row] = await keten.db.query<Record<string, number>>(
    raw(`
    select (select count(*) from lopendezaken.zaakbericht where staat = 'afgeleverd') as afgeleverd,
      (select count(*) from lopendezaken.zaakbericht where staat in ('wacht_op_controle', 'te_verzenden', 'verzonden', 'fout') or token is not null) as open,
      (select count(*) from lopendezaken.zaakbericht) as zaakberichten,
      (select count(*) from digikoppeling.bericht where staat <> 'bevestigd') as onbevestigd,
      (select count(*) from digikoppeling.bericht) as berichten,
      (select count(*) from verwerkingen.verwerking) as verwerkingen,
      (select count(*) from outbox.lane) as banen,
      (select count(*) from outbox.fresh) as vers,
      (select count(*) from outbox.delivery where state = 'open') as leveringen`),
  );
  const { afgeleverd, open, zaakberichten, onbevestigd, berichten, verwerkingen, banen, vers, leveringen } = row!;
  wrong('zaakberichten open, or more than one a status', open! + zaakberichten! - statussen.length);
  wrong('delivered more or less than was to be told', afgeleverd! - moet.size);
  wrong('messages not acknowledged', onbevestigd!);
  wrong('messages more or less than was to be told', berichten! - moet.size);
  wrong('verwerkingen more or less than messages', verwerkingen! - berichten!);
  wrong('lanes, events or deliveries still open', banen! + vers! + leveringen!);
  return { vastgelegd: statussen.length, getoond: shown.length, afgeleverd: afgeleverd!, fouten };
}

function outOfOrder(regels: readonly LedgerRegel[]): number {
  const last = new Map<string, string>();
  let found = 0;
  for (const { zaakidentificatie, datumStatusGezet } of regels) {
    const before = last.get(zaakidentificatie!) ?? '';
    if (datumStatusGezet! <= before) found += 1;
    last.set(zaakidentificatie!, datumStatusGezet!);
  }
  return found;
}
