/** Where /beheer gets the zaakberichten from: the one place that names the component below. */
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
