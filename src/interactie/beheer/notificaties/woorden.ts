/** How an abonnement and its deliveries stand, in plain Dutch (B1). */
import { count, duration, type Tone } from '../../ui/index.ts';
import { type Abonnement, type Afleverstaat, GETELD } from '../bron.ts';

export interface Stand {
  readonly label: string;
  readonly tone: Tone;
  /** What it means, and what the operator does now. */
  readonly uitleg: string;
}

export function standVan({ gepauzeerd, reden, storingSinds, storing }: Abonnement, now: Date): Stand {
  if (gepauzeerd) {
    const uitleg = `Er gaat nu niets naar deze afnemer. Reden: ${reden || 'niet opgegeven'}. Nieuwe notificaties blijven bewaard. Kies hervatten om ze te verzenden.`;
    return { label: 'Gepauzeerd', tone: 'attention', uitleg };
  }
  if (storingSinds !== null) {
    const sinds = duration(now.getTime() - storingSinds.getTime());
    const uitleg = `Al ${sinds} komt er niets aan. Laatste melding: ${storing || 'geen'}. Wij proberen het steeds opnieuw en bewaren alles. Duurt dit lang? Vraag dan de beheerder van de afnemer om hulp. Na vijf dagen pauzeren wij het abonnement.`;
    return { label: 'Storing', tone: 'wrong', uitleg };
  }
  return { label: 'Actief', tone: 'good', uitleg: 'De notificaties gaan naar de afnemer. U hoeft niets te doen.' };
}

export const STAAT: Readonly<Record<Afleverstaat, { readonly label: string; readonly tone: Tone }>> = {
  open: { label: 'Wacht', tone: 'busy' },
  klaar: { label: 'Afgeleverd', tone: 'good' },
  geweigerd: { label: 'Geweigerd', tone: 'wrong' },
  vervallen: { label: 'Vervallen', tone: 'rest' },
};

/** A count that may have stopped: `1.204 notificaties`, `100.000 notificaties of meer`. */
export function geteld(n: number): string {
  return `${count(n, 'notificatie', 'notificaties')}${n >= GETELD ? ' of meer' : ''}`;
}

/** The number alone, where the column says of what. */
export function aantal(n: number): string {
  return `${new Intl.NumberFormat('nl-NL').format(n)}${n >= GETELD ? ' of meer' : ''}`;
}
