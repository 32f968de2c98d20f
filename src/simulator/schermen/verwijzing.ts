/**
 * Finds the reference to the municipality's own site in a text of a zaakbericht (bron 000: the message may carry one).
 *
 * StUF has no element for it; here it is taken to stand in the toelichting of the status or of the zaak. Only http and https
 * addresses without user name become a link: the text comes from outside.
 */

export interface TekstMetLink {
  /** The text without the address. */
  readonly tekst: string | null;
  readonly link: string | null;
}

const ADDRESS = /https?:\/\/[^\s<>"']+/i;

export function zoekVerwijzing(toelichting: string | null): TekstMetLink {
  const found = toelichting === null ? null : ADDRESS.exec(toelichting);
  if (toelichting === null || found === null) return { tekst: toelichting, link: null };
  const address = found[0].replace(/[.,;:!?)\]]+$/, '');
  if (!isSafe(address)) return { tekst: toelichting, link: null };
  const rest = `${toelichting.slice(0, found.index)}${toelichting.slice(found.index + address.length)}`;
  const tekst = rest.replace(/\s+/g, ' ').trim();
  return { tekst: /[\p{L}\p{N}]/u.test(tekst) ? tekst : null, link: address };
}

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, username, password } = new URL(address);
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '';
}
