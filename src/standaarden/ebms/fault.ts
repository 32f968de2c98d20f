/**
 * Why an incoming message cannot be taken in, and how to say so to its sender.
 *
 * No text here quotes the message beyond names of the standard: it may end up in a log.
 */
import type { AnswerTo, EbmsError, ErrorCode } from './message.ts';

/**
 * - `http`: not a message at all; answer with the HTTP status and no body.
 * - `soap-fault`: no envelope that can be understood or answered; SOAP 1.1 section 6.2: HTTP 500 with a Fault.
 * - `message-error`: the sender can be reached through the CPA; HTTP 2xx now, a MessageError to `answerTo` after.
 */
export type FaultAnswer = 'http' | 'soap-fault' | 'message-error';

export class EbmsFault extends Error implements EbmsError {
  override readonly name = 'EbmsFault';
  readonly answer: FaultAnswer;
  readonly httpStatus: number;
  /** `faultcode` for a SOAP Fault. */
  readonly soapCode: SoapFaultCode;
  readonly errorCode: ErrorCode;
  readonly severity = 'Error';
  readonly location: string | null;
  readonly text: string;
  /** Whom a MessageError goes to; null unless the answer is one. */
  readonly answerTo: AnswerTo | null;

  constructor(fault: FaultParts) {
    super(fault.text);
    this.answer = fault.answer;
    this.httpStatus = fault.httpStatus;
    this.soapCode = fault.soapCode ?? 'Client';
    this.errorCode = fault.errorCode;
    this.location = fault.location ?? null;
    this.text = fault.text;
    this.answerTo = fault.answerTo ?? null;
  }
}

/** SOAP 1.1 section 4.4.1. */
export type SoapFaultCode = 'VersionMismatch' | 'MustUnderstand' | 'Client' | 'Server';

interface FaultParts {
  readonly answer: FaultAnswer;
  readonly httpStatus: number;
  readonly soapCode?: SoapFaultCode;
  readonly errorCode: ErrorCode;
  readonly location?: string;
  readonly text: string;
  readonly answerTo?: AnswerTo;
}

export function httpFault(httpStatus: number, errorCode: ErrorCode, text: string): EbmsFault {
  return new EbmsFault({ answer: 'http', httpStatus, errorCode, text });
}

export function soapFaultOf(errorCode: ErrorCode, text: string, soapCode: SoapFaultCode = 'Client'): EbmsFault {
  return new EbmsFault({ answer: 'soap-fault', httpStatus: 500, soapCode, errorCode, text });
}

/** Accepted at the level of HTTP (ebMS 2.0 appendix B.2.3), refused at the level of ebXML. */
export function messageErrorOf(errorCode: ErrorCode, location: string, text: string, answerTo: AnswerTo): EbmsFault {
  return new EbmsFault({ answer: 'message-error', httpStatus: 204, errorCode, location, text, answerTo });
}
