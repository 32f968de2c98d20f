/**
 * Second step: make the message when it is its turn, and hand it to Digikoppeling. The lane of the zaak then waits for
 * the acknowledgment, so the next status of this zaak leaves only after this one arrived.
 *
 * What happens when a turn comes is decided by the state of the zaakbericht, not by the event: one that is in error makes
 * its lane wait for an operator (L9), one that ended takes no turn.
 *
 * The register leads (L1): the message is composed from what stands there now. The addressee is the person who was
 * checked; when the register names somebody else meanwhile, nothing is sent (RS-F40).
 */
import type { StatusBron, StatusContext } from '../../integratie/bronnen/index.ts';
import type { Cpa, Digikoppeling } from '../../integratie/digikoppeling/index.ts';
import { type Database, sql, type Tx } from '../../platform/db/index.ts';
import type { Log } from '../../platform/log/index.ts';
import type { Outcome, Settled, Subscriber } from '../../platform/outbox/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { Verwerkingenlog } from '../../registraties/verwerkingen/index.ts';
import { Bsn } from '../../standaarden/bsn/index.ts';
import { checkZaakbericht, writeZakLk01, type Zaakbericht } from '../../standaarden/stuf/index.ts';
import { tijdstipToDigits } from '../../standaarden/tijd/index.ts';
import { TE_VERZENDEN } from './beoordeling.ts';
import { besluit } from './besluit.ts';
import { meld } from './melden.ts';
import type { Instellingen } from './poorten.ts';
import { houdOp, KOLOMMEN, type Wijziging, wijzig, type Zaakberichtrij } from './register.ts';
import { bijBeheerder, type Voltooid } from './resultaten.ts';
import { samenstellen } from './samenstellen.ts';
import { reserveer, uniekMoment } from './tijdstip.ts';

export interface VerzendingOptions {
  readonly db: Database;
  readonly bron: StatusBron;
  readonly digikoppeling: Pick<Digikoppeling, 'cpas' | 'ruimte' | 'bewaar'>;
  readonly verwerkingen: Verwerkingenlog;
  readonly instellingen: Instellingen;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
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
  | { readonly soort: 'niet'; readonly rij: Zaakberichtrij; readonly reden: string }
  /** Its turn came while it waits for an operator: the lane waits with it (L9). */
  | { readonly soort: 'ophouden'; readonly rij: Zaakberichtrij }
  /** Ended already: there is nothing left to do. */
  | { readonly soort: 'klaar'; readonly rij: Zaakberichtrij };

export function verzender(options: VerzendingOptions): Subscriber {
  const { db, bron, digikoppeling, instellingen } = options;
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
        return outcomeOf(stapVoor(rij, contexten.get(rij.statusId), cpa, options), options);
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
  if (rij.staat === 'fout') return { soort: 'ophouden', rij };
  if (rij.staat !== 'te_verzenden') return { soort: 'klaar', rij };
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

function outcomeOf(stap: Stap, { clock, random }: VerzendingOptions): Outcome {
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
      return { kind: 'eind', state: 'niet_van_toepassing', reason: stap.reden, data: stap };
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
      case 'niet':
        wijzigingen.push({
          id: stap.rij.id,
          staat: 'niet_van_toepassing',
          reden: stap.reden,
          token,
          wat: 'Niet verzonden',
        });
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
      bijlagen: [{ contentType: 'application/xml', inhoud: Buffer.from(xml, 'utf8') }],
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
