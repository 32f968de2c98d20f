/** Where /beheer gets what it shows: the one place that names the components below. */
export {
  type Adresregel,
  type Certificaatregel,
  type Controle,
  type CpaBeheer,
  type CpaDetail,
  type CpaFinding,
  type CpaRegel,
  type LaadAfloop,
  OMGEVINGEN,
  type Omgeving,
  type Versieregel,
  type Vervanging,
} from '../../integratie/digikoppeling/index.ts';

import type { Notificaties as Component } from '../../integratie/notificaties/index.ts';

export {
  type Abonnement,
  AFLEVERSTATEN,
  type Aflevering,
  type AfleveringFilter,
  type Afleverstaat,
  type Afloop,
  type Bladzijde,
  GETELD,
  type Invoer,
  inWoorden,
  type KanaalFilter,
  type KanaalRegel,
  type Signaal,
  type SignaalFilter,
} from '../../integratie/notificaties/index.ts';
export {
  type Controlestand,
  csv,
  EIND_STATEN,
  type Inzage,
  isPlaats,
  type Kop,
  type Moment,
  OPEN_STATEN,
  type Poging,
  type Staat,
  type Stand,
  type ZaakberichtDetail,
  type Zaakberichten,
  type ZaakberichtFilter,
  type ZaakberichtLijst,
  type ZaakberichtRegel,
  zaakberichtenCsv,
} from '../../proces/lopendezaken/index.ts';

export type Notificaties = Component['beheer'];
