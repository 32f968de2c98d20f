/**
 * The account check over WUS: SOAP 1.1 with our certificate and theirs, as the Berichtenbox publishes it (lopendezaken.md
 * §4). Which names and codes, says a profile. This service tells yes or no and no date: an account that it knows counts
 * as one since always, so L7 stands on when it is asked.
 *
 * An answer is believed only as far as it is understood: who is missing, stands there twice or with something else than yes
 * or no, waits, and nobody gets the answer of another (RS-F37).
 */
import { leadsHere, type Net, NetFault } from '../../platform/net/index.ts';
import { type Clock, type Random, uuidv7 } from '../../platform/time/index.ts';
import type { TlsClient } from '../../platform/tls/index.ts';
import { type Bsn, maskBsn } from '../../standaarden/bsn/index.ts';
import {
  type Abonnement,
  leesAbonnementen,
  leesEnvelop,
  SOAP_CONTENT_TYPE,
  SoapOnleesbaar,
  schrijfAbonnementenVraag,
  schrijfEnvelop,
  soapActionHeader,
  type ValidatieProfiel,
} from '../../standaarden/wus/index.ts';
import { Geweigerd, vraagInDelen } from './bronnen-delen.ts';
import { type AccountBron, type AccountStand, BronOnbereikbaar, type Onbekend } from './poorten.ts';

const NAAM = 'De accountcontrole van MijnOverheid';
/** For one question, and for all questions of one check together. */
const VRAAG_MS = 10_000;
const TOTAAL_MS = 45_000;
/** What the other side says of a fault is cut off here. */
const MAX_TEKST = 300;

export interface WusOpties {
  readonly net: Pick<Net, 'request'>;
  /** Who we are to the service; null in tests only. */
  readonly tls: TlsClient | null;
  readonly url: string;
  readonly profiel: ValidatieProfiel;
  readonly clock: Clock;
  readonly random: Random;
}

export function accountsOverWus(opties: WusOpties): AccountBron {
  return {
    async stand(bsns, signal) {
      const tot = opties.clock.now().getTime() + TOTAAL_MS;
      return await vraagInDelen({ naam: NAAM, vraag: (deel) => vraag(deel, opties, tot, signal) }, bsns);
    },
  };
}

async function vraag(
  bsns: readonly Bsn[],
  opties: WusOpties,
  tot: number,
  signal: AbortSignal,
): Promise<readonly (AccountStand | Onbekend)[] | Geweigerd> {
  const { net, tls, url, profiel, clock, random } = opties;
  const timeoutMs = Math.min(VRAAG_MS, tot - clock.now().getTime());
  if (timeoutMs <= 0) throw new BronOnbereikbaar(`${NAAM} antwoordt te langzaam. ${VANZELF}`);
  const inhoud = schrijfAbonnementenVraag(profiel, [...new Set(bsns.map((bsn) => bsn.reveal()))]);
  const messageId = profiel.adressering ? `urn:uuid:${uuidv7(clock, random)}` : null;
  const adressering = messageId === null ? null : { naar: url, action: profiel.soapAction, messageId };
  const headers = { 'content-type': SOAP_CONTENT_TYPE, soapaction: soapActionHeader(profiel.soapAction) };
  const body = schrijfEnvelop(inhoud, adressering);
  try {
    const beveiligd = await tlsVoor(url, tls);
    const answer = await net.request({ method: 'POST', url, headers, body, timeoutMs, signal, ...beveiligd });
    return lees(bsns, answer.status, answer.body, profiel, messageId);
  } catch (error) {
    if (error instanceof NetFault)
      throw new BronOnbereikbaar(`${NAAM} is niet bereikbaar: ${error.message}. ${VANZELF} ${CONTROLEER}`);
    throw error;
  }
}

