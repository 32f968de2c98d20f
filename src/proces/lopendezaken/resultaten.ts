/**
 * What Digikoppeling tells of a message, in its transaction: the state of the zaakbericht, and the lane that may go on or
 * must wait for an operator.
 *
 * A zaakbericht waits with its token on one thing at a time: on its message (the token is the MessageId) or on an operator.
 * A result counts only while its message is what is waited for. What comes later is kept on the timeline, with one
 * exception: an acknowledgment ends the doubt about a message of which the time had run out (RS-F34).
 */
import type { Resultaat } from '../../integratie/digikoppeling/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Outbox, Outcome } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';

/** What a completed token tells `settle` of the sender. */
export interface Voltooid {
  readonly soort: 'voltooid';
  readonly wijziging: Wijziging;
}

/** A token on which the lane of a zaakbericht waits for an operator. */
export const bijBeheerder = (id: string, random: Random, clock: Clock): string =>
  `beheer:${id}:${uuidv7(clock, random)}`;

interface Hulp {
  readonly outbox: Pick<Outbox, 'complete'>;
  readonly clock: Clock;
  readonly random: Random;
}

/** What follows from one result: an outcome for who waits on the token, or a change of the zaakbericht alone. */
type Gevolg =
  | { readonly soort: 'voltooi'; readonly token: string; readonly outcome: Outcome }
  | { readonly soort: 'alleen'; readonly wijziging: Wijziging };

export async function verwerkResultaten(tx: Tx, resultaten: readonly Resultaat[], hulp: Hulp): Promise<void> {
  // Locked: between reading the token and writing it back, a foutbericht or an operator may not change it.
  const rows = await tx.query<Zaakberichtrij>(sql`
    select ${KOLOMMEN} from lopendezaken.zaakbericht
    where message_id = any(${resultaten.map((r) => r.messageId)}::text[]) order by id for update`);
  const byMessage = new Map(rows.map((row) => [row.messageId, row]));
  const gevolgen = resultaten.flatMap((resultaat) => {
    const rij = byMessage.get(resultaat.messageId);
    const gevolg = rij ? gevolgVan(resultaat, rij, hulp) : null;
    return gevolg ? [gevolg] : [];
  });
  await wijzig(
    tx,
    gevolgen.flatMap((g) => (g.soort === 'alleen' ? [g.wijziging] : [])),
    hulp.clock.now(),
  );
  const outcomes = gevolgen.flatMap((g) => (g.soort === 'voltooi' ? [[g.token, g.outcome] as const] : []));
  if (outcomes.length > 0) await hulp.outbox.complete(tx, new Map(outcomes));
}

function gevolgVan(resultaat: Resultaat, rij: Zaakberichtrij, hulp: Hulp): Gevolg | null {
  const waits = rij.token === rij.messageId;
  switch (resultaat.soort) {
    case 'verzonden':
      // The acknowledgment, or a foutbericht, may have come before our own HTTP answer (RS-F32).
      return waits && rij.staat === 'te_verzenden' ? alleen(rij, 'verzonden', 'Verzonden') : null;
    case 'bevestigd':
      return bevestigd(rij, waits);
    case 'overgedragen':
      return waits ? overgedragen(rij) : null;
    case 'geweigerd':
      return waits ? geweigerd(resultaat, rij, hulp) : alleen(rij, rij.staat, 'Geweigerd');
    case 'verlopen':
      return waits ? verlopen(resultaat, rij, hulp) : null;
  }
}

/** A change that leaves reason and token as they are. */
function alleen({ id, reden, token }: Zaakberichtrij, staat: Wijziging['staat'], wat: string): Gevolg {
  return { soort: 'alleen', wijziging: { id, staat, reden, token, wat, toelichting: null } };
}

function bevestigd(rij: Zaakberichtrij, waits: boolean): Gevolg {
  const wat = 'Ontvangst bevestigd';
  if (!waits && rij.staat !== 'verlopen_onbekend') return alleen(rij, rij.staat, wat);
  const wijziging: Wijziging = { id: rij.id, staat: 'afgeleverd', reden: null, token: null, wat };
  if (rij.token === null) return { soort: 'alleen', wijziging };
  const outcome: Outcome = { kind: 'eind', state: 'afgeleverd', reason: '', data: voltooid(wijziging) };
  return { soort: 'voltooi', token: rij.token, outcome };
}

/** What another system sends for us, and tells no more of, holds up nothing: the lane goes on. */
function overgedragen(rij: Zaakberichtrij): Gevolg {
  const reden = 'Overgedragen aan een ander systeem. Of het aankwam, weet alleen dat systeem.';
  const wijziging: Wijziging = { id: rij.id, staat: 'overgedragen', reden, token: null, wat: 'Overgedragen' };
  const outcome: Outcome = { kind: 'eind', state: 'overgedragen', reason: reden, data: voltooid(wijziging) };
  return { soort: 'voltooi', token: rij.token!, outcome };
}

function geweigerd(
  { reden: told, antwoord }: Extract<Resultaat, { soort: 'geweigerd' }>,
  rij: Zaakberichtrij,
  hulp: Hulp,
): Gevolg {
  const reden = `MijnOverheid weigerde het bericht: ${maskBsn(told)}`;
  return naarBeheerder(rij, hulp, {
    staat: 'fout',
    reden,
    wat: 'Geweigerd',
    ...(antwoord === null ? {} : { antwoord }),
  });
}

/** RS-F34: what never left may be made anew, with a new MessageId; of what left, only an operator may decide. */
function verlopen(
  { reden, vertrokken }: Extract<Resultaat, { soort: 'verlopen' }>,
  rij: Zaakberichtrij,
  hulp: Hulp,
): Gevolg {
  if (vertrokken) return naarBeheerder(rij, hulp, { staat: 'verlopen_onbekend', reden, wat: 'Verlopen' });
  const wat = 'Verlopen voordat het vertrok: wordt opnieuw gemaakt';
  const wijziging: Wijziging = { id: rij.id, staat: 'te_verzenden', reden: null, token: null, wat };
  const outcome: Outcome = { kind: 'opnieuw', reason: reden, afterMs: 0, data: voltooid(wijziging) };
  return { soort: 'voltooi', token: rij.token!, outcome };
}

/** What waits on the token of this zaakbericht, which has one, from now on waits for an operator. */
export function naarBeheerder(
  rij: Zaakberichtrij,
  { clock, random }: Pick<Hulp, 'clock' | 'random'>,
  wijziging: Omit<Wijziging, 'id' | 'token'>,
): Extract<Gevolg, { soort: 'voltooi' }> {
  const token = bijBeheerder(rij.id, random, clock);
  const data = voltooid({ ...wijziging, id: rij.id, token });
  const outcome: Outcome = { kind: 'wacht', token, reason: wijziging.reden ?? '', data };
  return { soort: 'voltooi', token: rij.token!, outcome };
}

function voltooid(wijziging: Wijziging): Voltooid {
  return { soort: 'voltooid', wijziging };
}
