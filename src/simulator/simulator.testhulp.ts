/**
 * Test help: a municipality on loopback that sends zaakberichten and keeps what the simulator sends back, and a simulator that
 * talks to it. The messages are written here by hand, so that the simulator is not tested with its own writer.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import Fastify, { type FastifyInstance } from 'fastify';
import { type CpaFeiten, createSimulator, type Simulator, type SimulatorOptions } from './index.ts';

export const CPA: CpaFeiten = {
  cpaId: 'LZ-TEST-1',
  ownPartyId: '00000004000000059000',
  ownRole: 'VOORZIENING',
  peerPartyId: '00000001003214345000',
  peerRole: 'GEMEENTE',
  partyIdType: 'urn:osb:oin',
  service: 'TEST:LopendeZaken:1:0',
  serviceType: 'urn:osb:services',
  actionZaakbericht: 'zaakbericht',
  actionFoutbericht: 'foutbericht',
};

export const BSN_MET_ACCOUNT = '999993653';
export const BSN_ZONDER_ACCOUNT = '999990202';
export const PERSOON_MET_ACCOUNT = 'p-7k2m';

export interface Zaak {
  readonly referentie: string;
  readonly tijdstip: string;
  readonly zaaknummer: string;
  readonly omschrijving: string;
  readonly toelichting: string;
  readonly bsn: string;
  readonly authentiek: string;
  readonly status: string;
  readonly statusToelichting: string;
  readonly datum: string;
  readonly einddatum: string | null;
  readonly ontvanger: string;
  readonly zender: string;
  readonly mutatiesoort: 'T' | 'W';
}

const ZAAK: Zaak = {
  referentie: 'ref-1',
  tijdstip: '20261102093100123',
  zaaknummer: 'ZAAK-2026-0001',
  omschrijving: 'Parkeervergunning Dorpsstraat',
  toelichting: '',
  bsn: BSN_MET_ACCOUNT,
  authentiek: 'J',
  status: 'Ontvangen',
  statusToelichting: '',
  datum: '20261102093015000',
  einddatum: null,
  ontvanger: CPA.ownPartyId,
  zender: CPA.peerPartyId,
  mutatiesoort: 'T',
};

/** A zakLk01 in the style "T per status"; with mutatiesoort W the old object goes before it. */
export function zakLk01(anders: Partial<Zaak> = {}): string {
  const z = { ...ZAAK, ...anders };
  const object = (
    heeft: string,
  ): string => `<ZKN:object StUF:entiteittype="ZAK" StUF:verwerkingssoort="${z.mutatiesoort}">
<ZKN:identificatie>${z.zaaknummer}</ZKN:identificatie><ZKN:omschrijving>${z.omschrijving}</ZKN:omschrijving>
${z.toelichting && `<ZKN:toelichting>${z.toelichting}</ZKN:toelichting>`}<ZKN:startdatum>20261102</ZKN:startdatum>
<ZKN:uiterlijkeEinddatum>20261228</ZKN:uiterlijkeEinddatum>
${z.einddatum === null ? '<ZKN:einddatum xsi:nil="true" StUF:noValue="geenWaarde"/>' : `<ZKN:einddatum>${z.einddatum}</ZKN:einddatum>`}
<ZKN:isVan StUF:entiteittype="ZAKZKT" StUF:verwerkingssoort="T"><ZKN:gerelateerde StUF:entiteittype="ZKT" StUF:verwerkingssoort="I">
<ZKN:omschrijving>Parkeervergunning</ZKN:omschrijving><ZKN:code>B0366</ZKN:code></ZKN:gerelateerde></ZKN:isVan>
<ZKN:heeftAlsInitiator StUF:entiteittype="ZAKBTRINI" StUF:verwerkingssoort="T"><ZKN:gerelateerde>
<ZKN:natuurlijkPersoon StUF:entiteittype="NPS" StUF:verwerkingssoort="I"><BG:inp.bsn>${z.bsn}</BG:inp.bsn>
<BG:authentiek StUF:metagegeven="true">${z.authentiek}</BG:authentiek></ZKN:natuurlijkPersoon>
</ZKN:gerelateerde></ZKN:heeftAlsInitiator>${heeft}</ZKN:object>`;
  const status = `<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="T">
<ZKN:gerelateerde StUF:entiteittype="STT" StUF:verwerkingssoort="I"><ZKN:volgnummer>1</ZKN:volgnummer>
<ZKN:omschrijving>${z.status}</ZKN:omschrijving></ZKN:gerelateerde>
${z.statusToelichting && `<ZKN:toelichting>${z.statusToelichting}</ZKN:toelichting>`}
<ZKN:datumStatusGezet>${z.datum}</ZKN:datumStatusGezet></ZKN:heeft>`;
  const oud =
    '<ZKN:heeft StUF:entiteittype="ZAKSTT" StUF:verwerkingssoort="T" xsi:nil="true" StUF:noValue="geenWaarde"/>';
  return `<?xml version="1.0" encoding="UTF-8"?>
<ZKN:zakLk01 xmlns:ZKN="http://www.egem.nl/StUF/sector/zkn/0310" xmlns:BG="http://www.egem.nl/StUF/sector/bg/0310" xmlns:StUF="http://www.egem.nl/StUF/StUF0301" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<ZKN:stuurgegevens><StUF:berichtcode>Lk01</StUF:berichtcode>
<StUF:zender><StUF:organisatie>${z.zender}</StUF:organisatie><StUF:applicatie>Zaakbode</StUF:applicatie><StUF:administratie>Gemeente Voorbeeld</StUF:administratie></StUF:zender>
<StUF:ontvanger><StUF:organisatie>${z.ontvanger}</StUF:organisatie><StUF:applicatie>MijnOverheid</StUF:applicatie></StUF:ontvanger>
<StUF:referentienummer>${z.referentie}</StUF:referentienummer><StUF:tijdstipBericht>${z.tijdstip}</StUF:tijdstipBericht>
<StUF:entiteittype>ZAK</StUF:entiteittype></ZKN:stuurgegevens>
<ZKN:parameters><StUF:mutatiesoort>${z.mutatiesoort}</StUF:mutatiesoort><StUF:indicatorOvername>V</StUF:indicatorOvername></ZKN:parameters>
${z.mutatiesoort === 'W' ? object(oud) : ''}${object(status)}</ZKN:zakLk01>`;
}

