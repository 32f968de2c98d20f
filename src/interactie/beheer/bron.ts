/** Where /beheer gets what it shows: the one place that names the components below. */
export type { RegisterStand } from '../../integratie/bronnen/index.ts';
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
  EIND_STATEN,
  type Moment,
  OPEN_STATEN,
  type Staat,
  type ZaakberichtDetail,
  type Zaakberichten,
  type ZaakberichtFilter,
  type ZaakberichtLijst,
  type ZaakberichtRegel,
} from '../../proces/lopendezaken/index.ts';

export type Notificaties = Component['beheer'];
