/**
 * What is fuzzed: each reader of what strangers send, with its seeds and with what must hold of any input. `proef` gives the kind of
 * outcome, for the report, and throws when something does not hold.
 */
import { deepStrictEqual, ok } from 'node:assert/strict';
import { maskBsn } from '../../src/standaarden/bsn/index.ts';
import { CATALOGUS } from '../../src/standaarden/ebms/catalogus.testhulp.ts';
import { CpaFault, parseCpa, routesOf, signalEndpoint, writeCpa } from '../../src/standaarden/ebms/index.ts';
import { CPA_PARAMS } from '../../src/standaarden/ebms/voorbeeld.testhulp.ts';
import {
  checkZakLk01Semantics,
  explainFoutcode,
  readStufAnswer,
  readZakLk01,
  writeFo01,
  writeFo03,
  writeZakLk01,
} from '../../src/standaarden/stuf/index.ts';
import { voorbeeld } from '../../src/standaarden/stuf/zaakbericht.testhulp.ts';
import {
  BERICHTENBOX,
  leesAbonnementen,
  leesEnvelop,
  SoapOnleesbaar,
  schrijfEnvelop,
} from '../../src/standaarden/wus/index.ts';
import { parseXml, rawXml, XmlFault } from '../../src/standaarden/xml/index.ts';
import { leesBericht, ZAADBERICHTEN } from './bericht.ts';
import type { Getekend } from './handtekening.ts';

export interface Doel {
  readonly naam: string;
  /** Octets as latin1. */
  readonly zaden: readonly string[];
  /** What is measured beside our own code. */
  readonly ook?: RegExp;
  /** What it needs and the others do not. */
  readonly laad?: () => Promise<void>;
  proef(input: string): string;
}

const octets = (input: string): Buffer => Buffer.from(input, 'latin1');
const latin1 = (text: string): string => Buffer.from(text).toString('latin1');

const bericht: Doel = {
  naam: 'bericht',
  zaden: ZAADBERICHTEN,
  proef: leesBericht,
};

const CPA = writeCpa(CPA_PARAMS);

const cpa: Doel = {
  naam: 'cpa',
  zaden: [
    CPA,
    writeCpa({ ...CPA_PARAMS, profile: 'osb-be' }),
    ...CATALOGUS.flatMap((fout) => (fout.cpa === undefined ? [] : [fout.cpa(CPA)])),
    writeCpa({ ...CPA_PARAMS, retries: 0, persistDurationMs: 0 }).replace(
      '<p:DeliveryChannel',
      '<p:OverrideMshActionBinding p:action="Acknowledgment" p:channelId="A-kanaal"/>$&',
    ),
  ].map(latin1),
  proef(input) {
    try {
      const read = parseCpa(octets(input));
      for (const { endpoint, retries, retryIntervalMs, timeToLiveMs } of routesOf(read)) {
        ok(/^https?:/.test(endpoint));
        for (const number of [retries, retryIntervalMs, timeToLiveMs ?? 0])
          ok(Number.isSafeInteger(number) && number >= 0);
      }
      for (const { partyIds } of read.parties) ok(/^https?:/.test(signalEndpoint(read, partyIds[0]!.value)));
      ok(read.start <= read.end);
      return 'gelezen';
    } catch (fault) {
      if (!(fault instanceof CpaFault)) throw fault;
      ok(fault.problems.length > 0);
      // As many words as the document gives cause for, and no more.
      ok(fault.message.length < 1_000 * (input.length + 1_000), 'the problems are told at too great a length');
      return 'CpaFault';
    }
  },
};

const SYSTEEM = { organisatie: '00000001002564440000', applicatie: 'MijnOverheid' };
const FOUT = {
  zender: SYSTEEM,
  ontvanger: { ...SYSTEEM, applicatie: 'Zaakbode' },
  referentienummer: 'r-1',
  tijdstipBericht: '20261102093100123',
  crossRefnummer: 'r-0',
  code: 'StUF055',
  plek: 'client',
  omschrijving: 'De inwoner 999993653 is niet bekend',
  details: 'bsn 9999.93.653',
} as const;

