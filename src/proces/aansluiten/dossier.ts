/**
 * The connection record (A1): what a municipality chose and was given for the connection in one omgeving. What belongs to
 * the installation (OIN or HRN, own address, addressee) is a setting and stands here not again. Empty means: not filled in.
 */
import { maskBsn } from '../../standaarden/bsn/index.ts';
import { type Fout, GEEN_DAG, leesDag, type Omgeving } from './begrippen.ts';

export const ROLLEN = {
  projectleider: 'Projectleider van de aansluiting',
  functioneel: 'Functioneel beheerder Lopende Zaken',
  technisch: 'Technisch beheerder Zaakbode en Digikoppeling',
  netwerk: 'Netwerkbeheerder',
  certificaten: 'Beheerder van de certificaten',
  helpdesk: 'Klantcontactcentrum of helpdesk',
  calamiteiten: 'Bereikbaar bij calamiteiten',
  leverancier: 'Leverancier of hostingpartij',
  logius: 'Servicecentrum Logius',
} as const;
export type Rol = keyof typeof ROLLEN;
export const ROL_NAMEN = Object.keys(ROLLEN) as readonly Rol[];

/** As the user typed it: a person, a function or a department. */
export interface Contact {
  readonly naam: string;
  readonly telefoon: string;
  readonly mail: string;
}

export const ONDERDELEN = {
  zaaksysteem: 'Zaaksysteem of backoffice',
  zaakbode: 'Zaakbode',
  adapter: 'Digikoppeling-adapter',
  proxy: 'Proxy',
  loadbalancer: 'Loadbalancer',
  offloader: 'TLS-offloader',
  firewall: 'Firewall',
  netwerk: 'Internet of Diginetwerk',
  mijnoverheid: 'MijnOverheid',
} as const;
export type OnderdeelSoort = keyof typeof ONDERDELEN;
export const ONDERDEEL_SOORTEN = Object.keys(ONDERDELEN) as readonly OnderdeelSoort[];

/** A system or component on the way, in the order from the house outwards. */
export interface Onderdeel {
  readonly soort: OnderdeelSoort;
  readonly naam: string;
  /** Addresses at which it takes in, and from which it goes on: they often differ. */
  readonly inkomend: string;
  readonly uitgaand: string;
  /** Who sees to it, by his role above; empty: not known. */
  readonly beheerder: Rol | '';
}

export const MIJLPALEN = {
  aanvraag: 'Aanvraagformulier insturen',
  certificaat: 'Certificaten binnen',
  netwerk: 'Netwerkpad klaar',
  acceptatie: 'Interne acceptatietest klaar',
  koppeling: 'Verbinding met preproductie werkt',
  keten: 'Ketentest',
  rapport: 'Testrapport naar Logius',
  proefrun: 'Beperkte productierun',
  live: 'Alle inwoners',
} as const;
export type Mijlpaal = keyof typeof MIJLPALEN;
export const MIJLPAAL_NAMEN = Object.keys(MIJLPALEN) as readonly Mijlpaal[];

export interface Dossier {
  readonly soort: 'overheid' | 'leverancier' | '';
  readonly verbinding: 'internet' | 'diginetwerk' | '';
  /** Both are given out by Logius after the form. */
  readonly afzenderId: string;
  readonly serviceId: string;
  /** Where MijnOverheid takes messages in, as the Handreiking Connectiviteit says. */
  readonly endpointLogius: string;
  /** Names that must stand in the certificates. */
  readonly domeinnamen: readonly string[];
  /** Which XSDs came from Logius, and when. */
  readonly xsd: string;
  readonly contacten: Readonly<Partial<Record<Rol, Contact>>>;
  readonly onderdelen: readonly Onderdeel[];
  readonly planning: Readonly<Partial<Record<Mijlpaal, string>>>;
}

export const LEEG_DOSSIER: Dossier = {
  soort: '',
  verbinding: '',
  afzenderId: '',
  serviceId: '',
  endpointLogius: '',
  domeinnamen: [],
  xsd: '',
  contacten: {},
  onderdelen: [],
  planning: {},
};

const MAX = 300;
const MAX_ONDERDELEN = 40;
const DOMEIN = /^(?=.{1,253}$)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const MAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const TELEFOON = /^[+\d][\d ()-]{5,24}$/;

