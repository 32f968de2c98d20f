/** The forms that attributes of a CloudEvent have: what is wrong with a value, in Dutch, or null. */

/** The characters of RFC 3986. */
const URI_TEKENS = /^[\w\-.~:/?#[\]@!$&'()*+,;=%]+$/;
const URN = /^urn:[a-z0-9][a-z0-9-]{0,30}[a-z0-9]:\S+$/i;
const SCHEMA = /^[a-z][a-z0-9+.-]*:./i;
const OMGEKEERD_DOMEIN = /^[a-z]{2,63}(?:\.[a-z0-9](?:[\w-]{0,61}[a-z0-9])?)+$/i;
const MEDIATYPE = /^[\w!#$&^.+-]+\/[\w!#$&^.+-]+(?:\s*;.*)?$/;
const MOMENT = /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:0\d|1[0-5]):[0-5]\d)$/i;
/** Control characters, and characters that are none (Unicode). */
const GEEN_TEKEN = /[\p{Cc}\p{Cs}\p{Noncharacter_Code_Point}]/u;

type Vorm = (text: string) => string | null;

const goed = (ok: boolean, anders: string): string | null => (ok ? null : anders);

/** NL GOV: a URN (by OIN, as a rule) or a web address, so that it is of one sender in the whole world. */
export const bron: Vorm = (text) =>
  goed(
    URI_TEKENS.test(text) && (URN.test(text) || isWebadres(text)),
    'Noem de bron met een URN, zoals urn:nld:oin:00000001823288444000:systeem:naam, of met een webadres.',
  );

/** NL GOV: reverse domain name notation. */
export const soort: Vorm = (text) =>
  goed(OMGEKEERD_DOMEIN.test(text), 'Schrijf het type als een omgekeerde domeinnaam, zoals nl.brp.persoon-verhuisd.');

export const uri: Vorm = (text) => goed(URI_TEKENS.test(text) && SCHEMA.test(text), 'Hier hoort een volledige URI.');

export const verwijzing: Vorm = (text) => goed(URI_TEKENS.test(text), 'Hier hoort een URI of een deel ervan.');

export const mediatype: Vorm = (text) =>
  goed(MEDIATYPE.test(text), 'Hier hoort een mediatype, zoals application/json.');

/** RFC 3339. */
export const moment: Vorm = (text) => {
  const dag = MOMENT.exec(text)?.[1];
  const bestaat = dag !== undefined && new Date(`${dag}T00:00:00Z`).toJSON()?.slice(0, 10) === dag;
  return goed(bestaat, 'Hier hoort een tijdstip met tijdzone, zoals 2026-11-02T09:30:00Z.');
};

/** A String of CloudEvents. */
export const tekst: Vorm = (text) => goed(!GEEN_TEKEN.test(text), 'De tekst bevat een teken dat niet mag.');

/** Base64 of RFC 4648. */
export const base64: Vorm = (text) =>
  goed(
    /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text),
    'Hier horen bytes in base64 (RFC 4648).',
  );

function isWebadres(text: string): boolean {
  const scheme = URL.parse(text)?.protocol;
  return scheme === 'https:' || scheme === 'http:';
}
