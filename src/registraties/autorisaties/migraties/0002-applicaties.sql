-- Applicaties through their API: client ids with and without a secret, rights per catalogus, types of other registers.
alter table autorisaties.applicatie add column alleen_is_gereed_voor_publicatie boolean not null default false;

-- null: a client id that an applicatie names and that has no secret here, so that nobody can be it
alter table autorisaties.client alter column secret drop not null;
-- place in the list of the applicatie
alter table autorisaties.client add column plaats int not null default 0;
create index client_applicatie on autorisaties.client (applicatie_id) where applicatie_id is not null;

-- place in the list of the applicatie
alter table autorisaties.autorisatie add column plaats int not null default 0;
-- a type of another register; of our own its id stands in type_id
alter table autorisaties.autorisatie add column type_url text;
-- every type of this catalogus, also those to come, instead of one
alter table autorisaties.autorisatie add column catalogus_id uuid references catalogi.catalogus (id) on delete cascade;
create index autorisatie_catalogus on autorisaties.autorisatie (catalogus_id) where catalogus_id is not null;

-- What hangs off an applicatie is written before the applicatie itself, so that its answer shows it.
alter table autorisaties.client alter constraint client_applicatie_id_fkey deferrable initially deferred;
alter table autorisaties.autorisatie alter constraint autorisatie_applicatie_id_fkey deferrable initially deferred;
