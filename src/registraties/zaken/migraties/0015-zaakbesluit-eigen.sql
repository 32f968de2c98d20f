-- Besluiten of our own register by their id, those of others by their address.
alter table zaken.zaakbesluit add column besluit_id uuid;
alter table zaken.zaakbesluit drop constraint zaakbesluit_uniek;
create unique index zaakbesluit_uniek on zaken.zaakbesluit (zaak_id, coalesce(besluit_id::text, besluit));
create index zaakbesluit_besluit_id on zaken.zaakbesluit (besluit_id) where besluit_id is not null;

-- A zaak that has besluiten is not removed from under them (related-besluiten).
alter table zaken.zaakbesluit drop constraint zaakbesluit_zaak_id_fkey;
alter table zaken.zaakbesluit
  add constraint zaakbesluit_zaak_id_fkey foreign key (zaak_id) references zaken.zaak (id);
