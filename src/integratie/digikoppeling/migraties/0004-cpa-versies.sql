-- Agreements change: every text that was loaded is kept as a version, and a message says under which it was made. Beside
-- the text stand the addresses and certificates that are used in the place of those in it.

create table digikoppeling.cpa_versie (
  cpa_id text not null references digikoppeling.cpa (cpa_id) on delete cascade,
  versie int not null,
  primary key (cpa_id, versie),
  tekst text not null,
  -- SHA-256 of the text, line ends apart
  vingerafdruk text not null,
  geladen_op timestamptz not null,
  wie text not null,
  -- when the other side loaded it, as the operator heard it
  elders text
);
insert into digikoppeling.cpa_versie (cpa_id, versie, tekst, vingerafdruk, geladen_op, wie)
select cpa_id, 1, tekst, encode(sha256(convert_to(btrim(replace(tekst, E'\r\n', E'\n'), E' \t\n\uFEFF'), 'UTF8')), 'hex'), geladen_op, 'onbekend'
from digikoppeling.cpa;

alter table digikoppeling.cpa
  -- the one in use
  add column versie int not null default 1,
  -- null until an installation that knows its environment loads it
  add column omgeving text,
  drop column tekst,
  drop column geladen_op;
alter table digikoppeling.cpa alter column versie drop default;

create table digikoppeling.cpa_vervanging (
  nr bigint generated always as identity primary key,
  -- null: for every CPA
  cpa_id text references digikoppeling.cpa (cpa_id) on delete cascade,
  soort text not null check (soort in ('adres', 'certificaat')),
  -- the address in the text, or the SHA-256 fingerprint of the certificate in it
  bron text not null,
  -- the address in use, or the certificate in use as PEM
  doel text not null,
  reden text not null,
  wie text not null,
  sinds timestamptz not null,
  -- no longer in use since, and by whom
  tot timestamptz,
  tot_wie text
);
create unique index cpa_vervanging_geldig on digikoppeling.cpa_vervanging (coalesce(cpa_id, ''), soort, bron) where tot is null;
create index cpa_vervanging_cpa on digikoppeling.cpa_vervanging (cpa_id);

alter table digikoppeling.kanaal
  -- the last Ping, and what came of it: the time in ms, or what went wrong
  add column ping_op timestamptz,
  add column ping_ms int,
  add column ping_fout text;

-- No foreign key: a version is never taken away, and a check per message would be paid by every message.
alter table digikoppeling.bericht add column cpa_versie int;
update digikoppeling.bericht set cpa_versie = 1;
alter table digikoppeling.bericht alter column cpa_versie set not null;
-- the oldest that waits for its acknowledgment, without looking at all that do
create index bericht_onbevestigd on digikoppeling.bericht (cpa_id, nr) where staat = 'verzonden';