export interface Bericht {
  readonly headers: Record<string, string>;
  readonly body: string;
}

export interface Kop {
  readonly messageId: string;
  readonly cpaId: string;
  readonly action: string;
  readonly service: string;
  /** Header elements after the MessageHeader. */
  readonly extra: string;
  readonly timeToLive: string;
  readonly van: string;
  readonly version: string;
  readonly cid: string;
  readonly refTo: string;
  readonly body: string;
}

const ACK_REQUESTED =
  '<eb:AckRequested SOAP:mustUnderstand="1" eb:version="2.0" eb:signed="false" SOAP:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH"/>';

const KOP: Kop = {
  messageId: 'm-1@gemeente.example',
  cpaId: CPA.cpaId,
  action: CPA.actionZaakbericht,
  service: `<eb:Service eb:type="${CPA.serviceType}">${CPA.service}</eb:Service>`,
  extra: ACK_REQUESTED,
  timeToLive: '2036-01-01T00:00:00Z',
  van: CPA.peerPartyId,
  version: '2.0',
  cid: 'zaak-1@gemeente.example',
  refTo: '',
  body: '',
};

export function enveloppe(anders: Partial<Kop> = {}): string {
  const k = { ...KOP, ...anders };
  const partij = (naam: string, id: string, rol: string): string =>
    `<eb:${naam}><eb:PartyId eb:type="${CPA.partyIdType}">${id}</eb:PartyId><eb:Role>${rol}</eb:Role></eb:${naam}>`;
  return `<SOAP:Envelope xmlns:SOAP="http://schemas.xmlsoap.org/soap/envelope/" xmlns:eb="http://www.oasis-open.org/committees/ebxml-msg/schema/msg-header-2_0.xsd" xmlns:xlink="http://www.w3.org/1999/xlink"><SOAP:Header><eb:MessageHeader eb:version="${k.version}" SOAP:mustUnderstand="1">${partij('From', k.van, CPA.peerRole)}${partij('To', CPA.ownPartyId, CPA.ownRole)}<eb:CPAId>${k.cpaId}</eb:CPAId><eb:ConversationId>c-${k.messageId}</eb:ConversationId>${k.service}<eb:Action>${k.action}</eb:Action><eb:MessageData><eb:MessageId>${k.messageId}</eb:MessageId><eb:Timestamp>2026-11-02T08:31:00Z</eb:Timestamp>${k.refTo && `<eb:RefToMessageId>${k.refTo}</eb:RefToMessageId>`}<eb:TimeToLive>${k.timeToLive}</eb:TimeToLive></eb:MessageData><eb:DuplicateElimination/></eb:MessageHeader>${k.extra}</SOAP:Header><SOAP:Body>${k.body}</SOAP:Body></SOAP:Envelope>`;
}

