/**
 * Test help: the negative catalogue of the header. One line per fault that a sender can make and still be answered, with the errors
 * that go back to it, in this order. The library is held to it (`catalogus.test.ts`), and so is the endpoint as a whole.
 *
 * Where the sources differ:
 * - What the schema forbids (an element missing, a value that is no dateTime): ebMS 2.0 section 4.2.3.4 has OtherXml for it, ebms-core
 *   validates by XSD and answers HTTP 500 with an empty body. We follow ebMS 2.0: the sender learns which element it is.
 * - A value that conflicts with the CPA: Inconsistent in both. Only an unknown service or action is ValueNotRecognized, as in ebms-core.
 * - MessageOrder and nextMSH are in ebMS 2.0, not in the Digikoppeling profile: NotSupported, as in ebms-core.
 * - RefToMessageId to an unknown message: ebms-core answers a business message with ValueNotRecognized. Digikoppeling leaves its use to
 *   the parties (Best Practices EB016), so it is no fault here, and not in this list.
 * - A part that the Manifest does not name: ebms-core drops it in silence, ebMS 2.0 section 3.2 knows no error for it. Beside a Manifest it
 *   goes to the log; without any Manifest it is MimeProblem, as the payload would be lost.
 */

export interface Fout {
  readonly wat: string;
  /** Changes the envelope of a message without payload. */
  readonly xml?: (envelope: string) => string;
  /** Changes the octets, as latin1, of a message with one payload. */
  readonly octets?: (body: string) => string;
  /** The agreement under which it is judged, when it is another than osb-rm. */
  readonly cpa?: (text: string) => string;
  /** `errorCode location`, the Content-ID of the payload written as PAYLOAD; the severity is always Error. */
  readonly errors: readonly string[];
  /** The CPA gives no way to the sender: the error goes into the HTTP answer, as a SOAP Fault. */
  readonly unreachable?: true;
}

const HEADER = '/soap:Envelope/soap:Header';
const MESSAGE = `${HEADER}/eb:MessageHeader`;
const DATA = `${MESSAGE}/eb:MessageData`;
const MANIFEST = '/soap:Envelope/soap:Body/eb:Manifest';

const replace =
  (from: string | RegExp, to: string) =>
  (text: string): string => {
    const changed = text.replace(from, to);
    if (changed === text) throw new Error(`This line of the catalogue changes nothing: ${from}`);
    return changed;
  };
const without = (name: string): ((text: string) => string) =>
  replace(new RegExp(`<eb:${name}( [^>]*)?(/>|>.*?</eb:${name}>)`), '');
const block = (xml: string) => replace('</soap:Header>', `${xml}</soap:Header>`);
const manifest = (content: string) =>
  replace('<soap:Body>', `<soap:Body><eb:Manifest eb:version="2.0">${content}</eb:Manifest>`);
/** The first PartyId of From or To. */
const party = (side: 'From' | 'To', id: string) =>
  replace(new RegExp(`(<eb:${side}>)<eb:PartyId[^>]*>[^<]*</eb:PartyId>`), `$1${id}`);
/** The header lines of the payload part, which come after those of the SOAP part. */
const payload = (lines: string) => replace(/Content-Type: application\/xml(?=\r\n)/, lines);

const NEXT = 'http://schemas.xmlsoap.org/soap/actor/next';
const SYNC = (attrs: string) => `<eb:SyncReply ${attrs} soap:mustUnderstand="1"/>`;
const synchronous = (text: string): string => text.replaceAll('syncReplyMode="none"', 'syncReplyMode="mshSignalsOnly"');
const bestEffort = (text: string): string =>
  text.replaceAll(/(ackRequested|duplicateElimination)="always"/g, '$1="never"');

