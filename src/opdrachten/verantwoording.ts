/** `zaakbode verantwoording`: what became of every status change, per day. */
import { openDatabase } from '../fundament.ts';
import { INSTELLINGEN, samenhang } from '../instellingen.ts';
import { readSettings } from '../platform/config/index.ts';
import {
  createVerantwoording,
  MAX_DAGEN,
  STATUSREGISTERS,
  verantwoordingCsv,
  verantwoordingTekst,
} from '../proces/lopendezaken/index.ts';
import { addDays, beginOfLocalDay, todayInAmsterdam } from '../standaarden/tijd/index.ts';
import type { Opdracht } from './types.ts';

/** The last day of the period, and how long it is. */
const DAGEN = 7;

export const verantwoording: Opdracht = {
  doet: 'Laat per dag zien wat er met elke statuswijziging is gebeurd.',
  gebruik: '[EERSTE DAG] [LAATSTE DAG] [--csv]',
  uitleg: [
    'Een dag is bijvoorbeeld 2026-11-21. Zonder dagen: de laatste week. Met één dag: die dag.',
    `Hoogstens ${MAX_DAGEN} dagen. De uitkomst is 1 als er statussen zijn die niets verklaart; die staan er dan onder.`,
  ].join('\n'),
  opties: { csv: { type: 'boolean' } },
  async run({ opties, woorden, print }) {
    const vandaag = todayInAmsterdam(new Date());
    const van = woorden[0] ?? addDays(vandaag, 1 - DAGEN);
    const tot = woorden[1] ?? woorden[0] ?? vandaag;
    for (const dag of [van, tot])
      if (beginOfLocalDay(dag) === null) throw new Error(`${dag} is geen dag. Schrijf een dag als 2026-11-21.`);
    if (tot < van) throw new Error('De laatste dag ligt voor de eerste.');
    if (addDays(van, MAX_DAGEN - 1) < tot) throw new Error(`Vraag hoogstens ${MAX_DAGEN} dagen.`);
    const db = await openDatabase(readSettings(INSTELLINGEN, process.env, samenhang));
    try {
      const bron = createVerantwoording({ db, registers: STATUSREGISTERS });
      const dagen = await bron.periode(van, tot);
      print(opties['csv'] ? verantwoordingCsv(dagen).trimEnd() : verantwoordingTekst(dagen));
      const kwijt = await bron.onverklaard(van, tot);
      for (const { zaaknummer, statustype, gezetOp, statusId } of opties['csv'] ? [] : kwijt)
        print(`onverklaard: ${zaaknummer}, ${statustype}, ${gezetOp.toISOString()}, status ${statusId}`);
      return kwijt.length === 0 ? 0 : 1;
    } finally {
      await db.close();
    }
  },
};
