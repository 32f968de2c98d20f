-- What operators did, and what waits for a second one.
create schema handelingen;

create table handelingen.handeling (
  nr bigint generated always as identity primary key,
  op timestamptz not null,
  -- as the login service knows the person; empty for who is not a person
  subject text not null,
  naam text not null,
  rol text not null,
  soort text not null,
  object text not null,
  reden text,
  trace text
);
create index handeling_op on handelingen.handeling (op, nr);
create index handeling_soort on handelingen.handeling (soort, nr);
create index handeling_object on handelingen.handeling (object, nr);

-- How it ended. Apart, so that a row of the log never changes; one without this was broken off.
create table handelingen.uitkomst (
  handeling bigint primary key references handelingen.handeling (nr),
  op timestamptz not null,
  uitkomst text not null
);

create function handelingen.alleen_toevoegen() returns trigger language plpgsql as $$
begin
  raise exception 'het logboek van handelingen wordt niet veranderd' using errcode = '42501';
end $$;
create trigger handeling_blijft before update or delete on handelingen.handeling
  for each row execute function handelingen.alleen_toevoegen();
create trigger uitkomst_blijft before update or delete on handelingen.uitkomst
  for each row execute function handelingen.alleen_toevoegen();

-- Four eyes: asked by one, carried out when another agrees.
create table handelingen.verzoek (
  id uuid primary key,
  soort text not null,
  inhoud jsonb not null,
  object text not null,
  reden text not null,
  vrager_subject text not null,
  vrager_naam text not null,
  op timestamptz not null,
  tot timestamptz not null,
  staat text not null check (staat in ('open', 'uitgevoerd', 'ingetrokken')),
  beslist_op timestamptz,
  beslist_naam text
);
create index verzoek_staat on handelingen.verzoek (staat, op);
