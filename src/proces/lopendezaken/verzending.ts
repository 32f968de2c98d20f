/**
 * Second step: make the message when it is its turn, and hand it to Digikoppeling. The lane of the zaak then waits for
 * the acknowledgment, so the next status of this zaak leaves only after this one arrived.
 *
 * The register leads (L1): the message is composed from what stands there now. The addressee is the person who was
 * checked; when the register names somebody else meanwhile, nothing is sent (RS-F40).
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import type { Cpa, Digikoppeling, Resultaat } from '../../integratie/digikoppeling/index.ts';
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { Outbox, Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Verwerkingenlog } from '../../registraties/verwerkingen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { checkZaakbericht, writeZakLk01, type Zaakbericht } from '../../standaarden/stuf/index.ts';
import { tijdstipToDigits } from '../../standaarden/tijd/index.ts';
import { TE_VERZENDEN } from './beoordeling.ts';
import { besluit } from './besluit.ts';
import type { Instellingen } from './poorten.ts';
import { KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';
import { samenstellen } from './samenstellen.ts';
import { reserveer, uniekMoment } from './tijdstip.ts';

export interface VerzendingOptions {
  readonly db: Database;
  readonly bron: StatusBron;
  readonly digikoppeling: Digikoppeling;
  readonly verwerkingen: Verwerkingenlog;
  readonly instellingen: Instellingen;
  readonly clock: Clock;
  readonly random: Random;
}

/** A message that is ready but for its number and times. */
interface Concept {
  readonly rij: Zaakberichtrij;
  readonly bericht: Zaakbericht;
  readonly messageId: string;
  readonly cpa: Cpa;
}

type Stap =
  | { readonly soort: 'versturen'; readonly concept: Concept }
  | { readonly soort: 'fout'; readonly rij: Zaakberichtrij; readonly reden: string }
  | { readonly soort: 'niet'; readonly rij: Zaakberichtrij; readonly reden: string };

/** What a completed token tells `settle`. */
type Voltooid = { readonly soort: 'voltooid'; readonly wijziging: Wijziging };

/** The token on which the lane of a zaakbericht waits for an operator. */
const bijBeheerder = (id: string, random: Random, clock: Clock): string => `beheer:${id}:${uuidv7(clock, random)}`;