/** A zaakbericht on the wire. */
export function bericht(messageId: string, inhoud: string, anders: Partial<Kop> = {}): Bericht {
  const kop = { ...KOP, ...anders };
  const body = `<eb:Manifest eb:version="2.0"><eb:Reference xlink:type="simple" xlink:href="cid:${kop.cid}"/></eb:Manifest>`;
  const soap = enveloppe({ body, ...anders, messageId });
  return {
    headers: {
      soapaction: '"ebXML"',
      'content-type': 'multipart/related; boundary="grens"; type="text/xml"; start="<soap@gemeente.example>"',
    },
    body: `--grens\r\nContent-Type: text/xml; charset=UTF-8\r\nContent-ID: <soap@gemeente.example>\r\n\r\n${soap}\r\n--grens\r\nContent-Type: application/xml\r\nContent-ID: <zaak-1@gemeente.example>\r\n\r\n${inhoud}\r\n--grens--\r\n`,
  };
}

/** A signal (Ping, Acknowledgment, …): a bare envelope. */
export function signaal(action: string, anders: Partial<Kop> = {}): Bericht {
  const service = '<eb:Service>urn:oasis:names:tc:ebxml-msg:service</eb:Service>';
  return {
    headers: { soapaction: '"ebXML"', 'content-type': 'text/xml; charset=UTF-8' },
    body: enveloppe({ action, service, extra: '', messageId: `${action}-1@gemeente.example`, ...anders }),
  };
}

export function acknowledgmentOp(messageId: string): Bericht {
  return signaal('Acknowledgment', {
    refTo: messageId,
    extra: `<eb:Acknowledgment SOAP:mustUnderstand="1" SOAP:actor="urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH" eb:version="2.0"><eb:Timestamp>2026-11-02T08:31:02Z</eb:Timestamp><eb:RefToMessageId>${messageId}</eb:RefToMessageId></eb:Acknowledgment>`,
  });
}

/** What came in at the municipality. */
export interface Ingekomen {
  readonly action: string;
  readonly messageId: string;
  readonly refToMessageId: string;
  readonly contentType: string;
  readonly body: string;
}

export interface Gemeente {
  readonly url: string;
  readonly ingekomen: Ingekomen[];
  /** Answers this status from now on. */
  antwoord: number;
  /** Resolves when so many messages with this action have come in. */
  krijgt(action: string, aantal?: number): Promise<Ingekomen[]>;
  close(): Promise<void>;
}

export async function startGemeente(): Promise<Gemeente> {
  const ingekomen: Ingekomen[] = [];
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const element = (name: string): string => new RegExp(`<eb:${name}>([^<]*)<`).exec(body)?.[1] ?? '';
      response.writeHead(gemeente.antwoord).end();
      if (gemeente.antwoord >= 300) return;
      const contentType = request.headers['content-type'] ?? '';
      ingekomen.push({
        action: element('Action'),
        messageId: element('MessageId'),
        refToMessageId: element('RefToMessageId'),
        contentType,
        body,
      });
      for (const check of waiting) check();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gemeente: Gemeente = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/ebms`,
    ingekomen,
    antwoord: 204,
    krijgt: (action, aantal = 1) =>
      new Promise((resolve) => {
        const check = (): void => {
          const found = ingekomen.filter((one) => one.action === action);
          if (found.length < aantal) return;
          waiting.delete(check);
          resolve(found);
        };
        waiting.add(check);
        check();
      }),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return gemeente;
}

export interface Opstelling {
  readonly app: FastifyInstance;
  readonly simulator: Simulator;
  readonly gemeente: Gemeente;
  /** Delivers a message and gives the HTTP status. */
  lever(bericht: Bericht): Promise<{ status: number; body: string }>;
  /** Starts listening, for what inject cannot show; gives the base address. */
  luister(): Promise<string>;
  close(): Promise<void>;
}

export async function startOpstelling(opties: Partial<SimulatorOptions> = {}): Promise<Opstelling> {
  const gemeente = await startGemeente();
  const simulator = createSimulator({
    gemeenteEndpoint: () => gemeente.url,
    cpa: CPA,
    now: () => new Date('2026-11-02T09:00:00.250Z'),
    herhaalSchemaMs: [1, 1, 1],
    ...opties,
  });
  const app = Fastify({ forceCloseConnections: true });
  await app.register(simulator.plugin);
  await app.ready();
  return {
    app,
    simulator,
    gemeente,
    async lever({ headers, body }) {
      const answer = await app.inject({ method: 'POST', url: '/simulator/ebms', headers, payload: body });
      return { status: answer.statusCode, body: answer.body };
    },
    luister: () => app.listen({ port: 0, host: '127.0.0.1' }),
    async close() {
      await app.close();
      await gemeente.close();
    },
  };
}
