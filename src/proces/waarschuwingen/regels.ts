/**
 * When something is wrong, and what an operator reads of it: one function per kind of trouble, from what was found to zero
 * or more findings. Pure. Texts of others are masked; nothing here knows a person or a zaak.
 */
import { maskBsn } from '../../standaarden/bsn/index.ts';
import type { Bewaking, StilleStroom } from '../lopendezaken/index.ts';
import type { Bevinding } from './bevinding.ts';

/** What counts as trouble, in minutes and messages. */
export interface Grenzen {
  /** Something waits to be sent, or for its acknowledgment. */
  readonly vastMinuten: number;
  /** A source or the other side does not answer. */
  readonly wegMinuten: number;
  /** Messages that came into error within a quarter of an hour. */
  readonly fouten: number;
}

export const KWARTIER_MS = 15 * 60 * 1000;
const MINUUT_MS = 60 * 1000;
const DAG_MS = 24 * 60 * MINUUT_MS;
const DAG_UREN = 24;
const ZAAKBERICHTEN = '/beheer/lopende-zaken/berichten';

const ouderDan = (sinds: Date | null, minuten: number, now: Date): sinds is Date =>
  sinds !== null && now.getTime() - sinds.getTime() >= minuten * MINUUT_MS;

/** A stroom that could send and does not. */
export function stroomVast(stil: readonly StilleStroom[], { vastMinuten }: Grenzen): readonly Bevinding[] {
  return stil.map(({ stroom, sinds }) => ({
    sleutel: `vast:stroom:${stroom}`,
    soort: 'vast',
    trap: '',
    sinds,
    tekst: `In stroom ${stroom} wacht een zaakbericht al langer dan ${duur(vastMinuten)} op verzending, terwijl dat mag.`,
    advies: 'Kijk of MijnOverheid bereikbaar is, of er een worker draait, en of de snelheid niet te laag is ingesteld.',
    href: `${ZAAKBERICHTEN}?staat=te_verzenden`,
    herhaalUren: DAG_UREN,
  }));
}

export function onbevestigd(
  { oudste }: Pick<Bewaking, 'oudste'>,
  { vastMinuten }: Grenzen,
  now: Date,
): readonly Bevinding[] {
  if (!ouderDan(oudste.verzonden, vastMinuten, now)) return [];
  return [
    {
      sleutel: 'vast:verzonden',
      soort: 'vast',
      trap: '',
      sinds: oudste.verzonden,
      tekst: `Een zaakbericht van meer dan ${duur(vastMinuten)} geleden is verzonden en nog niet bevestigd.`,
      advies: 'Kijk of ontvangstbevestigingen van MijnOverheid bij Zaakbode aankomen: adres, firewall en certificaat.',
      href: `${ZAAKBERICHTEN}?staat=verzonden`,
      herhaalUren: DAG_UREN,
    },
  ];
}

export function bijBeheerder({ beheerder }: Pick<Bewaking, 'beheerder'>): readonly Bevinding[] {
  const { aantal, sinds } = beheerder;
  if (sinds === null) return [];
  return [
    {
      sleutel: 'beheerder',
      soort: 'beheerder',
      trap: '',
      sinds,
      tekst:
        aantal === 1 ? 'Eén zaakbericht wacht op een beheerder.' : `${aantal} zaakberichten wachten op een beheerder.`,
      advies: 'Open het bericht, lees de reden, en bied het opnieuw aan of sla het over. Tot die tijd wacht de zaak.',
      href: `${ZAAKBERICHTEN}?staat=fout`,
      herhaalUren: DAG_UREN,
    },
  ];
}

const BRONNEN = { accounts: 'De accountcontrole', brp: 'De BRP-controle' } as const;

export function bronWeg(
  { bronnen }: Pick<Bewaking, 'bronnen'>,
  { wegMinuten }: Grenzen,
  now: Date,
): readonly Bevinding[] {
  return bronnen.flatMap(({ naam, wegSinds, reden }): Bevinding[] => {
    if (!ouderDan(wegSinds, wegMinuten, now)) return [];
    return [
      {
        sleutel: `bron:${naam}`,
        soort: 'bron',
        trap: '',
        sinds: wegSinds,
        tekst: `${BRONNEN[naam]} geeft al langer dan ${duur(wegMinuten)} geen antwoord.`,
        advies: `Zaakberichten wachten tot de controle lukt. Wat er misgaat: ${maskBsn(reden ?? 'onbekend')}`,
        href: `${ZAAKBERICHTEN}?staat=wacht_op_controle`,
        herhaalUren: DAG_UREN,
      },
    ];
  });
}

/** A register of another, of which we tell the statussen. */
export interface Register {
  readonly naam: string;
  readonly peilingFout: string | null;
  readonly peilingFoutSinds: Date | null;
  readonly leesFout: string | null;
  readonly leesFoutSinds: Date | null;
}

