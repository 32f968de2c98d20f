/**
 * Receives one ebMS message: the whole way from the HTTP request to the answer, in order.
 *
 * Guarantees: an accepted message is in the ledger, and in its file, before it is answered with 204; the same MessageId is
 * processed once, however many copies arrive together, and every copy gets the same answer; the same MessageId with other bytes
 * is refused.
 */
import { createHash } from 'node:crypto';
import { maskBsns } from '../basis/bsn.ts';
import type { EbmsFout } from '../boek/feiten.ts';
import type { Grootboek } from '../boek/grootboek.ts';
import type { Regel } from '../boek/regel.ts';
import type { CpaFeiten } from '../opties.ts';
import { type Uitslag, type VerwerkOpties, verwerk } from '../stuf/verwerk.ts';
import type { Tellers } from '../tellers.ts';
import type { Signalen } from '../uitgaand/signalen.ts';
import { controleer, vindBijlage } from './controle.ts';
import { type Enveloppe, leesEnveloppe } from './enveloppe.ts';
import { type Pakket, pakUit } from './mime.ts';
import { SIGNAL_SERVICE } from './namen.ts';
import { type Post, soapFault } from './schrijf.ts';
import { Weigering } from './weigering.ts';

export interface Verzoek {
  readonly soapAction: string | undefined;
  readonly contentType: string | undefined;
  readonly body: Buffer;
}

export interface Antwoord {
  readonly status: 204 | 500;
  readonly post: Post | null;
  /** To call once the answer has gone out, or could not. */
  readonly daarna: () => void;
}

/** A message as it came, for who wants to look: the BSNs masked. */
export interface RuwBericht {
  readonly messageId: string;
  readonly envelop: string;
  readonly inhoud: string | null;
}

export interface Ontvangst {
  ontvang(verzoek: Verzoek): Promise<Antwoord>;
  /** The last 20 messages, latest first. */
  laatste(): readonly RuwBericht[];
}

export interface OntvangstOpties extends VerwerkOpties {
  readonly cpa: CpaFeiten;
  readonly boek: Grootboek;
  readonly signalen: Signalen;
  readonly tellers: Tellers;
  readonly now: () => Date;
}

const RING = 20;
/** A larger message is not kept to look at. */
const RING_BYTES = 64 * 1024;
const nothing = (): void => undefined;

export function createOntvangst(opties: OntvangstOpties): Ontvangst {
  const { cpa, boek, signalen, tellers, now } = opties;
  /** Unmasked until somebody looks: masking costs, looking is rare. */
  const ring: { messageId: string; pakket: Pakket }[] = [];

  async function ontvang(verzoek: Verzoek): Promise<Antwoord> {
    await signalen.ruimte();
    tellers.ontvangen += 1;
    try {
      return await process(verzoek);
    } catch (fault) {
      if (!(fault instanceof Weigering)) throw fault;
      tellers.soapFaults += 1;
      return { status: 500, post: soapFault(fault), daarna: nothing };
    }
  }

  async function process({ soapAction, contentType, body }: Verzoek): Promise<Antwoord> {
    if (soapAction !== '"ebXML"') throw new Weigering('SOAPAction moet "ebXML" zijn, met de aanhalingstekens.');
    const pakket = pakUit(contentType ?? '', body);
    const enveloppe = leesEnveloppe(pakket.soap.bytes);
    if (enveloppe.cpaId !== cpa.cpaId) throw new Weigering('Deze CPAId is hier niet bekend.');
    if (enveloppe.service === SIGNAL_SERVICE) return takeSignal(enveloppe);
    if (body.length <= RING_BYTES) {
      ring.unshift({ messageId: enveloppe.messageId, pakket });
      ring.length = Math.min(ring.length, RING);
    }
    return takeMessage(enveloppe, pakket, createHash('sha256').update(body).digest('base64url'));
  }

  async function takeSignal(enveloppe: Enveloppe): Promise<Antwoord> {
    const { action, acknowledgment, refToMessageId } = enveloppe;
    let known = true;
    switch (action) {
      case 'Ping':
        tellers.pings += 1;
        return accepted(() => signalen.pong(enveloppe));
      case 'StatusRequest':
        tellers.statusVragen += 1;
        return accepted(() => signalen.statusResponse(enveloppe));
      case 'Acknowledgment':
        known = signalen.verwerkAntwoord('bevestigd', acknowledgment ?? refToMessageId);
        break;
      case 'MessageError':
        known = signalen.verwerkAntwoord('geweigerd', refToMessageId);
        break;
      default:
        known = false;
    }
    if (!known) tellers.onbekendeSignalen += 1;
    await boek.bewaard();
    return accepted();
  }

  async function takeMessage(enveloppe: Enveloppe, pakket: Pakket, sha256: string): Promise<Antwoord> {
    const earlier = boek.metMessageId(enveloppe.messageId);
    if (earlier !== undefined && earlier.sha256 !== sha256) return refuseOther(enveloppe, earlier);
    if (earlier !== undefined) boek.boek({ soort: 'dubbel', nr: earlier.nr });
    const regel = earlier ?? record(enveloppe, pakket, sha256);
    await boek.bewaard();
    const { vooraf, daarna } = signalen.antwoordOp(regel);
    await vooraf;
    return accepted(daarna);
  }

  /** Judges and records in one synchronous step, so that no copy can come in between. */
  function record(enveloppe: Enveloppe, pakket: Pakket, sha256: string): Regel {
    const { messageId, conversationId, manifest } = enveloppe;
    const ebmsFout = controleer({ enveloppe, bijlagen: pakket.bijlagen, cpa, now: now() });
    const inhoud = vindBijlage(manifest?.[0] ?? '', pakket.bijlagen)?.bytes ?? null;
    const inhoudSha256 = inhoud === null ? null : createHash('sha256').update(inhoud).digest('base64url');
    const uitslag = ebmsFout !== null || inhoud === null ? NIET_GELEZEN : verwerk(inhoud, inhoudSha256 ?? '', opties);
    return boek.boekBericht({
      soort: 'bericht',
      nr: boek.volgendNr(),
      ontvangenOp: now().getTime(),
      messageId,
      conversationId,
      sha256,
      inhoudSha256,
      ebmsFout,
      ...uitslag,
    });
  }

  /** A MessageId is used up by the message that had it first. */
  async function refuseOther(enveloppe: Enveloppe, earlier: Regel): Promise<Antwoord> {
    boek.boek({ soort: 'afwijkend', nr: earlier.nr });
    await boek.bewaard();
    return accepted(() => signalen.weiger(enveloppe, AFWIJKEND));
  }

  return {
    ontvang,
    laatste: () =>
      ring.map(({ messageId, pakket }) => ({
        messageId,
        envelop: maskBsns(pakket.soap.bytes.toString('utf8')),
        inhoud: pakket.bijlagen[0] === undefined ? null : maskBsns(pakket.bijlagen[0].bytes.toString('utf8')),
      })),
  };
}

const NIET_GELEZEN: Uitslag = {
  zender: null,
  referentienummer: null,
  tijdstipBericht: null,
  persoon: null,
  zaak: null,
  status: null,
  uitkomst: 'ebms-fout',
  stufFout: null,
};

const AFWIJKEND: EbmsFout = {
  code: 'Inconsistent',
  locatie: '/SOAP:Envelope/SOAP:Header/eb:MessageHeader/eb:MessageData/eb:MessageId',
  omschrijving: 'Deze MessageId hoort al bij een bericht met een andere inhoud.',
};

function accepted(daarna: () => void = nothing): Antwoord {
  return { status: 204, post: null, daarna };
}