/** Bron 001: a supplier's connection can never make the step to production. */
export const NOOIT_PRODUCTIE =
  'Een leveranciersaansluiting gaat nooit naar productie. Kies overheidsorganisatie, of gebruik deze Zaakbode voor preproductie.';

/** What is wrong with it, each at its field; empty when it can be kept. */
export function foutenInDossier(dossier: Dossier, omgeving: Omgeving): readonly Fout[] {
  const fouten: Fout[] = [];
  const eis = (houdt: boolean, veld: string, tekst: string): void => {
    if (!houdt) fouten.push({ veld, tekst });
  };
  eis(dossier.soort !== 'leverancier' || omgeving !== 'productie', 'soort', NOOIT_PRODUCTIE);
  for (const [veld, waarde] of [
    ['afzenderId', dossier.afzenderId],
    ['serviceId', dossier.serviceId],
    ['endpointLogius', dossier.endpointLogius],
    ['xsd', dossier.xsd],
  ] as const) {
    eis(waarde.length <= MAX, veld, `Maak dit korter dan ${MAX} tekens.`);
    eis(maskBsn(waarde) === waarde, veld, 'Hier staat een burgerservicenummer. Haal dat weg.');
  }
  eis(
    dossier.endpointLogius === '' || URL.parse(dossier.endpointLogius)?.protocol === 'https:',
    'endpointLogius',
    'Vul een adres in dat met https:// begint.',
  );
  for (const naam of dossier.domeinnamen)
    eis(
      DOMEIN.test(naam),
      'domeinnamen',
      `"${naam.slice(0, 60)}" is geen domeinnaam, zoals zaakbode.gemeente.example.`,
    );
  for (const [rol, contact] of Object.entries(dossier.contacten)) fouten.push(...foutenInContact(rol, contact));
  eis(
    dossier.onderdelen.length <= MAX_ONDERDELEN,
    'naam',
    `Er passen hoogstens ${MAX_ONDERDELEN} onderdelen in het overzicht.`,
  );
  for (const onderdeel of dossier.onderdelen) fouten.push(...foutenInOnderdeel(onderdeel));
  for (const [mijlpaal, dag] of Object.entries(dossier.planning))
    eis(dag === '' || leesDag(dag) === dag, `planning-${mijlpaal}`, GEEN_DAG);
  return fouten;
}

function foutenInContact(rol: string, { naam, telefoon, mail }: Contact): readonly Fout[] {
  const fouten: Fout[] = [];
  if (`${naam}${telefoon}${mail}` === '') return [];
  if (naam === '') fouten.push({ veld: `${rol}-naam`, tekst: 'Vul een naam, functie of afdeling in.' });
  if (`${naam}${telefoon}${mail}`.length > MAX) fouten.push({ veld: `${rol}-naam`, tekst: 'Maak dit korter.' });
  if (telefoon !== '' && !TELEFOON.test(telefoon))
    fouten.push({ veld: `${rol}-telefoon`, tekst: 'Vul een telefoonnummer in, zoals 14 0123 of +31 12 345 67 89.' });
  if (mail !== '' && !MAIL.test(mail))
    fouten.push({ veld: `${rol}-mail`, tekst: 'Vul een e-mailadres in, zoals beheer@gemeente.example.' });
  if (telefoon === '' && mail === '')
    fouten.push({ veld: `${rol}-telefoon`, tekst: 'Vul een telefoonnummer of een e-mailadres in.' });
  return fouten;
}

function foutenInOnderdeel({ soort, naam, inkomend, uitgaand, beheerder }: Onderdeel): readonly Fout[] {
  const fouten: Fout[] = [];
  if (!ONDERDEEL_SOORTEN.includes(soort)) fouten.push({ veld: 'soort', tekst: 'Kies wat voor onderdeel dit is.' });
  if (naam === '') fouten.push({ veld: 'naam', tekst: 'Vul de naam van het onderdeel in.' });
  if ([naam, inkomend, uitgaand].some((tekst) => tekst.length > MAX))
    fouten.push({ veld: 'naam', tekst: `Maak dit korter dan ${MAX} tekens.` });
  if (beheerder !== '' && !ROL_NAMEN.includes(beheerder))
    fouten.push({ veld: 'beheerder', tekst: 'Kies een beheerder uit de lijst.' });
  return fouten;
}
