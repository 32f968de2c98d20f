/** The documents by name (A4-A9, A14, A15). */
import { consumerspecificatie, gegevensblad, pingMmd } from './aanvraag.ts';
import { contactblad, planning } from './afspraken.ts';
import type { Document, DocumentFeiten } from './document.ts';
import { beheerdocumentatie } from './handboek.ts';
import { helpdesk } from './helpdesk.ts';
import { cpaMail, piekbericht, wijzigingsbericht } from './mails.ts';
import { netwerkoverzicht } from './netwerk.ts';
import { rapport } from './rapporten.ts';

export const DOCUMENTEN = {
  gegevensblad: 'Gegevens voor het aanvraagformulier',
  consumerspecificatie: 'Consumerspecificatie voor het CPA Register',
  'cpa-mail': 'Mail met de CPA voor Logius',
  netwerkoverzicht: 'Netwerkoverzicht van de keten',
  'ping-mmd': 'Ping voor een adapter die u al hebt',
  compliancerapport: 'Verslag van de test met de Compliancevoorziening',
  acceptatietest: 'Interne acceptatietest: scenario’s en verslag',
  ketentestrapport: 'Testrapport van de ketentest',
  proefproductierapport: 'Verslag van de beperkte productierun',
  beheerdocumentatie: 'Beheerdocumentatie',
  helpdesk: 'Instructie voor de helpdesk',
  contactblad: 'Contactblad bij DAP en SNO',
  planning: 'Planning',
  wijzigingsbericht: 'Wijziging melden aan Logius',
  piekbericht: 'Campagne of drukte afstemmen met Logius',
} as const;
export type Documentnaam = keyof typeof DOCUMENTEN;

const MAKERS: Readonly<Record<Documentnaam, (feit: DocumentFeiten) => Document>> = {
  gegevensblad,
  consumerspecificatie,
  'cpa-mail': cpaMail,
  netwerkoverzicht,
  'ping-mmd': pingMmd,
  compliancerapport: (feit) => rapport('compliance', feit),
  acceptatietest: (feit) => rapport('acceptatie', feit),
  ketentestrapport: (feit) => rapport('keten', feit),
  proefproductierapport: (feit) => rapport('proefproductie', feit),
  beheerdocumentatie,
  helpdesk,
  contactblad,
  planning,
  wijzigingsbericht,
  piekbericht,
};

/** Null when there is no document of this name. */
export function documentVan(naam: string, feit: DocumentFeiten): Document | null {
  return Object.hasOwn(MAKERS, naam) ? MAKERS[naam as Documentnaam](feit) : null;
}
