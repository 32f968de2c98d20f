-- What an operator was warned of, and when.
create schema waarschuwingen;

create table waarschuwingen.waarschuwing (
  id uuid primary key,
  -- what it is about; of each there is one at a time
  sleutel text not null,
  soort text not null,
  -- how bad: it is told again when this changes
  trap text not null,
  sinds timestamptz not null,
  tekst text not null,
  advies text not null,
  href text not null,
  -- when it was last told, and how often
  gemeld_op timestamptz not null,
  keren int not null default 1,
  voorbij_op timestamptz
) with (fillfactor = 70);
create unique index waarschuwing_lopend on waarschuwingen.waarschuwing (sleutel) where voorbij_op is null;

-- One look at a time, over all processes: who raises the number has the turn, and what an older number found counts no more.
create table waarschuwingen.ronde (
  enige boolean primary key default true check (enige),
  nummer bigint not null,
  gekeken_op timestamptz not null
);
