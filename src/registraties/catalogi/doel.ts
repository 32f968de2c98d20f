/** Where the resources of the catalogus are found. */
import { target } from '../kern/index.ts';
import { catalogiApi } from './api.ts';

export const doel = {
  catalogus: target(catalogiApi, 'catalogus', 'catalogussen', 'catalogi.catalogus'),
  zaaktype: target(catalogiApi, 'zaaktype', 'zaaktypen', 'catalogi.zaaktype'),
  besluittype: target(catalogiApi, 'besluittype', 'besluittypen', 'catalogi.besluittype'),
  statustype: target(catalogiApi, 'statustype', 'statustypen', 'catalogi.statustype'),
  resultaattype: target(catalogiApi, 'resultaattype', 'resultaattypen', 'catalogi.resultaattype'),
  roltype: target(catalogiApi, 'roltype', 'roltypen', 'catalogi.roltype'),
  eigenschap: target(catalogiApi, 'eigenschap', 'eigenschappen', 'catalogi.eigenschap'),
  zaakobjecttype: target(catalogiApi, 'zaakobjecttype', 'zaakobjecttypen', 'catalogi.zaakobjecttype'),
  informatieobjecttype: target(
    catalogiApi,
    'informatieobjecttype',
    'informatieobjecttypen',
    'catalogi.informatieobjecttype',
  ),
  zaaktypeInformatieobjecttype: target(
    catalogiApi,
    'zaaktypeinformatieobjecttype',
    'zaaktype-informatieobjecttypen',
    'catalogi.zaaktype_informatieobjecttype',
  ),
} as const;
