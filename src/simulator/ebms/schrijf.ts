/**
 * Writes what the simulator sends: signals, foutberichten and SOAP Faults.
 *
 * Guarantees: every message is a function of its arguments alone, so what is sent again is the same to the byte.
 */
import { type XmlFragment, xml, xmlBytes } from '../../standaarden/xml/index.ts';
import type { EbmsFout } from '../boek/feiten.ts';
import type { CpaFeiten } from '../opties.ts';
import { ACTOR_TO_PARTY, EB, ERROR_CONTEXT, SIGNAL_SERVICE, SOAP, XLINK } from './namen.ts';
import type { Weigering } from './weigering.ts';

/** A message ready for the wire. */
export interface Post {
  readonly contentType: string;
  readonly body: Uint8Array;
}

export interface Adres {
  readonly messageId: string;
  readonly conversationId: string;
  /** When it was made. */
  readonly tijd: Date;
  /** The message that it answers. */
  readonly refToMessageId: string | null;
}

/** ebMS 2.0 §6.3.2. */
export function acknowledgment(cpa: CpaFeiten, adres: Adres, ontvangenOp: Date): Post {
  return signal(
    cpa,
    adres,
    'Acknowledgment',
    xml`<eb:Acknowledgment SOAP:mustUnderstand="1" SOAP:actor="${ACTOR_TO_PARTY}" eb:version="2.0"><eb:Timestamp>${dateTime(ontvangenOp)}</eb:Timestamp><eb:RefToMessageId>${adres.refToMessageId}</eb:RefToMessageId><eb:From><eb:PartyId eb:type="${cpa.partyIdType}">${cpa.ownPartyId}</eb:PartyId></eb:From></eb:Acknowledgment>`,
  );
}

/** ebMS 2.0 §4.2. */
export function messageError(cpa: CpaFeiten, adres: Adres, fout: EbmsFout): Post {
  return signal(
    cpa,
    adres,
    'MessageError',
    xml`<eb:ErrorList SOAP:mustUnderstand="1" eb:version="2.0" eb:highestSeverity="Error"><eb:Error eb:codeContext="${ERROR_CONTEXT}" eb:errorCode="${fout.code}" eb:severity="Error" eb:location="${fout.locatie}"><eb:Description xml:lang="nl-NL">${fout.omschrijving}</eb:Description></eb:Error></eb:ErrorList>`,
  );
}

/** ebMS 2.0 §8.2. */
export function pong(cpa: CpaFeiten, adres: Adres): Post {
  return signal(cpa, adres, 'Pong', null);
}

/** ebMS 2.0 §7.1.2. `ontvangenOp` is null for a message that never came here. */
export function statusResponse(cpa: CpaFeiten, adres: Adres, gevraagd: string, ontvangenOp: Date | null): Post {
  const body = xml`<eb:StatusResponse eb:version="2.0" eb:messageStatus="${ontvangenOp === null ? 'NotRecognized' : 'Processed'}"><eb:RefToMessageId>${gevraagd}</eb:RefToMessageId>${ontvangenOp !== null && xml`<eb:Timestamp>${dateTime(ontvangenOp)}</eb:Timestamp>`}</eb:StatusResponse>`;
  return signal(cpa, adres, 'StatusResponse', null, body);
}

