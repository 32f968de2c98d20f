-- Autorisaties API 1.1: an applicatie, its client ids, and what it may. Secrets are kept encrypted.
create schema autorisaties;

create table autorisaties.applicatie (
  id uuid primary key,
  label text not null,
  heeft_alle_autorisaties boolean not null
);

create table autorisaties.client (
  client_id text primary key,
  -- null: a client with a secret that is in no applicatie yet, and so may nothing
  applicatie_id uuid references autorisaties.applicatie (id) on delete set null,
  secret bytea not null
);

create table autorisaties.autorisatie (
  id uuid primary key,
  applicatie_id uuid not null references autorisaties.applicatie (id) on delete cascade,
  component text not null,
  scopes text[] not null,
  type_id uuid,
  max_vertrouwelijkheidaanduiding text
);
create index autorisatie_applicatie on autorisaties.autorisatie (applicatie_id);
