-- Messages that other systems give us to send, and streams that another carrier than our own handler takes.

create table digikoppeling.zending (
  id uuid primary key,
  client_id text not null,
  cpa_id text not null references digikoppeling.cpa (cpa_id),
  van_partij text not null,
  naar_partij text not null,
  service text not null,
  action text not null,
  conversation_id text not null,
  ref_to_message_id text,
  -- under which it goes now, and under which it went before somebody chose to send it again
  message_id text not null constraint zending_message_id unique,
  eerdere_ids text[] not null default '{}',
  -- by which the client knows that it gave us this one already
  sleutel text,
  constraint zending_sleutel unique (client_id, sleutel),
  vingerafdruk bytea not null,
  -- subject of its lane; with a volgordesleutel more messages share it
  baan uuid not null,
  op_volgorde boolean not null,
  staat text not null check (staat in ('te_verzenden', 'verzonden', 'bevestigd', 'overgedragen', 'geweigerd', 'verlopen_onbekend', 'fout', 'ingetrokken')),
  reden text,
  -- what its lane waits for: its message, or somebody's choice
  token text,
  gemaakt timestamptz not null,
  gewijzigd timestamptz not null,
  bevestigd timestamptz,
  trace text,
  -- {tijd, wat, toelichting}, oldest first
  tijdlijn jsonb not null default '[]',
  -- the payloads: {naam, contentType, bytes, sha256, object?}; without object they stand in inhoud, one after the other
  delen jsonb not null,
  inhoud bytea not null
);
-- the list, by each of its filters; an id of version 7 begins with the time
create index zending_cpa on digikoppeling.zending (cpa_id, id);
create index zending_staat on digikoppeling.zending (staat, id);
create index zending_action on digikoppeling.zending (action, id);

-- What a client has not taken over yet, oldest first.
create index ontvangen_id_op_te_halen on digikoppeling.ontvangen (id) where bevestigd is null;
create index ontvangen_cpa_op_te_halen on digikoppeling.ontvangen (cpa_id, id) where bevestigd is null;

-- A carrier other than our own handler: who works on it now, and whether it is away.
create table digikoppeling.drager (
  naam text primary key,
  epoch bigint not null default 0,
  -- held by somebody until then
  bezet_tot timestamptz,
  neer_sinds timestamptz,
  neer_reden text,
  pogingen int not null default 0,
  volgende timestamptz not null default '-infinity'
);

create table digikoppeling.overdracht (
  nr bigint generated always as identity primary key,
  message_id text not null constraint overdracht_message_id unique,
  drager text not null references digikoppeling.drager (naam),
  cpa_id text not null references digikoppeling.cpa (cpa_id),
  -- what the carrier must know: parties with roles, service, action, conversation
  kop jsonb not null,
  delen jsonb not null,
  inhoud bytea not null,
  staat text not null check (staat in ('te_doen', 'overgedragen', 'bevestigd', 'geweigerd', 'verlopen')),
  -- an attempt was begun: it may have been taken
  begonnen boolean not null default false,
  -- by which the carrier knows it
  extern_id text not null,
  pogingen int not null default 0,
  volgende timestamptz not null default '-infinity',
  verloopt timestamptz not null,
  fout text,
  gemaakt timestamptz not null,
  overgedragen timestamptz,
  afgerond timestamptz,
  -- the last attempts, oldest first: {tijd, uitkomst, reden}
  verloop jsonb not null default '[]'
);
create index overdracht_te_doen on digikoppeling.overdracht (drager, nr) where staat = 'te_doen';
create index overdracht_cpa on digikoppeling.overdracht (cpa_id) where staat = 'te_doen';
create index overdracht_wachtend on digikoppeling.overdracht (drager, verloopt) where staat = 'overgedragen';
create index overdracht_extern on digikoppeling.overdracht (drager, extern_id);
