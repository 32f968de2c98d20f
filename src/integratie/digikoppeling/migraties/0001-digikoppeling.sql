-- Digikoppeling: the agreements, what we send, what we received, and the signals that must still leave.
create schema digikoppeling;

create table digikoppeling.cpa (
  cpa_id text primary key,
  tekst text not null,
  geladen_op timestamptz not null
);

-- One row per CPA that we send under: who sends now, and whether the other side is away.
create table digikoppeling.kanaal (
  cpa_id text primary key references digikoppeling.cpa (cpa_id),
  worker bigint,
  epoch bigint not null default 0,
  deadline timestamptz,
  -- the other side does not take messages in: until then nothing but one probe goes out
  neer_sinds timestamptz,
  neer_reden text,
  pogingen int not null default 0,
  volgende timestamptz not null default '-infinity'
);

create table digikoppeling.bericht (
  nr bigint generated always as identity primary key,
  message_id text not null unique,
  cpa_id text not null references digikoppeling.cpa (cpa_id),
  conversation_id text not null,
  endpoint text not null,
  content_type text not null,
  -- the envelope as it leaves, every time the same bytes; 64 kB at most
  inhoud bytea not null,
  staat text not null check (staat in ('te_verzenden', 'verzonden', 'bevestigd', 'geweigerd', 'verlopen')),
  wacht_op_ack boolean not null,
  herhaal_ms bigint not null,
  herhalingen int not null,
  -- times that it was accepted by the other side's HTTP server
  verzonden_keer int not null default 0,
  -- failed attempts since the last success
  pogingen int not null default 0,
  volgende timestamptz not null,
  verloopt timestamptz,
  -- true once a byte may have left
  vertrokken boolean not null default false,
  fout text,
  gemaakt timestamptz not null,
  verzonden timestamptz,
  afgerond timestamptz
) with (fillfactor = 80);
create index bericht_te_verzenden on digikoppeling.bericht (cpa_id, nr) where staat = 'te_verzenden';
create index bericht_wachtend on digikoppeling.bericht (cpa_id, volgende) where staat = 'verzonden';

-- Received messages: the unique key is what makes a duplicate a duplicate, also when two copies come at once.
create table digikoppeling.ontvangen (
  message_id text not null,
  cpa_id text not null,
  primary key (message_id, cpa_id),
  id uuid not null unique,
  action text not null,
  ref_to_message_id text,
  conversation_id text not null,
  vingerafdruk bytea not null,
  inhoud bytea not null,
  inhoud_type text not null,
  ontvangen timestamptz not null,
  -- the answer as it leaves, every time the same bytes
  antwoord_endpoint text,
  antwoord_type text,
  antwoord bytea
);

-- Acknowledgments, errors and pongs that must still leave.
create table digikoppeling.signaal (
  id uuid primary key,
  endpoint text not null,
  content_type text not null,
  inhoud bytea not null,
  pogingen int not null default 0,
  volgende timestamptz not null
);
create index signaal_volgende on digikoppeling.signaal (volgende);