export function verzender(options: VerzendingOptions): Subscriber {
  const { db, bron, digikoppeling, instellingen, clock, random } = options;
  return {
    name: 'lopendezaken.verzending',
    batch: 100,
    wants: (event) => event.kind === TE_VERZENDEN,
    capacity: () => digikoppeling.ruimte(instellingen.cpaId),
    async handle(deliveries) {
      const cpa = await digikoppeling.cpas.find(instellingen.cpaId);
      if (!cpa)
        return deliveries.map(() => ({ kind: 'opnieuw', reason: `De CPA ${instellingen.cpaId} is niet geladen.` }));
      const ids = deliveries.map((d) => (d.event.body as { zaakbericht: string }).zaakbericht);
      const rows = await db.query<Zaakberichtrij>(
        sql`select ${KOLOMMEN} from lopendezaken.zaakbericht where id = any(${ids}::uuid[])`,
      );
      const byId = new Map(rows.map((row) => [row.id, row]));
      const contexten = await bron.statusContexten(rows.map((row) => row.statusId));
      return ids.map((id): Outcome => {
        const rij = byId.get(id);
        if (!rij) return { kind: 'eind', state: 'niet_van_toepassing', reason: 'Het zaakbericht bestaat niet meer.' };
        return outcomeOf(stapVoor(rij, contexten.get(rij.statusId), cpa, options), clock, random);
      });
    },
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

function stapVoor(
  rij: Zaakberichtrij,
  context: StatusContext | undefined,
  cpa: Cpa,
  { instellingen, clock, random }: VerzendingOptions,
): Stap {
  if (!context)
    return {
      soort: 'niet',
      rij,
      reden: 'De zaak of de status is uit het register verwijderd voordat het bericht werd verzonden.',
    };
  const adres = besluit(context, instellingen);
  if ('staat' in adres)
    return { soort: 'niet', rij, reden: `De zaak is gewijzigd voordat het bericht werd verzonden. ${adres.reden}` };
  if (adres.reveal() !== rij.bsn) {
    return { soort: 'niet', rij, reden: 'De zaak kreeg een andere initiator nadat het account was gecontroleerd.' };
  }
  const referentienummer = uuidv7(clock, random);
  const bericht = samenstellen(context, adres, referentienummer, instellingen, clock.now());
  const fouten = checkZaakbericht(bericht);
  if (fouten.length > 0) return { soort: 'fout', rij, reden: fouten.map((f) => f.melding).join(' ') };
  return {
    soort: 'versturen',
    concept: { rij, bericht, messageId: `${referentienummer}@${instellingen.domein}`, cpa },
  };
}

function outcomeOf(stap: Stap, clock: Clock, random: Random): Outcome {
  switch (stap.soort) {
    case 'versturen':
      return { kind: 'wacht', token: stap.concept.messageId, data: stap };
    case 'fout':
      return { kind: 'wacht', token: bijBeheerder(stap.rij.id, random, clock), reason: stap.reden, data: stap };
    case 'niet':
      return { kind: 'eind', state: 'niet_van_toepassing', reason: stap.reden, data: stap };
  }
}

async function settle(tx: Tx, settled: readonly Settled[], options: VerzendingOptions): Promise<void> {
  const { clock } = options;
  const wijzigingen: Wijziging[] = [];
  const concepten: Concept[] = [];
  for (const { outcome } of settled) {
    const stap = outcome.data as Stap | Voltooid | undefined;
    if (!stap) continue;
    if (stap.soort === 'voltooid') wijzigingen.push(stap.wijziging);
    else if (stap.soort === 'versturen') concepten.push(stap.concept);
    else {
      const fout = stap.soort === 'fout';
      const token = outcome.kind === 'wacht' ? outcome.token : null;
      const wat = fout ? 'Bericht kan niet worden gemaakt' : 'Niet verzonden';
      wijzigingen.push({
        id: stap.rij.id,
        staat: fout ? 'fout' : 'niet_van_toepassing',
        reden: stap.reden,
        token,
        wat,
      });
    }
  }
  wijzigingen.push(...(await maakBerichten(tx, concepten, options)));
  await wijzig(tx, wijzigingen, clock.now());
}

/** Numbers, envelopes, the verwerkingenlog and the state, in one transaction: a disclosure without its log row does not happen. */
async function maakBerichten(
  tx: Tx,
  concepten: readonly Concept[],
  options: VerzendingOptions,
): Promise<readonly Wijziging[]> {
  const [first] = concepten;
  if (!first) return [];
  const { digikoppeling, verwerkingen, instellingen, clock } = options;
  const eerste = await reserveer(tx, instellingen.oin, clock.now(), concepten.length);
  const momenten = await uniekMoment(
    tx,
    concepten.map((c) => ({ zaakId: c.rij.zaakId, id: c.rij.id, moment: c.bericht.status.datumStatusGezet })),
  );
  const klaar = concepten.map((concept, i) => {
    const status = { ...concept.bericht.status, datumStatusGezet: momenten[i]!.moment };
    return {
      concept,
      cijfers: momenten[i]!.cijfers,
      xml: writeZakLk01({ ...concept.bericht, status, tijdstipBericht: tijdstipToDigits(eerste + i) }),
    };
  });
  await digikoppeling.bewaar(
    tx,
    first.cpa,
    klaar.map(({ concept, xml }) => ({
      cpaId: instellingen.cpaId,
      vanPartij: instellingen.oin,
      action: instellingen.action,
      messageId: concept.messageId,
      conversationId: concept.messageId,
      payload: Buffer.from(xml, 'utf8'),
      payloadType: 'application/xml',
    })),
  );
  await verwerkingen.schrijf(
    tx,
    klaar.map(({ concept }) => ({
      betrokkene: Bsn.parse(concept.rij.bsn ?? '') ?? concept.bericht.initiator.bsn,
      activiteit: 'lopende-zaken',
      naam: 'Status van een zaak aan MijnOverheid gestuurd',
      ontvanger: instellingen.ontvanger.organisatie,
      object: concept.rij.zaaknummer,
      trace: concept.rij.trace,
    })),
  );
  return klaar.map(({ concept, cijfers }) => ({
    id: concept.rij.id,
    staat: 'te_verzenden',
    reden: null,
    token: concept.messageId,
    wat: 'Bericht gemaakt',
    messageId: concept.messageId,
    referentienummer: concept.bericht.referentienummer,
    momentCijfers: cijfers,
  }));
}

/** What Digikoppeling tells, in its transaction: the state of the zaakbericht, and the lane that may go on or must wait. */
export async function verwerkResultaten(
  tx: Tx,
  resultaten: readonly Resultaat[],
  outbox: Outbox,
  clock: Clock,
  random: Random,
): Promise<void> {
  const rows = await tx.query<Zaakberichtrij>(sql`
    select ${KOLOMMEN} from lopendezaken.zaakbericht where message_id = any(${resultaten.map((r) => r.messageId)}::text[])`);
  const byMessage = new Map(rows.map((row) => [row.messageId, row]));
  const alleen: Wijziging[] = [];
  const outcomes = new Map<string, Outcome>();
  for (const resultaat of resultaten) {
    const rij = byMessage.get(resultaat.messageId);
    if (!rij) continue;
    if (resultaat.soort === 'verzonden') {
      if (rij.staat === 'te_verzenden')
        alleen.push({ id: rij.id, staat: 'verzonden', reden: null, token: rij.token, wat: 'Verzonden' });
      continue;
    }
    const outcome = outcomeVoor(resultaat, rij, clock, random);
    if (rij.token !== null) outcomes.set(rij.token, outcome);
  }
  await wijzig(tx, alleen, clock.now());
  await outbox.complete(tx, outcomes);
}

function outcomeVoor(
  resultaat: Exclude<Resultaat, { soort: 'verzonden' }>,
  rij: Zaakberichtrij,
  clock: Clock,
  random: Random,
): Outcome {
  const voltooid = (wijziging: Omit<Wijziging, 'id'>): Voltooid => ({
    soort: 'voltooid',
    wijziging: { id: rij.id, ...wijziging },
  });
  if (resultaat.soort === 'bevestigd') {
    return {
      kind: 'eind',
      state: 'afgeleverd',
      reason: '',
      data: voltooid({ staat: 'afgeleverd', reden: null, token: null, wat: 'Ontvangst bevestigd' }),
    };
  }
  const token = bijBeheerder(rij.id, random, clock);
  if (resultaat.soort === 'geweigerd') {
    const reden = `MijnOverheid weigerde het bericht: ${resultaat.reden}`;
    const antwoord = resultaat.antwoord === null ? {} : { antwoord: resultaat.antwoord };
    return {
      kind: 'wacht',
      token,
      reason: reden,
      data: voltooid({ staat: 'fout', reden, token, wat: 'Geweigerd', ...antwoord }),
    };
  }
  // RS-F34: what never left may be made anew, with a new MessageId; of what left, only an operator may decide.
  if (!resultaat.vertrokken) {
    return {
      kind: 'opnieuw',
      reason: resultaat.reden,
      afterMs: 0,
      data: voltooid({
        staat: 'te_verzenden',
        reden: null,
        token: null,
        wat: 'Verlopen voordat het vertrok: wordt opnieuw gemaakt',
      }),
    };
  }
  return {
    kind: 'wacht',
    token,
    reason: resultaat.reden,
    data: voltooid({ staat: 'verlopen_onbekend', reden: resultaat.reden, token, wat: 'Verlopen' }),
  };
}
