/**
 * The mail run: one mail per person for all updates since the last run.
 *
 * Guarantees: an update is mailed once; a run that finds nothing sends nothing.
 */
import type { Grootboek } from './boek/grootboek.ts';
import type { Mail } from './boek/mailbox.ts';

/** Sends what is waiting and gives the number of mails. */
export function verstuurPost(boek: Grootboek, now: Date): number {
  const waiting = boek.mailbox.wachtend();
  for (const updates of waiting) boek.boek({ soort: 'post', tijd: now.getTime(), ...updates });
  return waiting.length;
}

export interface MailTekst {
  readonly onderwerp: string;
  readonly alineas: readonly string[];
}

/** The mail as the citizen reads it: no link and no content of the zaak, so that a false mail stands out. */
export function mailTekst(naam: string, { statussen, zaken }: Pick<Mail, 'statussen' | 'zaken'>): MailTekst {
  const updates = statussen === 1 ? 'is 1 nieuwe status' : `zijn ${statussen} nieuwe statussen`;
  return {
    onderwerp: zaken === 1 ? 'Nieuws over uw zaak' : 'Nieuws over uw zaken',
    alineas: [
      `Beste ${naam},`,
      `Er ${updates} in ${zaken === 1 ? '1 zaak' : `${zaken} zaken`} van u. U leest meer op MijnOverheid, bij Lopende Zaken.`,
      'In deze e-mail staat met opzet geen link. Ga zelf naar de website van MijnOverheid en log in met uw DigiD.',
    ],
  };
}
