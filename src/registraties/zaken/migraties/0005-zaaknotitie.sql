-- What people who work on a zaak write down for each other.
create table zaken.zaaknotitie (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  onderwerp text not null,
  tekst text not null,
  aangemaakt_door text not null,
  notitie_type text not null,
  status text not null,
  aanmaakdatum timestamptz not null,
  wijzigingsdatum timestamptz not null
);
create index zaaknotitie_zaak on zaken.zaaknotitie (zaak_id);
create index zaaknotitie_maker on zaken.zaaknotitie (aangemaakt_door);
create index zaaknotitie_onderwerp on zaken.zaaknotitie (onderwerp);
create index zaaknotitie_aanmaakdatum on zaken.zaaknotitie (aanmaakdatum);
create index zaaknotitie_wijzigingsdatum on zaken.zaaknotitie (wijzigingsdatum);
