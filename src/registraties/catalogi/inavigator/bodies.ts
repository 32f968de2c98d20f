/**
 * Request bodies of the Catalogi API 1.3.3 from the imported data, with the addresses filled in.
 *
 * For storing through the API, here or in another register. `referentielijsten` is the root of the Referentielijsten API.
 */
import { procestypeUrl, resultaattypeomschrijvingUrl, resultaatUrl } from '../selectielijst/index.ts';
import type {
  CatalogusGegevens,
  InformatieobjecttypeGegevens,
  ResultaattypeGegevens,
  RoltypeGegevens,
  StatustypeGegevens,
  ZaaktypeImport,
  ZaaktypeInformatieobjecttypeGegevens,
} from './catalogusimport.ts';

export function catalogusBody(catalogus: CatalogusGegevens) {
  return { ...catalogus };
}

export function informatieobjecttypeBody(gegevens: InformatieobjecttypeGegevens, catalogusUrl: string) {
  return { ...gegevens, catalogus: catalogusUrl };
}

export function zaaktypeBody(
  { zaaktype, selectielijstProcestype }: ZaaktypeImport,
  adressen: { readonly catalogus: string; readonly referentielijsten: string },
) {
  return {
    ...zaaktype,
    catalogus: adressen.catalogus,
    selectielijstProcestype: procestypeUrl(selectielijstProcestype.uuid, adressen.referentielijsten),
  };
}

export function statustypeBody(gegevens: StatustypeGegevens, zaaktypeUrl: string) {
  return { ...gegevens, zaaktype: zaaktypeUrl };
}

export function resultaattypeBody(
  gegevens: ResultaattypeGegevens,
  adressen: { readonly zaaktype: string; readonly referentielijsten: string },
) {
  return {
    ...gegevens,
    zaaktype: adressen.zaaktype,
    resultaattypeomschrijving: resultaattypeomschrijvingUrl(
      gegevens.resultaattypeomschrijving.uuid,
      adressen.referentielijsten,
    ),
    selectielijstklasse: resultaatUrl(gegevens.selectielijstklasse.uuid, adressen.referentielijsten),
  };
}

export function roltypeBody(gegevens: RoltypeGegevens, zaaktypeUrl: string) {
  return { ...gegevens, zaaktype: zaaktypeUrl };
}

export function zaaktypeInformatieobjecttypeBody(gegevens: ZaaktypeInformatieobjecttypeGegevens, zaaktypeUrl: string) {
  return { ...gegevens, zaaktype: zaaktypeUrl };
}
