/**
 * The inrichting in plain words, as named lines: what holds now, what held under an older version, and what changed in
 * between are the same lines, so that nothing can change without a line that says it.
 */
import type { Vertrouwelijkheid } from '../../../../standaarden/zgw/index.ts';
import type { AuthentiekKeuze, Drager, Inrichting, Rolsoort, Stroom } from '../../bron.ts';
import { inZinnen } from '../planning-invoer.ts';

export const ROL_NAMEN: Readonly<Record<Rolsoort, string>> = {
  initiator: 'De aanvrager (initiator)',
  mede_initiator: 'Wie mee aanvraagt (mede-initiator)',
  belanghebbende: 'De belanghebbende',
  gemachtigde: 'De gemachtigde',
};

export const VERTROUWELIJK: Readonly<Record<Vertrouwelijkheid, string>> = {
  openbaar: 'Openbaar',
  beperkt_openbaar: 'Beperkt openbaar',
  intern: 'Intern',
  zaakvertrouwelijk: 'Zaakvertrouwelijk',
  vertrouwelijk: 'Vertrouwelijk',
  confidentieel: 'Confidentieel',
  geheim: 'Geheim',
  zeer_geheim: 'Zeer geheim',
};

export const PLAATSEN: Readonly<Record<Inrichting['verwijzingPlaats'], string>> = {
  'status-toelichting': 'Bij de tekst van de status',
  'zaak-toelichting': 'Bij de tekst van de zaak',
};

export const STANDAARDEN: Readonly<Record<Stroom['standaard'], string>> = {
  stuf: 'StUF (zakLk01)',
  'mo-bericht': 'MO-bericht',
};

export const STIJLEN: Readonly<Record<Stroom['stijl'], string>> = {
  'T-per-status': 'Elke status is een nieuw bericht (T)',
  'W-oud-nieuw': 'Na de eerste status een wijziging met oud en nieuw (W)',
};

/** In the order of the pages. */
export const DELEN = ['Ontvangers', 'Berichten', 'Stromen', 'Statussen'] as const;
export type Deel = (typeof DELEN)[number];

export interface Regel {
  readonly deel: Deel;
  readonly naam: string;
  readonly waarde: string;
  /** When the value is a list: so that of a long one only the difference is told. */
  readonly lijst?: readonly string[];
}

export function authentiekInWoorden(keuze: AuthentiekKeuze): string {
  switch (keuze.soort) {
    case 'brp':
      return 'de BRP het kent';
    case 'ingelogd':
      return 'de persoon met DigiD inlogde';
    case 'client':
      return `de applicatie ${keuze.clientId} het vastlegde`;
    case 'register':
      return `het uit het register ${keuze.register} komt`;
  }
}

export function zaaktypenInWoorden({ zaaktypen }: Stroom): string {
  if (zaaktypen === null) return 'Alle die in geen andere stroom zitten';
  return zaaktypen.length === 0 ? 'Geen' : zaaktypen.join(', ');
}

export function vormInWoorden({ standaard, stijl }: Stroom): string {
  return standaard === 'stuf' ? `${STANDAARDEN.stuf}. ${STIJLEN[stijl]}` : STANDAARDEN[standaard];
}

export function dragerInWoorden(drager: Drager): string {
  if (drager.soort === 'cloudevents') return 'CloudEvents: MijnOverheid haalt de zaak zelf op';
  const { cpaId, action } = drager;
  if (cpaId === null) return 'Digikoppeling, met de CPA van deze installatie';
  return `Digikoppeling, met CPA ${cpaId}${action === null ? '' : ` en action ${action}`}`;
}

export const verwijzingInWoorden = (verwijzing: string | null): string =>
  verwijzing === null ? 'Geen' : verwijzing === 'geen' ? 'Geen, bij dit zaaktype' : verwijzing;

/** All that can be set, line by line. */
export function regelsVan(inrichting: Inrichting): readonly Regel[] {
  return [...ontvangers(inrichting), ...berichten(inrichting), ...stromen(inrichting), ...zaaktypen(inrichting)];
}

function ontvangers({ rollen, authentiek, maxVertrouwelijkheid }: Inrichting): readonly Regel[] {
  const deel = 'Ontvangers';
  return [
    { deel, naam: 'Wie krijgt bericht', waarde: rollen.map((rol) => ROL_NAMEN[rol]).join('; ') },
    {
      deel,
      naam: 'Een BSN is zeker als',
      waarde:
        authentiek.length === 0
          ? 'Nooit: er is geen bron, dus er gaat niets naar MijnOverheid'
          : authentiek.map(authentiekInWoorden).join(', of '),
    },
    { deel, naam: 'Hoogstens zo vertrouwelijk', waarde: VERTROUWELIJK[maxVertrouwelijkheid] },
  ];
}

