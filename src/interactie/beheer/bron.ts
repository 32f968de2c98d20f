/** Where /beheer gets what it shows: the one place that names the components below. */
export { type RegisterStand, ROLSOORTEN, type Rolsoort } from '../../integratie/bronnen/index.ts';
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
  type Aansluiten,
  aantalOpen,
  type Beeld,
  type Berichtregel,
  type Blok,
  type Cel,
  type Contact,
  type Controle as Netwerkcontrole,
  type Deelnemer,
  DOCUMENTEN,
  type Document,
  type Documentnaam,
  type Dossier,
  type DossierStand,
  type Fasebeeld,
  type Fout,
  type Installatie,
  inWoorden as datumInWoorden,
  inZin,
  leesDag,
  MIJLPAAL_NAMEN,
  MIJLPALEN,
  OMGEVING_NAAM,
  ONDERDELEN,
  type Onderdeel,
  omgevingVanMijnOverheid,
  type Persoon,
  type Plek,
  PROEFSOORTEN,
  type Proef,
  type Proefregel,
  type Proefrun,
  type Proefsoort,
  ROL_NAMEN,
  ROLLEN,
  type Scenario,
  type Stapbeeld,
  type StapStaat,
  type Uitkomst,
} from '../../proces/aansluiten/index.ts';
export {
  type AuthentiekKeuze,
  type Berichtenstand,
  type Controlestand,
  csv,
  DIRECT,
  type Drager,
  EIND_STATEN,
  GETELD as WACHT_GETELD,
  type Herroepactie,
  type Inrichting,
  type Inrichtingen,
  type InrichtingVersie,
  type Inzage,
  isPlaats,
  type Kop,
  keuzeVoor,
  type LoopStand,
  type Lopen,
  MAX_DAGEN,
  type Moment,
  type NieuweInrichting,
  type OnverklaardeStatus,
  OPEN_STATEN,
  type OudeInrichting,
  onzeActies,
  overgeslagenOp,
  type Planning,
  type Poging,
  redenInWoorden,
  type Staat,
  type Stroom,
  staatVan,
  stroomVan,
  type Verantwoording,
  type Verantwoordingsdag,
  type Voorbeeldbericht,
  type Voorbeeldzaak,
  verantwoordingCsv,
  type ZaakberichtDetail,
  type Zaakberichten,
  type ZaakberichtFilter,
  type ZaakberichtLijst,
  type ZaakberichtRegel,
  zaakberichtenCsv,
} from '../../proces/lopendezaken/index.ts';

import type {
  Herroepverzoeken,
  Inrichtingen,
  Lopen,
  Verantwoording,
  Voorbeelden,
} from '../../proces/lopendezaken/index.ts';
import type { ZaaktypeRegel, ZaaktypeVraag } from '../../registraties/catalogi/index.ts';

export type { Verzoek, Wie } from '../../registraties/handelingen/index.ts';
export type { ZaaktypeRegel };

/** What the pages of Lopende Zaken need beside the zaakberichten. */
export interface LopendeZaken {
  readonly inrichtingen: Inrichtingen;
  readonly lopen: Lopen;
  readonly verantwoording: Verantwoording;
  readonly herroepverzoeken: Herroepverzoeken;
  readonly voorbeelden: Voorbeelden;
  readonly catalogus: {
    zaaktypen(
      vraag: ZaaktypeVraag,
    ): Promise<{ readonly regels: readonly ZaaktypeRegel[]; readonly verder: string | null }>;
    zaaktype(identificatie: string): Promise<ZaaktypeRegel | null>;
  };
}

export type Notificaties = Component['beheer'];
