/**
 * Saying no, in the form that reaches the sender: a SOAP Fault or an HTTP status in the answer itself, or a MessageError
 * to the endpoint of the sender in the CPA. An answer (acknowledgment, error, pong) is never answered with an error.
 */
import type { X509Certificate } from 'node:crypto';
import { Problem } from '../../platform/http/index.ts';
import {
  type AnswerTo,
  buildMessageError,
  type Cpa,
  type EbmsError,
  type EbmsFault,
  type EbmsMessage,
  partyOf,
  signalEndpoint,
  soapFault,
} from '../../standaarden/ebms/index.ts';
import { ACCEPTED, type HttpAnswer, newMessageId, type OntvangContext } from './ontvang-context.ts';
import { bewaarSignaal } from './signalen.ts';

/** What could not be read. */
export async function weiger(
  context: OntvangContext,
  error: EbmsFault,
  peer: X509Certificate | null,
): Promise<HttpAnswer> {
  context.log({ code: error.errorCode, plaats: error.location }, 'onleesbaar ebMS-bericht geweigerd');
  if (error.answer === 'message-error' && error.answerTo !== null) {
    const cpa = await context.cpas.find(error.answerTo.cpaId);
    if (!cpa) return soapFout(tekst([error]));
    weigerVreemdeling(context, cpa, error.answerTo, peer);
    return await stuurFouten(context, cpa, error.answerTo, [error]);
  }
  const packed = soapFault(error.soapCode, error.text);
  return { status: error.httpStatus, contentType: packed.contentType, body: packed.body };
}

/** Throws the 403 for who may not speak as the sender of this message (RS-F59). */
export function weigerVreemdeling(
  context: OntvangContext,
  cpa: Cpa,
  { from, messageId }: Pick<AnswerTo, 'from' | 'messageId'>,
  peer: X509Certificate | null,
): void {
  const reden = context.vreemdeling(cpa, from.partyIds, peer);
  if (reden === null) return;
  context.log({ cpa: cpa.id, messageId, reden }, 'bericht geweigerd: het certificaat past niet bij de afzender');
  throw new Problem('permission_denied', reden);
}

/** What was read and does not fit. */
export async function meldFouten(
  context: OntvangContext,
  cpa: Cpa,
  message: EbmsMessage,
  errors: readonly EbmsError[],
): Promise<HttpAnswer> {
  context.log(
    { messageId: message.header.messageId, fouten: errors.map((e) => `${e.errorCode} ${e.location}`) },
    'ebMS-bericht geweigerd',
  );
  if (isAntwoord(message)) return ACCEPTED;
  context.tel(cpa.id, message.header.action, 'geweigerd');
  return await stuurFouten(context, cpa, message.header, errors);
}

/** Messages that answer one of ours (ebMS 2.0 §4.2.4): what is wrong with them is only logged. */
export function isAntwoord({ kind }: EbmsMessage): boolean {
  return kind === 'error' || kind === 'acknowledgment' || kind === 'pong' || kind === 'statusResponse';
}

/** A Fault in the answer itself; SOAP 1.1 §6.2 prescribes status 500. */
export function soapFout(text: string): HttpAnswer {
  const packed = soapFault('Client', text);
  return { status: 500, contentType: packed.contentType, body: packed.body };
}

async function stuurFouten(
  context: OntvangContext,
  cpa: Cpa,
  answerTo: AnswerTo,
  errors: readonly EbmsError[],
): Promise<HttpAnswer> {
  const sender = answerTo.from.partyIds[0]!.value;
  // Nobody to send it to: the error goes in the answer itself (ebms-core 2.16.6 learned this).
  if (partyOf(cpa, sender) === undefined) return soapFout(tekst(errors));
  const packed = buildMessageError({
    answerTo,
    messageId: newMessageId(context),
    timestamp: context.clock.now(),
    errors,
  });
  const endpoint = signalEndpoint(cpa, sender, 'MessageError');
  await context.db.transaction((tx) => bewaarSignaal(context, tx, endpoint, packed));
  context.signaalKlaar();
  return ACCEPTED;
}

function tekst(errors: readonly EbmsError[]): string {
  return errors.map((e) => `${e.errorCode}: ${e.text}`).join('; ');
}
