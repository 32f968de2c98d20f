/**
 * The account check a second time, as a SOAP service with the contract that the Berichtenbox publishes:
 *
 *     POST /simulator/accounts/wus   SOAPAction "…/IBerichtenboxValidatieService/ValidateAbonnementen"
 *
 * It reads and writes by itself and not with the product's own code, so that the two can disagree, and it is stricter than
 * it must be: another SOAPAction, an empty code, 251 klanten or another Rol is an ApplicationFault. It knows no dates:
 * `isBerichtSturen` is whether there is an account now. An answer never repeats a BSN that is none.
 */
import type { FastifyPluginAsync, FastifyReply } from 'fastify';
import { descend, elementsOf, parseXml, textOf, type XmlElement, XmlFault } from '../../standaarden/xml/index.ts';
import { isBsn } from '../basis/bsn.ts';
import type { Personen } from '../personen/personen.ts';
import type { Gedrag } from '../storingen/gedrag.ts';
import type { Storingen } from '../storingen/storingen.ts';
import type { Tellers } from '../tellers.ts';

const SOAP = 'http://schemas.xmlsoap.org/soap/envelope/';
const DIENST = 'http://schemas.rdw.nl/GEB/BerichtenboxValidatieService/2009/01';
const TYPEN = 'http://schemas.rdw.nl/GEB/BerichtenboxValidatieService/Types/2009/01';
const GEDEELD = 'http://schemas.rdw.nl/GEB/Shared/Types/2009/01';
const ACTION = `"${DIENST}/IBerichtenboxValidatieService/ValidateAbonnementen"`;

const BODY_LIMIT = 256 * 1024;
const MAX_KLANTEN = 250;

type Fout = 'ApplicationFault' | 'DependentServiceFault';

export function wusRoutes(
  personen: Personen,
  storingen: Storingen,
  gedrag: Gedrag,
  tellers: Tellers,
): FastifyPluginAsync {
  return async (app) => {
    app.removeAllContentTypeParsers();
    app.addContentTypeParser('text/xml', { parseAs: 'buffer', bodyLimit: BODY_LIMIT }, (_request, body, done) =>
      done(null, body),
    );

    app.post('/accounts/wus', { bodyLimit: BODY_LIMIT }, async (request, reply) => {
      tellers.accountVragen += 1;
      reply.header('cache-control', 'no-store');
      const storing = () => fault(reply, 'DependentServiceFault', 'De simulator speelt dat de gegevens weg zijn.');
      if (!(await gedrag.speel(storingen.dienst('accounts'), request, reply, storing))) return reply;
      if (request.headers['soapaction'] !== ACTION)
        return fault(reply, 'ApplicationFault', 'Deze SOAPAction hoort niet bij deze dienst.');
      const vraag = leesVraag(Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0));
      if (typeof vraag === 'string') return fault(reply, 'ApplicationFault', vraag);
      return send(reply, 200, antwoord(vraag, personen));
    });
  };
}

/** The BSNs asked about, or what is wrong with the question. */
function leesVraag(body: Buffer): readonly string[] | string {
  const aanvraag = leesAanvraag(body);
  if (typeof aanvraag === 'string') return aanvraag;
  const [leverancier, type, klanten, ...meer] = elementsOf(aanvraag);
  if (
    !is(leverancier, TYPEN, 'berichtleverancierCode') ||
    !is(type, TYPEN, 'berichtTypeCode') ||
    !is(klanten, TYPEN, 'klanten') ||
    meer.length > 0
  )
    return 'De aanvraag bevat berichtleverancierCode, berichtTypeCode en klanten, in deze volgorde.';
  if (textOf(leverancier) === '' || textOf(type) === '') return 'Vul berichtleverancierCode en berichtTypeCode in.';
  const bsns = elementsOf(klanten).map(leesKlant);
  if (bsns.length === 0 || bsns.length > MAX_KLANTEN) return `Vraag naar 1 tot en met ${MAX_KLANTEN} klanten.`;
  const wrong = bsns.indexOf(null);
  return wrong < 0 ? (bsns as string[]) : `Klant ${wrong + 1} is geen Burger met een BSN als Key.`;
}

function leesAanvraag(body: Buffer): XmlElement | string {
  try {
    const envelop = parseXml(body, { bytes: BODY_LIMIT, depth: 20, elements: 2_000, attributes: 2_000 });
    const operatie = is(envelop, SOAP, 'Envelope') ? descend(envelop, SOAP, 'Body') : undefined;
    const aanvraag = operatie && descend(operatie, DIENST, 'ValidateAbonnementen', 'validateAbonnementenAanvraag');
    return aanvraag ?? 'Hier hoort een SOAP 1.1-bericht met ValidateAbonnementen.';
  } catch (fault) {
    if (fault instanceof XmlFault) return 'De vraag is geen bruikbare XML.';
    throw fault;
  }
}

function leesKlant(klant: XmlElement): string | null {
  const [key, rol, ...meer] = elementsOf(klant);
  const klopt = is(klant, GEDEELD, 'Klant') && is(key, GEDEELD, 'Key') && is(rol, GEDEELD, 'Rol') && meer.length === 0;
  const bsn = klopt && textOf(rol) === 'Burger' ? textOf(key) : '';
  return isBsn(bsn) ? bsn : null;
}

function is(element: XmlElement | undefined, ns: string, name: string): element is XmlElement {
  return element?.ns === ns && element.name === name;
}

/** BSNs are digits, so nothing here needs escaping. */
function antwoord(bsns: readonly string[], personen: Personen): string {
  const rijen = bsns.map(
    (bsn) =>
      `<a:Abonnement><a:klant><b:Key>${bsn}</b:Key><b:Rol>Burger</b:Rol></a:klant><a:isBerichtSturen>${personen.accountVan(bsn).status === 'actief'}</a:isBerichtSturen></a:Abonnement>`,
  );
  return `<ValidateAbonnementenResponse xmlns="${DIENST}"><ValidateAbonnementenResult xmlns:a="${TYPEN}" xmlns:b="${GEDEELD}">${rijen.join('')}</ValidateAbonnementenResult></ValidateAbonnementenResponse>`;
}

/** All texts are our own, without markup in them. */
function fault(reply: FastifyReply, soort: Fout, tekst: string): FastifyReply {
  const code = soort === 'ApplicationFault' ? 'Client' : 'Server';
  return send(
    reply,
    500,
    `<s:Fault><faultcode>s:${code}</faultcode><faultstring xml:lang="nl">${tekst}</faultstring><detail><${soort} xmlns="${GEDEELD}"><Message>${tekst}</Message></${soort}></detail></s:Fault>`,
  );
}

function send(reply: FastifyReply, status: number, body: string): FastifyReply {
  return reply
    .code(status)
    .type('text/xml; charset=utf-8')
    .send(`<s:Envelope xmlns:s="${SOAP}"><s:Body>${body}</s:Body></s:Envelope>`);
}