const VANZELF = 'Zaakbode probeert het vanzelf opnieuw.';
const CONTROLEER = 'Duurt het langer, controleer dan LZ_ACCOUNT_URL, de firewall en het certificaat (KEYS_DIR).';
const PROFIEL =
  'Dit gaat niet vanzelf over: controleer LZ_ACCOUNT_URL en LZ_WUS_PROFIEL, en overleg zo nodig met Logius.';

/** Nothing about a person travels unprotected; plain http goes no further than this computer, where the simulator is. */
async function tlsVoor(url: string, tls: TlsClient | null) {
  const adres = new URL(url);
  if (adres.protocol === 'http:') {
    if (leadsHere(adres.hostname)) return {};
    throw new NetFault('het adres begint met http://, en dat mag alleen op deze computer: gebruik https://', false);
  }
  return tls === null ? {} : { tls: await tls.tlsFor() };
}

/** SOAP 1.1 section 6.2: an answer comes with 200, a Fault with 500. Without an envelope the status is all there is. */
function lees(
  bsns: readonly Bsn[],
  status: number,
  body: Uint8Array,
  profiel: ValidatieProfiel,
  messageId: string | null,
): readonly (AccountStand | Onbekend)[] | Geweigerd {
  if (status !== 200 && status !== 500) throw new BronOnbereikbaar(statusTekst(status));
  try {
    const antwoord = leesEnvelop(body, messageId);
    if (status === 500 && antwoord.soort !== 'fout') throw new BronOnbereikbaar(statusTekst(status));
    const gelezen = leesAbonnementen(profiel, antwoord);
    switch (gelezen.soort) {
      case 'abonnementen':
        return standen(bsns, gelezen.rijen);
      case 'vraag-fout':
        return new Geweigerd(`${inWoorden(gelezen.tekst)} ${PROFIEL}`);
      case 'storing':
        throw new BronOnbereikbaar(`${NAAM} heeft een storing: ${inWoorden(gelezen.tekst)} ${VANZELF}`);
      case 'anders':
        throw new BronOnbereikbaar(`${NAAM} gaf antwoord op iets anders dan gevraagd. ${PROFIEL}`);
    }
  } catch (error) {
    if (!(error instanceof SoapOnleesbaar)) throw error;
    if (status !== 200) throw new BronOnbereikbaar(statusTekst(status));
    throw new BronOnbereikbaar(`${NAAM} gaf een onbegrijpelijk antwoord: ${error.message}. ${VANZELF} ${PROFIEL}`);
  }
}

function statusTekst(status: number): string {
  const wat = `${NAAM} antwoordde met HTTP ${status}.`;
  if (status === 401 || status === 403) return `${wat} Zij herkent ons certificaat niet: is het bij Logius bekend?`;
  return status >= 500 || status === 429 ? `${wat} ${VANZELF}` : `${wat} ${PROFIEL}`;
}

/** What somebody else wrote, fit to be shown: on one line, not too long, and no BSN in it. */
function inWoorden(tekst: string): string {
  const leesbaar = maskBsn(tekst.replace(/[\s\p{Cc}]+/gu, ' ').trim());
  if (leesbaar === '') return 'zonder uitleg.';
  return `"${leesbaar.length > MAX_TEKST ? `${leesbaar.slice(0, MAX_TEKST)}…` : leesbaar}".`;
}

const GEEN_ANTWOORD: Onbekend = {
  soort: 'onbekend',
  reden: `${NAAM} gaf over deze persoon geen begrijpelijk antwoord.`,
};

/** For each who was asked about the one row that is about him. */
function standen(bsns: readonly Bsn[], rijen: readonly Abonnement[]): readonly (AccountStand | Onbekend)[] {
  const perKey = new Map<string, Abonnement | null>();
  for (const rij of rijen) perKey.set(rij.key, perKey.has(rij.key) ? null : rij);
  return bsns.map((bsn) => {
    const sturen = perKey.get(bsn.reveal())?.isBerichtSturen ?? null;
    if (sturen === null) return GEEN_ANTWOORD;
    return sturen ? { soort: 'actief', geactiveerdOp: null } : { soort: 'geen' };
  });
}
