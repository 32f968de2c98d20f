-- Bulk import: what of which file is stored, so that a run that was killed goes on where it was and stores nothing twice.
create schema overzetten;

create table overzetten.bestand (
  id uuid primary key,
  -- SHA-256 of the content: the same file under another name is the same file
  hash text not null,
  regels int not null,
  begonnen timestamptz not null,
  constraint bestand_hash_uniek unique (hash)
);

create table overzetten.regel (
  bestand_id uuid not null references overzetten.bestand (id) on delete cascade,
  regel int not null,
  -- what the line became; no foreign key, for a zaak that is removed later was stored all the same
  zaak_id uuid,
  -- or what was wrong with it: it is tried again in the next run
  fouten json,
  primary key (bestand_id, regel)
);
