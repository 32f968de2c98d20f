/**
 * The documents of a zaak that its initiator may see: their keeper said so (`tonenAanInitiator`), the application may read
 * them (documenten.lezen), they are no more confidential than zaken that are shown, and they need not be sent first
 * (verzenddatum). Of documents of other registers we do not know, so they are not here.
 */
import { raw, type Sql, sql } from '../../platform/db/index.ts';
import { zichtbareDocumenten } from '../autorisaties/index.ts';
import { documentenDoel } from '../documenten/index.ts';
import type { value } from '../kern/index.ts';
import { rollenVan } from './identificatie.ts';
import type { Vraag } from './velden.ts';
import { GEWONE_ROLLEN } from './zicht.ts';

const tekst = { type: 'string' } as const;

export const DOCUMENTEN: value.Schema = {
  type: 'array',
  description: 'Wat de initiator van de zaak mag zien; het bestand zelf staat op url, gevolgd door /download.',
  items: {
    type: 'object',
    properties: {
      url: { type: 'string', format: 'uri' },
      uuid: { type: 'string', format: 'uuid' },
      titel: tekst,
      type: tekst,
      datum: { type: 'string', format: 'date' },
    },
    required: ['url', 'uuid', 'titel', 'type', 'datum'],
  },
};

export function documenten({ actor, base, vandaag, identificatie, maxVertrouwelijkheid }: Vraag): Sql {
  return sql`(select coalesce(json_agg(json_build_object('url', ${`${base}${documentenDoel.document.href}/`}::text || d.id,
      'uuid', d.id, 'titel', d.titel, 'type', it.omschrijving, 'datum', d.creatiedatum) order by d.creatiedatum, d.id), '[]'::json)
    from zaken.zaakinformatieobject k
    join documenten.enkelvoudiginformatieobject d on d.id = k.informatieobject_id
    join catalogi.informatieobjecttype it on it.id = d.informatieobjecttype_id
    where k.zaak_id = g.id and d.tonen_aan_initiator and ${zichtbareDocumenten(actor, ['documenten.lezen'], 'd')}
      and d.vertrouwelijkheidaanduiding <= ${maxVertrouwelijkheid}::catalogi.vertrouwelijkheidaanduiding
      and (d.verzenddatum is null or d.verzenddatum <= ${vandaag}::date)
      and exists (select 1 from zaken.rol r where r.zaak_id = g.id and ${rollenVan(identificatie)}
        and (r.omschrijving_generiek = any(${GEWONE_ROLLEN}::text[]) or r.indicatie_machtiging = ${raw(`'machtiginggever'`)})))`;
}
