-- The besluiten of a zaak, of our own register or of another. The register of besluiten writes those of its own.
create table zaken.zaakbesluit (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  besluit text not null,
  constraint zaakbesluit_uniek unique (zaak_id, besluit)
);
create index zaakbesluit_besluit on zaken.zaakbesluit (besluit);