/** A business message of the simulator itself: one XML part, acknowledgment asked (osb-rm). */
export function foutberichtPost(cpa: CpaFeiten, adres: Adres, inhoud: Uint8Array): Post {
  const contentId = `foutbericht.${adres.messageId}`;
  const header = xml`${messageHeader(cpa, adres, { service: cpa.service, serviceType: cpa.serviceType, action: cpa.actionFoutbericht, rollen: true })}<eb:AckRequested SOAP:mustUnderstand="1" SOAP:actor="${ACTOR_TO_PARTY}" eb:version="2.0" eb:signed="false"/>`;
  const manifest = xml`<eb:Manifest eb:version="2.0"><eb:Reference xlink:type="simple" xlink:href="cid:${contentId}"/></eb:Manifest>`;
  const boundary = `deel-${adres.messageId.replace(/[^A-Za-z0-9]/g, '-')}`.slice(0, 70);
  const soapId = `soap.${adres.messageId}`;
  return {
    contentType: `multipart/related; boundary="${boundary}"; type="text/xml"; start="<${soapId}>"`,
    body: Buffer.concat([
      Buffer.from(
        `--${boundary}\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-ID: <${soapId}>\r\n\r\n${envelope(header, manifest)}\r\n` +
          `--${boundary}\r\nContent-Type: application/xml\r\nContent-ID: <${contentId}>\r\n\r\n`,
      ),
      inhoud,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}

/** SOAP 1.1 §4.4. */
export function soapFault(weigering: Weigering): Post {
  return {
    contentType: 'text/xml; charset=UTF-8',
    body: xmlBytes(
      xml`<SOAP:Envelope xmlns:SOAP="${SOAP}"><SOAP:Body><SOAP:Fault><faultcode>SOAP:${weigering.faultcode}</faultcode><faultstring xml:lang="nl-NL">${weigering.message}</faultstring></SOAP:Fault></SOAP:Body></SOAP:Envelope>`,
    ),
  };
}

function signal(cpa: CpaFeiten, adres: Adres, action: string, header: XmlFragment | null, body?: XmlFragment): Post {
  const head = messageHeader(cpa, adres, { service: SIGNAL_SERVICE, serviceType: null, action, rollen: false });
  return {
    contentType: 'text/xml; charset=UTF-8',
    body: Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>\n${envelope(xml`${head}${header}`, body ?? null)}`),
  };
}

interface Soort {
  readonly service: string;
  readonly serviceType: string | null;
  readonly action: string;
  /** A signal carries no Role and no DuplicateElimination; some receivers refuse them there. */
  readonly rollen: boolean;
}

function messageHeader(cpa: CpaFeiten, adres: Adres, { service, serviceType, action, rollen }: Soort): XmlFragment {
  return xml`<eb:MessageHeader SOAP:mustUnderstand="1" eb:version="2.0"><eb:From><eb:PartyId eb:type="${cpa.partyIdType}">${cpa.ownPartyId}</eb:PartyId>${rollen && xml`<eb:Role>${cpa.ownRole}</eb:Role>`}</eb:From><eb:To><eb:PartyId eb:type="${cpa.partyIdType}">${cpa.peerPartyId}</eb:PartyId>${rollen && xml`<eb:Role>${cpa.peerRole}</eb:Role>`}</eb:To><eb:CPAId>${cpa.cpaId}</eb:CPAId><eb:ConversationId>${adres.conversationId}</eb:ConversationId><eb:Service${serviceType !== null && xml` eb:type="${serviceType}"`}>${service}</eb:Service><eb:Action>${action}</eb:Action><eb:MessageData><eb:MessageId>${adres.messageId}</eb:MessageId><eb:Timestamp>${dateTime(adres.tijd)}</eb:Timestamp>${adres.refToMessageId !== null && xml`<eb:RefToMessageId>${adres.refToMessageId}</eb:RefToMessageId>`}</eb:MessageData>${rollen && xml`<eb:DuplicateElimination/>`}</eb:MessageHeader>`;
}

function envelope(header: XmlFragment, body: XmlFragment | null): XmlFragment {
  return xml`<SOAP:Envelope xmlns:SOAP="${SOAP}" xmlns:eb="${EB}" xmlns:xlink="${XLINK}"><SOAP:Header>${header}</SOAP:Header><SOAP:Body>${body}</SOAP:Body></SOAP:Envelope>`;
}

/** ebMS 2.0 §3.1.6.2 asks for UTC; without milliseconds, as some receivers read no more. */
function dateTime(instant: Date): string {
  return `${instant.toISOString().slice(0, 19)}Z`;
}
