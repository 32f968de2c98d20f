/** What is told of a warning, as it goes over the outbox, as JSON to a webhook, and as mail. */
import { createHmac } from 'node:crypto';
import type { Soort } from './bevinding.ts';

export type Gebeurtenis = 'begin' | 'anders' | 'herinnering' | 'voorbij';

/** The body of the event. Times as ISO 8601. */
export interface Melding {
  /** Of the warning: the same from begin to end. */
  readonly waarschuwing: string;
  readonly gebeurtenis: Gebeurtenis;
  readonly soort: Soort;
  readonly sinds: string;
  /** When it was found. */
  readonly tijd: string;
  readonly tekst: string;
  readonly advies: string;
  readonly href: string;
}

/** Who tells it. */
export interface Afzender {
  readonly gemeente: string;
  readonly omgeving: string;
  /** In front of `href`. */
  readonly base: string;
}

const MOMENT = new Intl.DateTimeFormat('nl-NL', {
  dateStyle: 'long',
  timeStyle: 'short',
  timeZone: 'Europe/Amsterdam',
});
const moment = (iso: string): string => MOMENT.format(new Date(iso));

const KOP: Readonly<Record<Gebeurtenis, string>> = {
  begin: 'Waarschuwing',
  anders: 'Waarschuwing',
  herinnering: 'Herinnering',
  voorbij: 'Voorbij',
};

/** In one line: the subject of a mail, and what a chat shows. */
export function kop({ gebeurtenis, tekst }: Melding, { gemeente, omgeving }: Afzender): string {
  return `${KOP[gebeurtenis]} Zaakbode ${gemeente} (${omgeving}): ${tekst}`;
}

export function mailtekst(melding: Melding, { gemeente, omgeving, base }: Afzender): string {
  const { gebeurtenis, tekst, advies, sinds, tijd, href } = melding;
  const regels =
    gebeurtenis === 'voorbij'
      ? [`Dit is voorbij: ${tekst}`, '', `Begonnen: ${moment(sinds)}`, `Voorbij: ${moment(tijd)}`]
      : [tekst, '', `Sinds: ${moment(sinds)}`, '', 'Wat u kunt doen', advies];
  return [
    ...regels,
    '',
    `Meer in Beheer: ${base}${href}`,
    '',
    `Deze mail komt van Zaakbode, gemeente ${gemeente}, omgeving ${omgeving}.`,
  ].join('\n');
}

/** `id` is that of this message: who gets it twice sees the same. `text` is what chat programs show. */
export function webhookBody(id: string, melding: Melding, afzender: Afzender): string {
  const { href, ...rest } = melding;
  return JSON.stringify({
    id,
    ...rest,
    link: `${afzender.base}${href}`,
    gemeente: afzender.gemeente,
    omgeving: afzender.omgeving,
    text: kop(melding, afzender),
  });
}

/** `t=<seconds since 1970>,v1=<HMAC-SHA256 of "t.body" in hex>`: with the time in it an old message cannot be sent again. */
export function handtekening(sleutel: string, body: string, now: Date): string {
  const t = Math.floor(now.getTime() / 1000);
  return `t=${t},v1=${createHmac('sha256', sleutel).update(`${t}.${body}`).digest('hex')}`;
}
