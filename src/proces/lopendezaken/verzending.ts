/**
 * Second step: make the message when it is its turn, and hand it to Digikoppeling. The lane of the zaak then waits for
 * the acknowledgment, so the next status of this zaak leaves only after this one arrived.
 *
 * What happens when a turn comes is decided by the state of the zaakbericht, not by the event: one that is in error makes
 * its lane wait for an operator (L9), one that ended takes no turn.
 *
 * Each stroom is a subscriber of its own, with its own lanes: one that is paused, or whose CPA is dead, holds up no other.
 */
import type { StatusBron } from '../../integratie/bronnen/index.ts';
import type { Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import { sql, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Delivery, Family, Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import type { Verwerkingenlog } from '../../registraties/verwerkingen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { tijdstipToDigits } from '../../standaarden/tijd/index.ts';
import { TE_VERZENDEN } from './beoordeling.ts';
import { inhoudVan } from './inhoud.ts';
import { EERSTE_STROOM, type Inrichting, type Stroom } from './inrichting.ts';
import type { Inrichtingen } from './inrichting-register.ts';
import type { Lopen } from './lopen.ts';
import { meld } from './melden.ts';
import type { Instellingen } from './poorten.ts';
import { houdOp, KOLOMMEN, type Wijziging, wijzig } from './register.ts';
import { bijBeheerder, type Voltooid } from './resultaten.ts';
import { type Beurt, type Concept, rijVan, type Stap, type StapOpties, stappenVoor } from './stappen.ts';
import { reserveer, uniekMoment } from './tijdstip.ts';
import { wachter } from './wachten.ts';

export interface VerzendingOptions extends StapOpties {
  readonly bron: StatusBron;
  readonly digikoppeling: Pick<Digikoppeling, 'cpas' | 'ruimte' | 'bewaar'>;
  readonly verwerkingen: Verwerkingenlog;
  readonly inrichtingen: Pick<Inrichtingen, 'actueel' | 'lees'>;
  readonly lopen: Pick<Lopen, 'magNu'>;
  readonly log: Log;
}

/** The subscriber of each stroom. What was handed out to one stays with it: a stroom never goes away. */
export function verzenders(options: VerzendingOptions): Family {
  return {
    name: 'lopendezaken.verzending',
    async members(db) {
      const { stromen } = await options.inrichtingen.lees(db);
      return stromen.map(({ naam }) => verzenderVan(naam, options));
    },
  };
}

/** What the subscriber of a stroom is called. */
export const naamVan = (stroom: string): string =>
  stroom === EERSTE_STROOM ? 'lopendezaken.verzending' : `lopendezaken.verzending.${stroom}`;

function verzenderVan(naam: string, options: VerzendingOptions): Subscriber {
  const { digikoppeling, lopen, inrichtingen } = options;
  return {
    name: naamVan(naam),
    batch: 100,
    wants: ({ kind, body }) =>
      kind === TE_VERZENDEN && ((body as { stroom?: string | null }).stroom ?? EERSTE_STROOM) === naam,
    async capacity() {
      const stroom = stroomMet(naam, await inrichtingen.actueel());
      if (!(await lopen.magNu(stroom))) return 0;
      const weg = wegVan(stroom, options.instellingen);
      return weg === null ? 100 : await digikoppeling.ruimte(weg.cpaId);
    },
    handle: (deliveries, signal) => neemBeurten(naam, deliveries, options, signal),
    settle: (tx, settled) => settle(tx, settled, options),
  };
}

function stroomMet(naam: string, { stromen }: Inrichting): Stroom {
  const stroom = stromen.find((s) => s.naam === naam);
  if (!stroom) throw new Error(`the stroom ${naam} is gone from the inrichting`);
  return stroom;
}

/** Under what it goes; null when it goes another way. */
function wegVan({ drager }: Stroom, { cpaId, action }: Instellingen): { cpaId: string; action: string } | null {
  return drager.soort === 'cloudevents' ? null : { cpaId: drager.cpaId ?? cpaId, action: drager.action ?? action };
}

async function neemBeurten(
  naam: string,
  deliveries: readonly Delivery[],
  options: VerzendingOptions,
  signal: AbortSignal,
): Promise<readonly Outcome[]> {
  const { db, bron, digikoppeling, inrichtingen, instellingen } = options;
  const inrichting = await inrichtingen.actueel();
  const stroom = stroomMet(naam, inrichting);
  const weg = wegVan(stroom, instellingen);
  const cpa = weg === null ? null : await digikoppeling.cpas.find(weg.cpaId);
  if (weg !== null && !cpa)
    return deliveries.map(() => ({ kind: 'opnieuw', reason: `De CPA ${weg.cpaId} is niet geladen.` }));
  const ids = deliveries.map((d) => (d.event.body as { zaakbericht: string }).zaakbericht);
  // What was told last is asked only where a message says it.
  const metVorige = stroom.stijl === 'W-oud-nieuw';
  const rows = await db.query<Beurt>(sql`
    select ${KOLOMMEN}, soort, inhoud, case when ${metVorige} then (
      select v.inhoud from lopendezaken.zaakbericht v
      where v.zaak_id = z.zaak_id and v.bsn = z.bsn and v.soort = 'status' and v.staat in ('verzonden', 'afgeleverd')
      order by v.gewijzigd_op desc limit 1) end as vorige
    from lopendezaken.zaakbericht z where id = any(${ids}::uuid[])`);
  const contexten = await bron.statusContexten([...new Set(rows.map((row) => row.statusId))]);
  const stappen = await stappenVoor(
    rows,
    contexten,
    { inrichting, stroom, cpa, action: weg?.action ?? '' },
    options,
    signal,
  );
  const byId = new Map(stappen.map((stap) => [rijVan(stap).id, stap]));
  const wacht = wachter(options.random);
  return ids.map((id): Outcome => {
    const stap = byId.get(id);
    if (!stap) return { kind: 'eind', state: 'niet_van_toepassing', reason: 'Het zaakbericht bestaat niet meer.' };
    return outcomeOf(stap, options, wacht);
  });
}

function outcomeOf(stap: Stap, { clock, random }: VerzendingOptions, wacht: ReturnType<typeof wachter>): Outcome {
  switch (stap.soort) {
    case 'versturen':
      return { kind: 'wacht', token: stap.concept.messageId, data: stap };
    case 'fout':
      return { kind: 'wacht', token: bijBeheerder(stap.rij.id, random, clock), reason: stap.reden, data: stap };
    case 'ophouden':
      return {
        kind: 'wacht',
        token: bijBeheerder(stap.rij.id, random, clock),
        reason: stap.rij.reden ?? '',
        data: stap,
      };
    case 'niet':
      return { kind: 'eind', state: stap.afwijzing.staat, reason: stap.afwijzing.reden, data: stap };
    case 'later':
      return wacht(stap.reden, stap.kijkOverMs, stap);
    case 'klaar':
      return { kind: 'eind', state: stap.rij.staat, reason: stap.rij.reden ?? '' };
  }
}

async function settle(tx: Tx, settled: readonly Settled[], options: VerzendingOptions): Promise<void> {
  const wijzigingen: Wijziging[] = [];
  const concepten: Concept[] = [];
  const opgehouden: { id: string; token: string }[] = [];
  for (const { outcome } of settled) {
    const stap = outcome.data as Exclude<Stap, { soort: 'klaar' }> | Voltooid | undefined;
    if (!stap) continue;
    const token = outcome.kind === 'wacht' ? outcome.token : null;
    switch (stap.soort) {
      case 'voltooid':
        wijzigingen.push(stap.wijziging);
        break;
      case 'versturen':
        concepten.push(stap.concept);
        break;
      case 'ophouden':
        opgehouden.push({ id: stap.rij.id, token: token! });
        break;
      case 'fout': {
        const wat = 'Bericht kan niet worden gemaakt';
        wijzigingen.push({ id: stap.rij.id, staat: 'fout', reden: stap.reden, token, wat });
        break;
      }
      case 'later':
        // The same reason again is no news.
        if (stap.rij.reden !== stap.reden)
          wijzigingen.push({
            id: stap.rij.id,
            staat: stap.rij.staat,
            reden: stap.reden,
            token,
            wat: 'Controle lukte niet',
          });
        break;
      case 'niet':
        wijzigingen.push({ id: stap.rij.id, ...stap.afwijzing, ...stap.controle, token, wat: 'Niet verzonden' });
    }
  }
  wijzigingen.push(...(await maakBerichten(tx, concepten, options)));
  await wijzig(tx, wijzigingen, options.clock.now());
  await houdOp(tx, opgehouden);
  meld(tx, options.log, wijzigingen);
}

/** Numbers, envelopes, the verwerkingenlog and the state, in one transaction: a disclosure without its log row does not happen. */
async function maakBerichten(
  tx: Tx,
  concepten: readonly Concept[],
  options: VerzendingOptions,
): Promise<readonly Wijziging[]> {
  const [first] = concepten;
  if (!first) return [];
  const { digikoppeling, verwerkingen, vormen, instellingen, toelating, clock } = options;
  // What is taken back was told before: no consent is needed to take it back.
  const verbod = await toelating.magVerstrekken(
    tx,
    concepten
      .filter(({ rij }) => rij.soort === 'status')
      .map(({ rij, bericht }) => ({
        bsn: bericht.geadresseerde.bsn,
        zaakId: rij.zaakId,
        kanaal: 'lopende-zaken' as const,
      })),
  );
  // Forbidden between the question and this moment: the turn begins again, and finds that out.
  if (verbod.some((een) => een !== null)) throw new Error('een zaakbericht mag intussen niet meer worden verstrekt');
  const eerste = await reserveer(tx, instellingen.oin, clock.now(), concepten.length);
  const momenten = await uniekMoment(
    tx,
    concepten.map((c) => ({
      zaakId: c.rij.zaakId,
      statusId: c.rij.statusId,
      moment: c.bericht.status.datumStatusGezet,
    })),
  );
  const klaar = concepten.map((concept, i) => {
    const status = { ...concept.bericht.status, datumStatusGezet: momenten[i]!.moment };
    return {
      concept,
      cijfers: momenten[i]!.cijfers,
      bericht: { ...concept.bericht, status, tijdstipBericht: tijdstipToDigits(eerste + i) },
    };
  });
  await digikoppeling.bewaar(
    tx,
    first.cpa,
    klaar.map(({ concept, bericht }) => ({
      cpaId: first.cpa.id,
      vanPartij: instellingen.oin,
      action: concept.action,
      messageId: concept.messageId,
      conversationId: concept.messageId,
      bijlagen: [
        {
          contentType: 'application/xml',
          inhoud: Buffer.from(vormen.schrijf(concept.standaard, bericht, concept.berichtsoort), 'utf8'),
        },
      ],
    })),
  );
  await verwerkingen.schrijf(
    tx,
    klaar.map(({ concept }) => ({
      betrokkene: Bsn.parse(concept.rij.bsn ?? '') ?? concept.bericht.geadresseerde.bsn,
      activiteit: 'lopende-zaken',
      naam: 'Status van een zaak aan MijnOverheid gestuurd',
      ontvanger: instellingen.ontvanger.organisatie,
      object: concept.rij.zaaknummer,
      trace: concept.rij.trace,
    })),
  );
  return klaar.map(({ concept, bericht, cijfers }) => ({
    id: concept.rij.id,
    staat: 'te_verzenden',
    reden: null,
    token: concept.messageId,
    wat: 'Bericht gemaakt',
    messageId: concept.messageId,
    referentienummer: concept.bericht.referentienummer,
    momentCijfers: cijfers,
    inhoud: inhoudVan(bericht),
    ...concept.controle,
  }));
}
