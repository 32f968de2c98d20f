/**
 * Foutberichten that come back (L14, A11): matched to the zaakbericht by its referentienummer, explained, and shown.
 * Silence after the acknowledgment is all the success there is; a Fo01 or Fo03 takes it back.
 */
import type { Digikoppeling, Ontvangen } from '../../integratie/digikoppeling/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Outbox, Outcome, Subscriber } from '../../platform/outbox/index.ts';
import type { Clock } from '../../platform/time/index.ts';
import { explainFoutcode, readStufAnswer } from '../../standaarden/stuf/index.ts';
import type { Instellingen } from './poorten.ts';
import { KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';

export interface AntwoordOptions {
  readonly digikoppeling: Digikoppeling;
  readonly outbox: Outbox;
  readonly instellingen: Instellingen;
  readonly clock: Clock;
  readonly log: Log;
}

/** A foutbericht and the zaakbericht that it is about. */
interface Fout {
  readonly referentienummer: string;
  readonly geenAccount: boolean;
  readonly reden: string;
  readonly antwoord: string;
}

export function antwoordLezer({ digikoppeling, outbox, instellingen, clock, log }: AntwoordOptions): Subscriber {
  return {
    name: 'lopendezaken.antwoorden',
    batch: 50,
    wants: (event) => event.channel === 'digikoppeling' && event.kind === 'bericht.ontvangen',
    async handle(deliveries) {
      const outcomes: Outcome[] = [];
      for (const { event } of deliveries) {
        const { id, messageId } = event.body as Ontvangen;
        const fout = await lees(digikoppeling, id, instellingen);
        if (!fout) log.warn({ messageId }, 'ontvangen bericht is geen foutbericht dat wij kennen; het is bewaard');
        outcomes.push({ kind: 'klaar', data: fout });
      }
      return outcomes;
    },
    async settle(tx, settled) {
      const fouten = settled.map((s) => s.outcome.data as Fout | null).filter((f) => f !== null && f !== undefined);
      await verwerk(tx, fouten, outbox, clock);
    },
  };
}

async function lees(
  digikoppeling: Digikoppeling,
  id: string,
  { geenAccountCodes }: Instellingen,
): Promise<Fout | null> {
  const ontvangen = await digikoppeling.payload(id);
  if (!ontvangen) return null;
  const xml = ontvangen.inhoud;
  try {
    const answer = readStufAnswer(xml);
    if (!answer || answer.soort === 'Bv03' || !answer.crossRefnummer) return null;
    const uitleg = explainFoutcode(answer.code);
    const reden = `${answer.code}: ${answer.omschrijving || uitleg.betekenis}. ${uitleg.advies}`;
    const geenAccount = geenAccountCodes.includes(answer.code);
    return {
      referentienummer: answer.crossRefnummer,
      geenAccount,
      reden,
      antwoord: xml.toString('utf8').slice(0, 20_000),
    };
  } catch {
    return null;
  }
}

async function verwerk(tx: Tx, fouten: readonly Fout[], outbox: Outbox, clock: Clock): Promise<void> {
  if (fouten.length === 0) return;
  const rows = await tx.query<Zaakberichtrij & { referentienummer: string }>(sql`
    select ${KOLOMMEN}, referentienummer from lopendezaken.zaakbericht
    where referentienummer = any(${fouten.map((f) => f.referentienummer)}::text[])`);
  const alleen: Wijziging[] = [];
  const outcomes = new Map<string, Outcome>();
  for (const rij of rows) {
    const fout = fouten.find((f) => f.referentienummer === rij.referentienummer)!;
    const wijziging: Wijziging = fout.geenAccount
      ? {
          id: rij.id,
          staat: 'geen_account',
          reden: 'MijnOverheid meldt dat deze persoon geen account heeft.',
          token: null,
          wat: 'Geen account volgens MijnOverheid',
          antwoord: fout.antwoord,
        }
      : {
          id: rij.id,
          staat: 'fout',
          reden: fout.reden,
          token: rij.token,
          wat: 'Foutbericht ontvangen',
          antwoord: fout.antwoord,
        };
    // Still waiting for its acknowledgment and no account: the lane may go on. Otherwise the state alone changes; the
    // acknowledgment, or the operator, lets the lane go.
    if (fout.geenAccount && rij.token !== null) {
      outcomes.set(rij.token, {
        kind: 'eind',
        state: 'geen_account',
        reason: wijziging.reden!,
        data: { soort: 'voltooid', wijziging },
      });
    } else {
      alleen.push(wijziging);
    }
  }
  await wijzig(tx, alleen, clock.now());
  await outbox.complete(tx, outcomes);
}