export function registerWeg(registers: readonly Register[], { wegMinuten }: Grenzen, now: Date): readonly Bevinding[] {
  return registers.flatMap(({ naam, peilingFout, peilingFoutSinds, leesFout, leesFoutSinds }): Bevinding[] => {
    const [sinds, reden] = leesFoutSinds === null ? [peilingFoutSinds, peilingFout] : [leesFoutSinds, leesFout];
    if (!ouderDan(sinds, wegMinuten, now)) return [];
    return [
      {
        sleutel: `register:${naam}`,
        soort: 'register',
        trap: '',
        sinds,
        tekst: `Register ${naam} is al langer dan ${duur(wegMinuten)} niet te lezen.`,
        advies: `Statussen uit dit register wachten; er gaat niets verloren. Wat er misgaat: ${maskBsn(reden ?? 'onbekend')}`,
        href: '/beheer/bronnen',
        herhaalUren: DAG_UREN,
      },
    ];
  });
}

/** A CPA under which the other side takes nothing in. */
export interface Kanaal {
  readonly cpaId: string;
  readonly neerSinds: Date | null;
  readonly neerReden: string | null;
}

export function kanaalNeer(kanalen: readonly Kanaal[], { wegMinuten }: Grenzen, now: Date): readonly Bevinding[] {
  return kanalen.flatMap(({ cpaId, neerSinds, neerReden }): Bevinding[] => {
    if (!ouderDan(neerSinds, wegMinuten, now)) return [];
    return [
      {
        sleutel: `kanaal:${cpaId}`,
        soort: 'kanaal',
        trap: '',
        sinds: neerSinds,
        tekst: `De andere kant van CPA ${cpaId} neemt al langer dan ${duur(wegMinuten)} geen berichten aan.`,
        advies: `Berichten blijven bewaard en gaan daarna in volgorde. Wat er misgaat: ${maskBsn(neerReden ?? 'onbekend')}`,
        href: `/beheer/digikoppeling/${encodeURIComponent(cpaId)}`,
        herhaalUren: DAG_UREN,
      },
    ];
  });
}

export interface Certificaat {
  readonly vingerafdruk: string;
  /** As an operator knows it. */
  readonly naam: string;
  readonly tot: Date;
  /** Of a CPA, or one of our own keys. */
  readonly cpaId: string | null;
}

/** Days before the end: told from each on, the closer the oftener. */
const TRAPPEN = [
  { dagen: 0, herhaalUren: DAG_UREN },
  { dagen: 7, herhaalUren: DAG_UREN },
  { dagen: 30, herhaalUren: 7 * DAG_UREN },
  { dagen: 60, herhaalUren: 7 * DAG_UREN },
] as const;

/** A certificate that stands in two places is warned of once, as one of our own when it is that. */
export function certificaatLoopt(certificaten: readonly Certificaat[], now: Date): readonly Bevinding[] {
  const uniek = new Map<string, Certificaat>();
  for (const een of [...certificaten].sort((a, b) => Number(a.cpaId !== null) - Number(b.cpaId !== null)))
    if (!uniek.has(een.vingerafdruk)) uniek.set(een.vingerafdruk, een);
  return [...uniek.values()].flatMap(({ vingerafdruk, naam, tot, cpaId }): Bevinding[] => {
    const rest = tot.getTime() - now.getTime();
    const trap = TRAPPEN.find(({ dagen }) => rest <= dagen * DAG_MS);
    if (trap === undefined) return [];
    const waar = cpaId === null ? 'in KEYS_DIR' : `in CPA ${cpaId}`;
    return [
      {
        sleutel: `certificaat:${vingerafdruk}`,
        soort: 'certificaat',
        trap: String(trap.dagen),
        sinds: new Date(tot.getTime() - trap.dagen * DAG_MS),
        tekst:
          trap.dagen === 0
            ? `Het certificaat ${naam} ${waar} is verlopen.`
            : `Het certificaat ${naam} ${waar} verloopt binnen ${trap.dagen} dagen, op ${datum(tot)}.`,
        advies:
          cpaId === null
            ? 'Vraag een nieuw certificaat aan (zaakbode csr), zet het in de map en meld de wisseling bij Logius.'
            : 'Laad een CPA met het nieuwe certificaat, of leg het vast als vervanging. Overleg de datum met de andere kant.',
        href: cpaId === null ? '/beheer/digikoppeling' : `/beheer/digikoppeling/${encodeURIComponent(cpaId)}`,
        herhaalUren: trap.herhaalUren,
      },
    ];
  });
}

/** It begins at the limit and is over below half of it, so that a number around the limit is not one mail after the other. */
export function veelFouten(aantal: number, { fouten }: Grenzen, liep: boolean, now: Date): readonly Bevinding[] {
  if (aantal < (liep ? Math.ceil(fouten / 2) : fouten)) return [];
  return [
    {
      sleutel: 'fouten',
      soort: 'fouten',
      trap: '',
      sinds: now,
      tekst: `In het laatste kwartier gingen ${aantal} zaakberichten fout.`,
      advies: 'Kijk of zij dezelfde fout hebben. Dan ligt de oorzaak vaak bij een instelling, de CPA of MijnOverheid.',
      href: `${ZAAKBERICHTEN}?staat=fout`,
      herhaalUren: DAG_UREN,
    },
  ];
}

function duur(minuten: number): string {
  if (minuten % 60 === 0) return minuten === 60 ? 'een uur' : `${minuten / 60} uur`;
  return minuten === 1 ? 'een minuut' : `${minuten} minuten`;
}

const DATUM = new Intl.DateTimeFormat('nl-NL', { dateStyle: 'long', timeZone: 'Europe/Amsterdam' });
const datum = (moment: Date): string => DATUM.format(moment);
