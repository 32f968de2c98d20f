-- Zaakobjecttypen: which kinds of objects zaken of a zaaktype can be about.
create table catalogi.zaakobjecttype (
  id uuid primary key,
  zaaktype_id uuid not null references catalogi.zaaktype (id) on delete cascade,
  ander_objecttype boolean not null,
  objecttype text not null,
  relatie_omschrijving text not null
);
create index zaakobjecttype_zaaktype on catalogi.zaakobjecttype (zaaktype_id);
create index zaakobjecttype_objecttype on catalogi.zaakobjecttype (objecttype);
