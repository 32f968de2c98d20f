-- Connecting to MijnOverheid Lopende Zaken. Nothing here is overwritten: who changed what, and when, stays.
create schema aansluiten;

-- For which omgeving this database is, written by the first start (A10).
create table aansluiten.installatie (
  een boolean primary key default true check (een),
  omgeving text not null check (omgeving in ('demo', 'compliance', 'preproductie', 'productie')),
  sinds timestamptz not null
);

-- The connection record, by version (A1).
create table aansluiten.dossier (
  omgeving text not null check (omgeving in ('demo', 'compliance', 'preproductie', 'productie')),
  versie integer not null check (versie > 0),
  gegevens jsonb not null,
  wat text not null,
  wie text not null,
  op timestamptz not null,
  primary key (omgeving, versie)
);

-- What only a person can know; the last one of a step counts.
create table aansluiten.vink (
  id uuid primary key,
  stap text not null,
  gedaan boolean not null,
  datum date,
  toelichting text not null,
  wie text not null,
  op timestamptz not null
);
create index vink_stap on aansluiten.vink (stap, op desc);

-- Test-BSNs on preproductie (A8), people who take part in the limited production run (A9). A BSN is kept as ADR 0006 says.
create table aansluiten.deelnemer (
  id uuid primary key,
  bsn text not null,
  omschrijving text not null,
  ingelogd_op date,
  ingelogd_door text,
  wie text not null,
  op timestamptz not null,
  weg_op timestamptz,
  weg_door text
);
create unique index deelnemer_bsn on aansluiten.deelnemer (bsn) where weg_op is null;

create table aansluiten.controle (
  id uuid primary key,
  goed boolean not null,
  regels jsonb not null,
  wie text not null,
  op timestamptz not null
);
create index controle_op on aansluiten.controle (op desc);

-- A test and its report; what is tested again is a new version.
create table aansluiten.proef (
  soort text not null check (soort in ('compliance', 'acceptatie', 'keten', 'proefproductie')),
  versie integer not null check (versie > 0),
  staat text not null check (staat in ('open', 'klaar', 'goedgekeurd', 'afgekeurd')),
  regels jsonb not null,
  opmerking text not null,
  wie text not null,
  begonnen timestamptz not null,
  gewijzigd timestamptz not null,
  oordeel_op date,
  oordeel_door text,
  primary key (soort, versie)
);
create unique index proef_open on aansluiten.proef (soort) where staat = 'open';

-- The limited production run (A9): begun, told to Logius, released. Never taken back.
create table aansluiten.proefrun (
  een boolean primary key default true check (een),
  begonnen_op timestamptz not null,
  begonnen_door text not null,
  gemeld_op date,
  gevraagd_op timestamptz,
  gevraagd_id text,
  gevraagd_door text,
  vrijgegeven_op timestamptz,
  vrijgegeven_id text,
  vrijgegeven_door text,
  check (vrijgegeven_op is null or (gemeld_op is not null and vrijgegeven_id <> gevraagd_id))
);

-- By what another omgeving is known: its CPAs, addresses and certificates (A10).
create table aansluiten.kenmerk (
  omgeving text not null check (omgeving in ('demo', 'compliance', 'preproductie', 'productie')),
  soort text not null check (soort in ('cpa', 'adres', 'certificaat')),
  waarde text not null,
  wie text not null,
  op timestamptz not null,
  primary key (omgeving, soort, waarde)
);
