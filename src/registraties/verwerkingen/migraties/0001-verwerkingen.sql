-- Verwerkingenlog (Logboek Dataverwerkingen): one row per disclosure, written in the transaction of the disclosure.
create schema verwerkingen;

create table verwerkingen.verwerking (
  nr bigint generated always as identity primary key,
  id uuid not null unique,
  tijd timestamptz not null,
  trace text,
  activiteit text not null,
  naam text not null,
  -- the person: not readable without the key, findable by who has the key and the number
  betrokkene_versleuteld bytea not null,
  betrokkene_index bytea not null,
  ontvanger text not null,
  object text not null
);
create index verwerking_betrokkene on verwerkingen.verwerking (betrokkene_index, nr);