function berichten(inrichting: Inrichting): readonly Regel[] {
  const { verwijzing, verwijzingPlaats, resultaatInStatus, alleenMetPublicatie, geenAccountCodes, acties } = inrichting;
  const deel = 'Berichten';
  const mag = (aan: boolean): string => (aan ? 'Mag, als een tweede beheerder akkoord geeft' : 'Staat uit');
  return [
    { deel, naam: 'Verwijzing naar uw eigen site', waarde: verwijzingInWoorden(verwijzing) },
    { deel, naam: 'Plaats van de verwijzing', waarde: PLAATSEN[verwijzingPlaats] },
    {
      deel,
      naam: 'Resultaat van de zaak',
      waarde: resultaatInStatus ? 'Staat voor de tekst van de laatste status' : 'Staat niet in de tekst van de status',
    },
    {
      deel,
      naam: 'Zaaktypen die meedoen',
      waarde: alleenMetPublicatie
        ? 'Alleen die in de catalogus voor publicatie zijn'
        : 'Ook die in de catalogus niet voor publicatie zijn',
    },
    { deel, naam: 'Codes voor ‘geen account’', waarde: geenAccountCodes.join(', ') || 'Geen' },
    { deel, naam: 'Een status intrekken', waarde: mag(acties.intrekken) },
    { deel, naam: 'Een zaak laten verwijderen', waarde: mag(acties.verwijderen) },
  ];
}

function stromen({ stromen: alle }: Inrichting): readonly Regel[] {
  const deel = 'Stromen';
  return [
    { deel, naam: 'Volgorde van de stromen', waarde: alle.map(({ naam }) => naam).join(', daarna ') },
    ...alle.flatMap((stroom): readonly Regel[] => {
      const van = (wat: string): Pick<Regel, 'deel' | 'naam'> => ({ deel, naam: `Stroom ${stroom.naam}: ${wat}` });
      const { pauze } = stroom.planning;
      return [
        {
          ...van('zaaktypen'),
          waarde: zaaktypenInWoorden(stroom),
          ...(stroom.zaaktypen !== null && { lijst: stroom.zaaktypen }),
        },
        { ...van('vorm'), waarde: vormInWoorden(stroom) },
        { ...van('weg'), waarde: dragerInWoorden(stroom.drager) },
        {
          ...van('planning'),
          waarde: `${inZinnen(stroom.planning)}${pauze === null ? '' : ` Reden van de pauze: ${pauze.reden}`}`,
        },
      ];
    }),
  ];
}

const AAN = (aan: boolean | null): string =>
  aan === null ? 'Volgens de catalogus' : aan ? 'Gaat altijd' : 'Gaat nooit';

function zaaktypen({ zaaktypen: alle }: Inrichting): readonly Regel[] {
  const deel = 'Statussen';
  return Object.entries(alle).flatMap(([zaaktype, { aan, verwijzing, statustypen }]) => [
    {
      deel,
      naam: `Zaaktype ${zaaktype}`,
      waarde: verwijzing === null ? AAN(aan) : `${AAN(aan)}. Verwijzing: ${verwijzingInWoorden(verwijzing)}`,
    } as const,
    ...Object.entries(statustypen).map(
      ([status, eigen]) =>
        ({
          deel,
          naam: `Zaaktype ${zaaktype}, status ‘${status}’`,
          waarde: eigen.tekst === null ? AAN(eigen.aan) : `${AAN(eigen.aan)}. Tekst: ${eigen.tekst}`,
        }) as const,
    ),
  ]);
}

export interface Verschil {
  readonly naam: string;
  /** null: it was not there. */
  readonly was: string | null;
  /** null: it is no longer there. */
  readonly werd: string | null;
}

/** What changed between two versions; of long lists what was added and taken away. */
export function verschillen(oud: Inrichting, nieuw: Inrichting): readonly Verschil[] {
  const was = new Map(regelsVan(oud).map((regel) => [regel.naam, regel]));
  const werd = new Map(regelsVan(nieuw).map((regel) => [regel.naam, regel]));
  return [...new Set([...was.keys(), ...werd.keys()])].flatMap((naam): readonly Verschil[] => {
    const [eerst, nu] = [was.get(naam), werd.get(naam)];
    if (eerst?.waarde === nu?.waarde) return [];
    const [af, bij] = [eerst?.lijst, nu?.lijst];
    if (!af || !bij) return [{ naam, was: eerst?.waarde ?? null, werd: nu?.waarde ?? null }];
    const weg = af.filter((een) => !bij.includes(een)).join(', ');
    const erbij = bij.filter((een) => !af.includes(een)).join(', ');
    if (weg === '' && erbij === '') return [{ naam, was: eerst!.waarde, werd: nu!.waarde }];
    return [{ naam, was: weg === '' ? null : `Eraf: ${weg}`, werd: erbij === '' ? null : `Erbij: ${erbij}` }];
  });
}
