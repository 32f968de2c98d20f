-- Steps within a status.
create table zaken.substatus (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  status_id uuid not null references zaken.status (id) on delete cascade,
  omschrijving text not null,
  tijdstip timestamptz not null,
  doelgroep text not null
);
create index substatus_zaak on zaken.substatus (zaak_id, tijdstip);
create index substatus_status on zaken.substatus (status_id);
