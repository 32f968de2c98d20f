-- What a zaak is about: an object elsewhere by its address, or what identifies it.
create table zaken.zaakobject (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  object text not null,
  zaakobjecttype_id uuid references catalogi.zaakobjecttype (id),
  object_type text not null,
  object_type_overige text not null,
  object_type_overige_definitie json,
  relatieomschrijving text not null,
  object_identificatie json
);
create index zaakobject_zaak on zaken.zaakobject (zaak_id);
create index zaakobject_object on zaken.zaakobject (object) where object <> '';
create index zaakobject_object_type on zaken.zaakobject (object_type);
create index zaakobject_zaakobjecttype on zaken.zaakobject (zaakobjecttype_id) where zaakobjecttype_id is not null;
