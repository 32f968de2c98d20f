-- What is looked for by name, by description or by the statustype that it goes with.
create index ziot_informatieobjecttype on catalogi.zaaktype_informatieobjecttype (informatieobjecttype);
create index ziot_statustype on catalogi.zaaktype_informatieobjecttype (statustype_id);
create index zaakobjecttype_relatie on catalogi.zaakobjecttype (relatie_omschrijving);
