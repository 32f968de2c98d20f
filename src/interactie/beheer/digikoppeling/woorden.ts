/** How a CPA stands, in plain Dutch (B1), and where its pages are. */
import { count, duration, type Tone } from '../../ui/index.ts';
import type { Certificaatregel, CpaFinding, CpaRegel, Omgeving } from '../bron.ts';

export const DIGIKOPPELING = '/beheer/digikoppeling';
export const BOVEN = [{ label: 'Digikoppeling', href: DIGIKOPPELING }] as const;
export const hrefVanCpa = (cpaId: string): string => `${DIGIKOPPELING}/${encodeURIComponent(cpaId)}`;

export interface Stand {
  readonly label: string;
  readonly tone: Tone;
  /** What it means, and what the operator does now. */
  readonly uitleg: string;
}

/** The worst first: what stops messages goes before what may stop them. */
export function standVan(regel: CpaRegel, now: Date): Stand {
  const { inGebruik, status, van, totEnMet, neerSinds, neerReden, fouten } = regel;
  if (!inGebruik) {
    const uitleg = 'Deze CPA hoort bij een andere omgeving. Er worden hier geen berichten mee verstuurd of aangenomen.';
    return { label: 'Andere omgeving', tone: 'rest', uitleg };
  }
  if (totEnMet < now || status === 'proposed') {
    const uitleg = 'Berichten onder deze CPA worden geweigerd. Vraag een nieuwe CPA aan en laad die.';
    return { label: status === 'proposed' ? 'Niet afgesproken' : 'Verlopen', tone: 'wrong', uitleg };
  }
  if (neerSinds !== null) {
    const uitleg = `Al ${duration(now.getTime() - neerSinds.getTime())} neemt de andere kant niets aan. Reden: ${neerReden ?? 'onbekend'}. Wij bewaren alles en proberen het steeds opnieuw. Duurt dit lang? Bel dan de beheerder van de andere kant.`;
    return { label: 'Geen verbinding', tone: 'wrong', uitleg };
  }
  if (van > now) {
    return { label: 'Geldt nog niet', tone: 'attention', uitleg: 'Tot de CPA geldt, worden berichten geweigerd.' };
  }
  if (fouten > 0) {
    const uitleg = `De controle vond ${count(fouten, 'fout', 'fouten')}. Berichten kunnen daardoor worden geweigerd. Lees hieronder wat u kunt doen.`;
    return { label: 'Fout in de CPA', tone: 'attention', uitleg };
  }
  return { label: 'In orde', tone: 'good', uitleg: 'Berichten gaan heen en weer. U hoeft niets te doen.' };
}

export const OMGEVING: Readonly<Record<Omgeving, string>> = {
  demo: 'Demo',
  compliance: 'Compliance',
  preproductie: 'Preproductie',
  productie: 'Productie',
};

export const ERNST: Readonly<Record<CpaFinding['severity'], { readonly label: string; readonly tone: Tone }>> = {
  fout: { label: 'Fout', tone: 'wrong' },
  waarschuwing: { label: 'Let op', tone: 'attention' },
  informatie: { label: 'Ter informatie', tone: 'busy' },
};

export const GEBRUIK: Readonly<Record<Certificaatregel['gebruik'][number], string>> = {
  'tls-client': 'verbinding maken',
  'tls-server': 'verbinding aannemen',
  ondertekenen: 'ondertekenen',
  versleutelen: 'versleutelen',
};

/** Warned as lint does. */
const BIJNA_DAGEN = 60;

export function certificaatStand({ dagen }: Certificaatregel): { readonly label: string; readonly tone: Tone } {
  if (dagen < 0) return { label: 'Verlopen', tone: 'wrong' };
  const label = `Nog ${count(dagen, 'dag', 'dagen')}`;
  return { label, tone: dagen < BIJNA_DAGEN ? 'attention' : 'good' };
}

/** The one that expires first. */
export function eersteVerloop(certificaten: readonly Certificaatregel[]): Certificaatregel | null {
  return [...certificaten].sort((a, b) => a.dagen - b.dagen)[0] ?? null;
}
