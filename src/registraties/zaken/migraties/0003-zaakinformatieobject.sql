-- The documents of a zaak, of our own register or of another.
create table zaken.zaakinformatieobject (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  -- of another register; of ours its id
  informatieobject text not null,
  informatieobject_id uuid,
  titel text not null,
  beschrijving text not null,
  registratiedatum timestamptz not null,
  vernietigingsdatum timestamptz,
  status_id uuid references zaken.status (id)
);
create unique index zaakinformatieobject_uniek
  on zaken.zaakinformatieobject (zaak_id, coalesce(informatieobject_id::text, informatieobject));
create index zaakinformatieobject_adres on zaken.zaakinformatieobject (informatieobject) where informatieobject <> '';
create index zaakinformatieobject_eigen on zaken.zaakinformatieobject (informatieobject_id)
  where informatieobject_id is not null;
create index zaakinformatieobject_status on zaken.zaakinformatieobject (status_id) where status_id is not null;