const stuf: Doel = {
  naam: 'stuf',
  zaden: [
    writeFo01(FOUT),
    writeFo03(FOUT),
    writeFo03(FOUT).replaceAll('Fo03', 'Bv03'),
    writeZakLk01(voorbeeld()),
    writeZakLk01(voorbeeld({ resultaat: { omschrijving: 'Verleend', toelichting: 'Ja' } })),
    writeZakLk01(voorbeeld(), { soort: 'intrekking', ingetrokkenOp: new Date('2026-11-03T09:00:00Z') }),
  ].map(latin1),
  proef(input) {
    try {
      const answer = readStufAnswer(octets(input));
      if (answer !== null && answer.soort !== 'Bv03') {
        for (const text of [answer.code, answer.omschrijving, answer.details ?? ''])
          deepStrictEqual(maskBsn(text), text);
        ok(explainFoutcode(answer.code).advies.length > 0);
      }
      const zaakbericht = readZakLk01(octets(input));
      if (zaakbericht !== null) {
        for (const { melding } of checkZakLk01Semantics(zaakbericht)) ok(melding.length > 0);
        ok(!JSON.stringify(zaakbericht.objecten.map(({ geadresseerden }) => geadresseerden)).includes('999993653'));
      }
      return answer?.soort ?? (zaakbericht === null ? 'iets anders' : 'zakLk01');
    } catch (fault) {
      if (!(fault instanceof XmlFault)) throw fault;
      return `XmlFault ${fault.code}`;
    }
  },
};

let oog: typeof import('./xml.ts');

const xml: Doel = {
  naam: 'xml',
  // What is well-formed is the parser's to say, so its code leads the search as well.
  ook: /\/saxes\.js$/,
  laad: async () => {
    oog = await import('./xml.ts');
  },
  zaden: [
    ...ZAADBERICHTEN.map((text) =>
      text.slice(text.indexOf('<'), text.indexOf('</soap:Envelope>') + '</soap:Envelope>'.length),
    ),
    '<?xml version="1.0" encoding="utf-8" standalone="yes"?><!-- c --><a xmlns="u" xmlns:p="v" p:k="&#9;1" k=\'2\'>t<![CDATA[<&]]>&lt;<p:b/><?p i?></a>',
    '<a xmlns:xml="http://www.w3.org/XML/1998/namespace" xml:lang="nl"><b xmlns=""><c xmlns="x"/></b>\r\n\t</a>',
  ],
  proef(input) {
    let root: ReturnType<typeof parseXml>;
    try {
      root = parseXml(octets(input));
    } catch (fault) {
      if (!(fault instanceof XmlFault)) throw fault;
      return `XmlFault ${fault.code}`;
    }
    deepStrictEqual(parseXml(oog.geschreven(root)), root);
    const seen = oog.zoalsLibxml2(octets(input));
    if (seen !== null) deepStrictEqual(seen, root);
    return 'gelezen';
  },
};

let handtekeningen: Getekend;

const handtekening: Doel = {
  naam: 'handtekening',
  get zaden() {
    return handtekeningen.zaden;
  },
  laad: async () => {
    handtekeningen ??= await (await import('./handtekening.ts')).getekend();
  },
  proef: (input) => handtekeningen.proef(input),
};

const WUS_PROFIEL = { ...BERICHTENBOX, berichtleverancierCode: 'L', berichtTypeCode: 'T' };
const ABONNEMENT =
  '<t:Abonnement><t:klant><g:Key>999993653</g:Key><g:Rol>Burger</g:Rol></t:klant><t:isBerichtSturen>true</t:isBerichtSturen></t:Abonnement>';

const wus: Doel = {
  naam: 'wus',
  zaden: [
    `<d:ValidateAbonnementenResponse xmlns:d="${BERICHTENBOX.dienst}" xmlns:t="${BERICHTENBOX.typen}" xmlns:g="${BERICHTENBOX.gedeeld}"><d:ValidateAbonnementenResult>${ABONNEMENT}${ABONNEMENT.replace('true', '0')}</d:ValidateAbonnementenResult></d:ValidateAbonnementenResponse>`,
    `<s:Fault xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><faultcode>s:Client</faultcode><faultstring>x</faultstring><detail><g:ApplicationFault xmlns:g="${BERICHTENBOX.gedeeld}"><g:Message>x</g:Message></g:ApplicationFault></detail></s:Fault>`,
  ].map((body) => latin1(Buffer.from(schrijfEnvelop(rawXml(body), null)).toString())),
  proef(input) {
    try {
      const read = leesAbonnementen(WUS_PROFIEL, leesEnvelop(octets(input), 'urn:uuid:1'));
      if (read.soort === 'abonnementen')
        for (const { isBerichtSturen } of read.rijen) ok([true, false, null].includes(isBerichtSturen));
      return read.soort;
    } catch (fault) {
      if (!(fault instanceof SoapOnleesbaar)) throw fault;
      // The operator reads it: no number of nine digits stands in it.
      ok(!/\d{9}/.test(fault.message));
      return fault.message;
    }
  },
};

export const DOELEN: readonly Doel[] = [bericht, cpa, stuf, xml, handtekening, wus];