export const CATALOGUS: readonly Fout[] = [
  // Version (Koppelvlakstandaard ebMS2 section 5): 2.0 on every element of ours.
  {
    wat: 'another version',
    xml: replace('<eb:MessageHeader eb:version="2.0"', '<eb:MessageHeader eb:version="3.0"'),
    errors: [`Inconsistent ${MESSAGE}/@eb:version`],
  },
  {
    wat: 'no version',
    xml: replace('<eb:MessageHeader eb:version="2.0"', '<eb:MessageHeader'),
    errors: [`Inconsistent ${MESSAGE}/@eb:version`],
  },
  {
    wat: 'another version of AckRequested',
    xml: replace('<eb:AckRequested eb:version="2.0"', '<eb:AckRequested eb:version="1.0"'),
    errors: [`Inconsistent ${HEADER}/eb:AckRequested/@eb:version`],
  },
  {
    wat: 'another version of SyncReply',
    xml: block(SYNC(`eb:version="2" soap:actor="${NEXT}"`)),
    cpa: synchronous,
    errors: [`Inconsistent ${HEADER}/eb:SyncReply/@eb:version`],
  },
  {
    wat: 'another version of the Manifest',
    octets: replace('<eb:Manifest eb:version="2.0"', '<eb:Manifest eb:version="1.0"'),
    errors: [`Inconsistent ${MANIFEST}/@eb:version`],
  },

  // Parties (section 3.1.1). A sender whom the CPA does not know cannot be reached through it.
  {
    wat: 'a sender outside the CPA',
    xml: party('From', '<eb:PartyId eb:type="urn:osb:oin">00000099000000009000</eb:PartyId>'),
    errors: [`Inconsistent ${MESSAGE}/eb:From/eb:PartyId`],
    unreachable: true,
  },
  {
    wat: 'another type of the sender’s id',
    xml: replace('<eb:From><eb:PartyId eb:type="urn:osb:oin"', '<eb:From><eb:PartyId eb:type="urn:osb:hrn"'),
    errors: [`Inconsistent ${MESSAGE}/eb:From/eb:PartyId`],
  },
  {
    wat: 'no type of the sender’s id',
    xml: replace('<eb:From><eb:PartyId eb:type="urn:osb:oin"', '<eb:From><eb:PartyId'),
    errors: [`Inconsistent ${MESSAGE}/eb:From/eb:PartyId`],
  },
  {
    wat: 'a second id of the sender that is not its own',
    xml: replace('</eb:PartyId><eb:Role>', '</eb:PartyId><eb:PartyId>x</eb:PartyId><eb:Role>'),
    errors: [`Inconsistent ${MESSAGE}/eb:From/eb:PartyId`],
  },
  {
    wat: 'a receiver outside the CPA',
    xml: party('To', '<eb:PartyId eb:type="urn:osb:oin">00000099000000009000</eb:PartyId>'),
    errors: [`Inconsistent ${MESSAGE}/eb:To/eb:PartyId`],
  },
  {
    wat: 'another type of the receiver’s id',
    xml: replace('<eb:To><eb:PartyId eb:type="urn:osb:oin"', '<eb:To><eb:PartyId eb:type="urn:osb:hrn"'),
    errors: [`Inconsistent ${MESSAGE}/eb:To/eb:PartyId`],
  },
  {
    wat: 'no type of the receiver’s id',
    xml: replace('<eb:To><eb:PartyId eb:type="urn:osb:oin"', '<eb:To><eb:PartyId'),
    errors: [`Inconsistent ${MESSAGE}/eb:To/eb:PartyId`],
  },
  {
    wat: 'its own sender as receiver',
    xml: replace(/(<eb:From>(.*?)<\/eb:From>)<eb:To>.*?<\/eb:To>/, '$1<eb:To>$2</eb:To>'),
    errors: [`Inconsistent ${MESSAGE}/eb:To/eb:PartyId`],
  },

  // Roles (Koppelvlakstandaard ebMS2 section 5, Role). The receiver's may be left out, since the action decides it.
  {
    wat: 'no role of the sender',
    xml: replace(/(<eb:From>.*?)<eb:Role>.*?<\/eb:Role>/, '$1'),
    errors: [`Inconsistent ${MESSAGE}/eb:From/eb:Role`],
  },
  {
    wat: 'another role of the sender',
    xml: replace(/(<eb:From>.*?<eb:Role>)[^<]*/, '$1BURGER'),
    errors: [`Inconsistent ${MESSAGE}/eb:From/eb:Role`],
  },
  {
    wat: 'another role of the receiver',
    xml: replace(/(<eb:To>.*?<eb:Role>)[^<]*/, '$1BURGER'),
    errors: [`Inconsistent ${MESSAGE}/eb:To/eb:Role`],
  },
  {
    wat: 'an empty role',
    xml: replace(/(<eb:From>.*?<eb:Role>)[^<]*/, '$1'),
    errors: [`OtherXml ${MESSAGE}/eb:From/eb:Role`],
  },

  // Service and action (sections 3.1.4, 3.1.5).
  {
    wat: 'another service',
    xml: replace(/(<eb:Service[^>]*>)[^<]*/, '$1X'),
    errors: [`ValueNotRecognized ${MESSAGE}/eb:Service`],
  },
  {
    wat: 'another type of service',
    xml: replace('eb:type="urn:osb:services"', 'eb:type="x"'),
    errors: [`ValueNotRecognized ${MESSAGE}/eb:Service`],
  },
  {
    wat: 'no type of service',
    xml: replace(' eb:type="urn:osb:services"', ''),
    errors: [`ValueNotRecognized ${MESSAGE}/eb:Service`],
  },
  { wat: 'no service', xml: without('Service'), errors: [`OtherXml ${MESSAGE}/eb:Service`] },
  {
    wat: 'an action that nobody has',
    xml: replace(/(<eb:Action>)[^<]*/, '$1iets'),
    errors: [`ValueNotRecognized ${MESSAGE}/eb:Action`],
  },
  {
    wat: 'an action of the other party',
    xml: (text) =>
      replace(/(<eb:Action>)[^<]*/, text.includes('>zaakbericht<') ? '$1foutbericht' : '$1zaakbericht')(text),
    errors: [`ValueNotRecognized ${MESSAGE}/eb:Action`],
  },
  { wat: 'no action', xml: without('Action'), errors: [`OtherXml ${MESSAGE}/eb:Action`] },
  {
    wat: 'an unknown action of the message handlers',
    xml: replace(/<eb:Service[^>]*>[^<]*/, '<eb:Service>urn:oasis:names:tc:ebxml-msg:service'),
    errors: [`ValueNotRecognized ${MESSAGE}/eb:Action`],
  },

  // MessageData (section 3.1.6), and the CPA at that moment.
  { wat: 'no Timestamp', xml: without('Timestamp'), errors: [`OtherXml ${DATA}/eb:Timestamp`] },
  {
    wat: 'a Timestamp that is none',
    xml: replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>gisteren'),
    errors: [`OtherXml ${DATA}/eb:Timestamp`],
  },
  {
    wat: 'a Timestamp on a day that does not exist',
    xml: replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>2026-02-30T00:00:00Z'),
    errors: [`OtherXml ${DATA}/eb:Timestamp`],
  },
  {
    wat: 'a Timestamp beyond the last year that can be written',
    xml: replace(/<eb:Timestamp>[^<]*/, '<eb:Timestamp>9999-12-31T23:00:00-05:00'),
    errors: [`OtherXml ${DATA}/eb:Timestamp`],
  },
  {
    wat: 'a Timestamp before the CPA',
    xml: replace(/<eb:Timestamp>\d{4}/, '<eb:Timestamp>2025'),
    errors: [`Inconsistent ${MESSAGE}/eb:CPAId`],
  },
  {
    wat: 'a Timestamp after the CPA',
    xml: replace(/<eb:Timestamp>\d{4}/, '<eb:Timestamp>2031'),
    errors: [`Inconsistent ${MESSAGE}/eb:CPAId`],
  },
  {
    wat: 'a CPA that is only proposed',
    xml: (text) => text,
    cpa: replace('"agreed"', '"proposed"'),
    errors: [`Inconsistent ${MESSAGE}/eb:CPAId`],
  },
  {
    wat: 'a TimeToLive that is over',
    xml: replace(/<eb:TimeToLive>\d{4}/, '<eb:TimeToLive>2025'),
    errors: [`TimeToLiveExpired ${DATA}/eb:TimeToLive`],
  },
  {
    wat: 'a TimeToLive that is none',
    xml: replace(/<eb:TimeToLive>[^<]*/, '<eb:TimeToLive>PT1H'),
    errors: [`OtherXml ${DATA}/eb:TimeToLive`],
  },
  {
    wat: 'an empty RefToMessageId',
    xml: replace('</eb:MessageData>', '<eb:RefToMessageId/></eb:MessageData>'),
    errors: [`OtherXml ${DATA}/eb:RefToMessageId`],
  },
  {
    wat: 'a RefToMessageId longer than any',
    xml: replace('</eb:MessageData>', `<eb:RefToMessageId>${'x'.repeat(1001)}</eb:RefToMessageId></eb:MessageData>`),
    errors: [`OtherXml ${DATA}/eb:RefToMessageId`],
  },
  {
    wat: 'an element where text belongs',
    xml: replace(/(<eb:Action>)([^<]*)/, '$1$2<eb:Action/>'),
    errors: [`OtherXml ${MESSAGE}/eb:Action`],
  },

  // DuplicateElimination (section 6.4.1).
  {
    wat: 'no DuplicateElimination',
    xml: without('DuplicateElimination'),
    errors: [`Inconsistent ${MESSAGE}/eb:DuplicateElimination`],
  },
  {
    wat: 'reliability where best effort is agreed',
    xml: (text) => text,
    cpa: bestEffort,
    errors: [`Inconsistent ${HEADER}/eb:AckRequested`, `Inconsistent ${MESSAGE}/eb:DuplicateElimination`],
  },

  // AckRequested (section 6.3.1).
  { wat: 'no AckRequested', xml: without('AckRequested'), errors: [`Inconsistent ${HEADER}/eb:AckRequested`] },
  {
    wat: 'a signed acknowledgment asked',
    xml: replace('eb:signed="false"', 'eb:signed="true"'),
    errors: [`Inconsistent ${HEADER}/eb:AckRequested/@eb:signed`],
  },
  {
    wat: 'AckRequested for the next handler',
    xml: replace('actor:toPartyMSH', 'actor:nextMSH'),
    errors: [`NotSupported ${HEADER}/eb:AckRequested/@soap:actor`],
  },
  {
    wat: 'AckRequested for somebody else',
    xml: replace('urn:oasis:names:tc:ebxml-msg:actor:toPartyMSH', 'urn:x'),
    errors: [`NotSupported ${HEADER}/eb:AckRequested/@soap:actor`],
  },

  // SyncReply (section 4.3): never, unless the CPA says so, and then for the next.
  {
    wat: 'SyncReply',
    xml: block(SYNC(`eb:version="2.0" soap:actor="${NEXT}"`)),
    errors: [`Inconsistent ${HEADER}/eb:SyncReply`],
  },
  {
    wat: 'no SyncReply where it is agreed',
    xml: (text) => text,
    cpa: synchronous,
    errors: [`Inconsistent ${HEADER}/eb:SyncReply`],
  },
  {
    wat: 'SyncReply for somebody else',
    xml: block(SYNC('eb:version="2.0" soap:actor="urn:x"')),
    cpa: synchronous,
    errors: [`Inconsistent ${HEADER}/eb:SyncReply/@soap:actor`],
  },
  {
    wat: 'SyncReply for nobody',
    xml: block(SYNC('eb:version="2.0"')),
    cpa: synchronous,
    errors: [`Inconsistent ${HEADER}/eb:SyncReply/@soap:actor`],
  },

  // Modules that Digikoppeling does not use, and signals that must travel alone (Koppelvlakstandaard ebMS2 section 5).
  {
    wat: 'MessageOrder',
    xml: block(
      '<eb:MessageOrder eb:version="2.0" soap:mustUnderstand="1"><eb:SequenceNumber>1</eb:SequenceNumber></eb:MessageOrder>',
    ),
    errors: [`NotSupported ${HEADER}/eb:MessageOrder`],
  },
  {
    wat: 'an acknowledgment bundled with it',
    xml: block('<eb:Acknowledgment eb:version="2.0" soap:mustUnderstand="1"/>'),
    errors: [`NotSupported ${HEADER}/eb:Acknowledgment`],
  },
  {
    wat: 'an error bundled with it',
    xml: block('<eb:ErrorList eb:version="2.0" soap:mustUnderstand="1"/>'),
    errors: [`NotSupported ${HEADER}/eb:ErrorList`],
  },

  // Manifest and payload (section 3.2): only `cid:`, each leading to a part that keeps to what it says of itself.
  { wat: 'a Manifest without Reference', xml: manifest(''), errors: [`OtherXml ${MANIFEST}/eb:Reference`] },
  {
    wat: 'a Reference without href',
    xml: manifest('<eb:Reference/>'),
    errors: [`OtherXml ${MANIFEST}/eb:Reference/@xlink:href`],
  },
  {
    wat: 'a cid without part',
    xml: manifest('<eb:Reference xlink:href="cid:weg@x"/>'),
    errors: ['MimeProblem cid:weg@x'],
  },
  {
    wat: 'a cid that cannot be decoded',
    xml: manifest('<eb:Reference xlink:href="cid:%E0%A4"/>'),
    errors: ['MimeProblem cid:%E0%A4'],
  },
  {
    wat: 'a reference to the web',
    xml: manifest('<eb:Reference xlink:href="http://127.0.0.1/x"/>'),
    errors: [`MimeProblem ${MANIFEST}/eb:Reference[1]/@xlink:href`],
  },
  {
    wat: 'two references to nothing',
    xml: manifest('<eb:Reference xlink:href="cid:a"/><eb:Reference xlink:href="cid:b"/>'),
    errors: ['MimeProblem cid:a', 'MimeProblem cid:b'],
  },
  {
    wat: 'payload without Manifest',
    octets: replace(/<eb:Manifest.*<\/eb:Manifest>/, ''),
    errors: [`MimeProblem ${MANIFEST}`],
  },
  {
    wat: 'payload without Content-ID',
    octets: replace(/\r\nContent-ID: <(?!soap\.)[^>]*>/, ''),
    errors: ['MimeProblem cid:PAYLOAD'],
  },
  {
    wat: 'payload with another Content-ID',
    octets: replace(/\r\nContent-ID: <(?!soap\.)[^>]*>/, '\r\nContent-ID: <ander@x>'),
    errors: ['MimeProblem cid:PAYLOAD'],
  },
  {
    wat: 'payload that lies about base64',
    octets: payload('Content-Type: application/xml\r\nContent-Transfer-Encoding: base64'),
    errors: ['MimeProblem cid:PAYLOAD'],
  },
  {
    wat: 'payload that lies about quoted-printable',
    octets: (body) =>
      payload('Content-Transfer-Encoding: quoted-printable')(body.replace(/(<\/?)(zakLk01|Fo03Bericht)/g, '$1=$2')),
    errors: ['MimeProblem cid:PAYLOAD'],
  },
  {
    wat: 'payload in an encoding that nobody knows',
    octets: payload('Content-Transfer-Encoding: x-gzip'),
    errors: ['MimeProblem cid:PAYLOAD'],
  },
];
