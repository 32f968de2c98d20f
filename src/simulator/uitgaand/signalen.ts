/**
 * What goes back about a message: Acknowledgment, MessageError, Pong, StatusResponse and foutbericht.
 *
 * Guarantees: the answer to a message in the ledger is rebuilt from its line, so a duplicate gets the same answer to the byte,
 * also after a restart. A foutbericht is repeated until the municipality acknowledges it, at most 8 times.
 */
import type { Drukte } from '../basis/drukte.ts';
import { wacht } from '../basis/wacht.ts';
import type { EbmsFout, StufFout, StufPartij } from '../boek/feiten.ts';
import type { Grootboek } from '../boek/grootboek.ts';
import type { Regel } from '../boek/regel.ts';
import type { Enveloppe } from '../ebms/enveloppe.ts';
import {
  type Adres,
  acknowledgment,
  foutberichtPost,
  messageError,
  type Post,
  pong,
  statusResponse,
} from '../ebms/schrijf.ts';
import type { CpaFeiten } from '../opties.ts';
import type { Storingen } from '../storingen/storingen.ts';
import { schrijfFoutbericht } from '../stuf/foutbericht.ts';
import type { Tellers } from '../tellers.ts';
import { createFoutpost } from './foutpost.ts';
import type { Postbode } from './postbode.ts';

export interface Signalen {
  /** To await before a message is taken in: lets the answers keep up. */
  ruimte(): Promise<void>;
  /**
   * Answers a message of the ledger. The first step must be awaited before the HTTP answer is given (it is done at once, unless
   * the acknowledgment is set to come first); the second starts what comes after it.
   */
  antwoordOp(regel: Regel): { readonly vooraf: Promise<void>; readonly daarna: () => void };
  /** Refuses a message that does not get into the ledger. */
  weiger(enveloppe: Enveloppe, fout: EbmsFout): void;
  pong(ping: Enveloppe): void;
  statusResponse(vraag: Enveloppe): void;
  /** The municipality answered one of our foutberichten; false when the answer refers to nothing of ours. */
  verwerkAntwoord(soort: 'bevestigd' | 'geweigerd', refToMessageId: string | null): boolean;
  /** Takes up the foutberichten that were not acknowledged before a restart. */
  hervat(): void;
  close(): void;
}

export interface SignalenOpties {
  readonly cpa: CpaFeiten;
  readonly boek: Grootboek;
  readonly storingen: Storingen;
  readonly postbode: Postbode;
  readonly tellers: Tellers;
  readonly drukte: Drukte;
  readonly now: () => Date;
  /** How the simulator calls itself in a foutbericht. */
  readonly zelf: StufPartij;
  readonly toDigits: (instant: Date) => string;
  readonly foutberichtHerhaalMs: number;
}

const DOMAIN = 'simulator.example';

interface RegelMetFout extends Regel {
  readonly stufFout: StufFout;
}

function heeftFout(regel: Regel): regel is RegelMetFout {
  return regel.stufFout !== null;
}

