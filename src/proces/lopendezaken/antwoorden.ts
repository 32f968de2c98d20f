/**
 * Foutberichten that come back (L14, A11): matched to the zaakbericht by the referentienummer or the MessageId that they
 * name, explained, and shown. Silence after the acknowledgment is all the success there is; a Fo01 or Fo03 takes it back.
 *
 * Before the acknowledgment the lane of the zaak waits for the message: from then on it waits for the operator. After it
 * the lane went on: the zaakbericht gets a new turn there, and when that comes, the lane waits (`verzending.ts`). So the
 * next status of the zaak goes when an operator has decided about this one (L9).
 */
import type { Digikoppeling, Ontvangen } from '../../integratie/digikoppeling/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { NewEvent, Outbox, Outcome, Subscriber } from '../../platform/outbox/index.ts';
import type { Clock, Random } from '../../platform/time/index.ts';
import { explainFoutcode, readStufAnswer } from '../../standaarden/stuf/index.ts';
import { XmlFault } from '../../standaarden/xml/index.ts';
import { beurtVoor } from './beoordeling.ts';
import type { Inrichtingen } from './inrichting-register.ts';
import { meld } from './melden.ts';
import type { Instellingen } from './poorten.ts';
import { KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';
import { naarBeheerder, type Voltooid } from './resultaten.ts';

export interface AntwoordOptions {
  readonly digikoppeling: Pick<Digikoppeling, 'payload' | 'bevestig'>;
  readonly outbox: Pick<Outbox, 'publish' | 'complete'>;
  readonly instellingen: Pick<Instellingen, 'cpaId'>;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** An answer that takes a zaakbericht back, and what it says it is about. */
interface Fout {
  readonly messageId: string;
  readonly crossRefnummer: string | null;
  readonly refToMessageId: string | null;
  readonly geenAccount: boolean;
  readonly reden: string;
  readonly antwoord: string;
}

/** What came in under a CPA of ours; without `fout` it confirms, or says nothing. */
interface Gelezen {
  readonly fout: Fout | null;
}

/** As much of an answer as is kept with the zaakbericht; a foutbericht is 1 to 2 kB. */
const MAX_ANTWOORD = 20_000;

export function antwoordLezer(options: AntwoordOptions): Subscriber {
  const { digikoppeling, instellingen, inrichtingen } = options;
  return {
    name: 'lopendezaken.antwoorden',
    batch: 50,
    // Which CPAs the stromen have may change, so that is asked when its turn comes.
    wants: ({ channel, kind }) => channel === 'digikoppeling' && kind === 'bericht.ontvangen',
    async handle(deliveries) {
      const { stromen, geenAccountCodes } = await inrichtingen.actueel();
      const cpas = new Set(
        stromen.map(({ drager }) => (drager.soort === 'digikoppeling' && drager.cpaId) || instellingen.cpaId),
      );
      const outcomes: Outcome[] = [];
      for (const { event } of deliveries) {
        const { id, messageId, cpaId } = event.body as Ontvangen;
        const ontvangen = cpas.has(cpaId) ? await digikoppeling.payload(id) : null;
        const data: Gelezen | null = cpas.has(cpaId)
          ? { fout: ontvangen && lees(messageId, ontvangen, geenAccountCodes) }
          : null;
        outcomes.push({ kind: 'klaar', data });
      }
      return outcomes;
    },
    async settle(tx, settled) {
      const onze = settled.filter((s) => s.outcome.data);
      const fouten = onze.flatMap((s) => (s.outcome.data as Gelezen).fout ?? []);
      await verwerk(tx, fouten, options);
      if (onze.length === 0) return;
      await digikoppeling.bevestig(
        tx,
        onze.map((s) => (s.delivery.event.body as Ontvangen).id),
      );
    },
  };
}

/** What the answer says; null for one that confirms. What we do not know is an error as well: a person must look at it. */
function lees(
  messageId: string,
  { inhoud, refToMessageId }: { readonly inhoud: Buffer; readonly refToMessageId: string | null },
  geenAccountCodes: readonly string[],
): Fout | null {
  const antwoord = inhoud.toString('utf8').replaceAll('\0', '').slice(0, MAX_ANTWOORD);
  const answer = readAnswer(inhoud);
  if (answer === null) {
    const reden =
      'MijnOverheid stuurde een antwoord dat Zaakbode niet kent. Lees het antwoord en beslis wat er moet gebeuren.';
    return { messageId, crossRefnummer: null, refToMessageId, geenAccount: false, reden, antwoord };
  }
  const { crossRefnummer } = answer;
  if (answer.soort === 'Bv03') return null;
  const uitleg = explainFoutcode(answer.code);
  const reden = `${answer.code}: ${answer.omschrijving || uitleg.betekenis}. ${uitleg.advies}`;
  const geenAccount = geenAccountCodes.includes(answer.code);
  return { messageId, crossRefnummer, refToMessageId, geenAccount, reden, antwoord };
}

function readAnswer(inhoud: Buffer): ReturnType<typeof readStufAnswer> {
  try {
    return readStufAnswer(inhoud);
  } catch (error) {
    if (error instanceof XmlFault) return null;
    throw error;
  }
}

async function verwerk(tx: Tx, fouten: readonly Fout[], options: AntwoordOptions): Promise<void> {
  if (fouten.length === 0) return;
  const { outbox, clock, log } = options;
  // Locked, as in `resultaten.ts`.
  const rows = await tx.query<Zaakberichtrij>(sql`
    select ${KOLOMMEN} from lopendezaken.zaakbericht
    where referentienummer = any(${fouten.map((f) => f.crossRefnummer)}::text[])
      or message_id = any(${fouten.map((f) => f.refToMessageId)}::text[]) order by id for update`);
  const alleen: Wijziging[] = [];
  const outcomes = new Map<string, Outcome>();
  const beurten: NewEvent[] = [];
  const done = new Set<string>();
  for (const fout of fouten) {
    const rij = rijVan(fout, rows);
    if (!rij) {
      const { messageId } = fout;
      tx.afterCommit(() => log.warn({ messageId }, 'ontvangen antwoord hoort bij geen zaakbericht; het is bewaard'));
    } else if (!done.has(rij.id)) {
      done.add(rij.id);
      const gevolg = gevolgVan(fout, rij, options);
      if (gevolg.soort === 'voltooi') outcomes.set(gevolg.token, gevolg.outcome);
      else alleen.push(gevolg.wijziging);
      if (gevolg.soort === 'wijzig') meld(tx, log, [gevolg.wijziging]);
      if (gevolg.soort === 'wijzig' && gevolg.beurt) beurten.push(beurtVoor(rij));
    }
  }
  await wijzig(tx, alleen, clock.now());
  if (beurten.length > 0) await outbox.publish(tx, beurten);
  if (outcomes.size > 0) await outbox.complete(tx, outcomes);
}

/** StUF names the message by its referentienummer, ebMS by its MessageId; a receiver that could read neither part names the other. */
function rijVan({ crossRefnummer, refToMessageId }: Fout, rows: readonly Zaakberichtrij[]): Zaakberichtrij | undefined {
  return (
    rows.find((rij) => crossRefnummer !== null && rij.referentienummer === crossRefnummer) ??
    rows.find((rij) => refToMessageId !== null && rij.messageId === refToMessageId)
  );
}

type Gevolg =
  /** It changes nothing but the timeline. */
  | { readonly soort: 'noteer'; readonly wijziging: Wijziging }
  /** Nothing waits for the zaakbericht. `beurt`: its lane went on, and it needs a new turn in it. */
  | { readonly soort: 'wijzig'; readonly wijziging: Wijziging; readonly beurt: boolean }
  /** What waits for the zaakbericht gets this; the change comes with it. */
  | { readonly soort: 'voltooi'; readonly token: string; readonly outcome: Outcome };

function gevolgVan(fout: Fout, rij: Zaakberichtrij, options: AntwoordOptions): Gevolg {
  const { id, staat, token } = rij;
  const { antwoord } = fout;
  if (token === null && staat !== 'afgeleverd' && staat !== 'fout') {
    // Ended otherwise, or offered again meanwhile: then it is about a message that counts no more.
    const wat = 'Antwoord ontvangen dat niets verandert';
    const toelichting = fout.reden;
    return { soort: 'noteer', wijziging: { id, staat, reden: rij.reden, token, wat, toelichting, antwoord } };
  }
  if (fout.geenAccount) return geenAccount(rij, antwoord);
  const wijziging: Wijziging = { id, staat: 'fout', reden: fout.reden, token, wat: 'Foutbericht ontvangen', antwoord };
  if (token === null) return { soort: 'wijzig', wijziging, beurt: staat === 'afgeleverd' };
  return naarBeheerder(rij, options, wijziging);
}

/** L11: caught, not tried again. */
function geenAccount({ id, token }: Zaakberichtrij, antwoord: string): Gevolg {
  const reden = 'MijnOverheid meldt dat deze persoon geen account heeft.';
  const wat = 'Geen account volgens MijnOverheid';
  const wijziging: Wijziging = { id, staat: 'geen_account', reden, token: null, wat, antwoord };
  if (token === null) return { soort: 'wijzig', wijziging, beurt: false };
  const data: Voltooid = { soort: 'voltooid', wijziging };
  return { soort: 'voltooi', token, outcome: { kind: 'eind', state: 'geen_account', reason: reden, data } };
}
