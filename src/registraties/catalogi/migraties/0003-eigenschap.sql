-- Eigenschappen: what is asked of every zaak of a zaaktype, beside what every zaak has.
create table catalogi.eigenschap (
  id uuid primary key,
  zaaktype_id uuid not null references catalogi.zaaktype (id) on delete cascade,
  naam text not null,
  definitie text not null,
  specificatie jsonb not null,
  toelichting text not null,
  statustype_id uuid references catalogi.statustype (id),
  constraint eigenschap_naam_uniek unique (zaaktype_id, naam)
);
create index eigenschap_statustype on catalogi.eigenschap (statustype_id);