export function createSignalen(opties: SignalenOpties): Signalen {
  const { cpa, boek, storingen, postbode, tellers, drukte, now } = opties;
  const closing = new AbortController();
  const foutpost = createFoutpost<RegelMetFout>(opties.foutberichtHerhaalMs, (regel) =>
    send(() => makeFoutbericht(regel), 'foutberichtenVerstuurd'),
  );
  let loose = 0;

  const idOf = (kind: string, nr: number): string => `${kind}-${nr}.${boek.naam}@${DOMAIN}`;
  /** Ids of signals outside the ledger also carry the time, so that they differ after a restart. */
  const looseId = (kind: string): string => {
    loose += 1;
    return `${kind}-${now().getTime()}-${loose}.${boek.naam}@${DOMAIN}`;
  };

  type Counter = 'acksVerstuurd' | 'messageErrorsVerstuurd' | 'foutberichtenVerstuurd' | null;

  const send = (maak: () => Post, counter: Counter): Promise<void> =>
    drukte.tijdens(async () => {
      const delivered = await postbode.bezorg(maak);
      if (!delivered) tellers.nietBezorgd += 1;
      else if (counter !== null) tellers[counter] += 1;
    });

  const addressOf = (kind: string, regel: Regel): Adres => ({
    messageId: idOf(kind, regel.nr),
    conversationId: regel.conversationId ?? regel.messageId,
    tijd: new Date(regel.ontvangenOp),
    refToMessageId: regel.messageId,
  });

  const looseAddress = (kind: string, { conversationId, messageId }: Enveloppe): Adres => ({
    messageId: looseId(kind),
    conversationId,
    tijd: now(),
    refToMessageId: messageId,
  });

  const ack = (regel: Regel) => () => acknowledgment(cpa, addressOf('ack', regel), new Date(regel.ontvangenOp));

  async function later(ms: number, deliver: () => Promise<void>): Promise<void> {
    if (await wacht(ms, closing.signal)) await deliver();
  }

  function answerWithAck(regel: Regel): { vooraf: Promise<void>; daarna: () => void } {
    const { stand, ms } = storingen.ack();
    const deliver = (): Promise<void> => send(ack(regel), 'acksVerstuurd');
    const nothing = Promise.resolve();
    switch (stand) {
      case 'weglaten':
        tellers.acksWeggelaten += 1;
        return { vooraf: nothing, daarna: () => undefined };
      case 'vertragen':
        return { vooraf: nothing, daarna: () => void drukte.tijdens(() => later(ms, deliver)) };
      case 'dubbel':
        return { vooraf: nothing, daarna: () => void deliver().then(deliver) };
      case 'voor-antwoord':
        return { vooraf: deliver(), daarna: () => undefined };
      case 'ok':
        return { vooraf: nothing, daarna: () => void deliver() };
    }
  }

  function makeFoutbericht(regel: RegelMetFout): Post {
    const referentienummer = `SIM-${boek.naam}-${regel.nr}`;
    const inhoud = schrijfFoutbericht({
      fout: regel.stufFout,
      van: opties.zelf,
      aan: regel.zender,
      peerPartyId: cpa.peerPartyId,
      referentienummer,
      tijdstipBericht: opties.toDigits(new Date(regel.ontvangenOp)),
      crossRefnummer: regel.referentienummer,
    });
    return foutberichtPost(cpa, addressOf('fo', regel), inhoud);
  }

  function beginFoutbericht(regel: Regel): void {
    if (heeftFout(regel) && !regel.bevestigd) foutpost.begin(regel);
  }

  return {
    ruimte: () => postbode.ruimte(),
    antwoordOp(regel) {
      const { ebmsFout } = regel;
      if (ebmsFout !== null) {
        const maak = (): Post => messageError(cpa, addressOf('fout', regel), ebmsFout);
        return { vooraf: Promise.resolve(), daarna: () => void send(maak, 'messageErrorsVerstuurd') };
      }
      const { vooraf, daarna } = answerWithAck(regel);
      return {
        vooraf,
        daarna: () => {
          daarna();
          beginFoutbericht(regel);
        },
      };
    },
    weiger(enveloppe, fout) {
      const post = messageError(cpa, looseAddress('fout', enveloppe), fout);
      void send(() => post, 'messageErrorsVerstuurd');
    },
    pong(ping) {
      const post = pong(cpa, looseAddress('pong', ping));
      void send(() => post, null);
    },
    statusResponse(vraag) {
      const asked = vraag.statusRequest ?? '';
      const found = boek.metMessageId(asked);
      const receivedAt = found === undefined ? null : new Date(found.ontvangenOp);
      const post = statusResponse(cpa, looseAddress('status', vraag), asked, receivedAt);
      void send(() => post, null);
    },
    verwerkAntwoord(soort, refToMessageId) {
      const nr = /^fo-([0-9]+)\./.exec(refToMessageId ?? '')?.[1];
      const regel = boek.regels[Number(nr) - 1];
      if (regel === undefined || !heeftFout(regel) || idOf('fo', regel.nr) !== refToMessageId) return false;
      if (soort === 'bevestigd' && !regel.bevestigd) boek.boek({ soort, nr: regel.nr });
      foutpost.klaar(regel);
      return true;
    },
    hervat() {
      foutpost.start();
      for (const regel of boek.regels) beginFoutbericht(regel);
    },
    close() {
      closing.abort();
      foutpost.close();
    },
  };
}
