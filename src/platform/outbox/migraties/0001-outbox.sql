-- The outbox: events in the business transaction, deliveries per subscriber, lanes per (subscriber, subject).
create schema outbox;

-- The last number given to an event of a subject. Its row is the lock that makes numbers follow the order of commit.
create table outbox.subject (
  id uuid primary key,
  last_nr bigint not null
);

create table outbox.event (
  nr bigint generated always as identity primary key,
  id uuid not null unique,
  channel text not null,
  kind text not null,
  subject uuid not null,
  subject_nr bigint not null,
  body jsonb not null,
  trace text,
  at timestamptz not null,
  unique (subject, subject_nr)
);

-- Events that the relay has not handed out yet. A small table of its own, so that the relay never scans history.
create table outbox.fresh (
  nr bigint primary key
);

create table outbox.subscriber (
  name text primary key,
  last_seq bigint not null
);

create table outbox.delivery (
  subscriber text not null,
  seq bigint not null,
  event_nr bigint not null references outbox.event (nr),
  subject uuid not null,
  -- 'open', or the name of the final state.
  state text not null default 'open',
  reason text,
  attempts int not null default 0,
  token text,
  at timestamptz not null,
  finished_at timestamptz,
  primary key (subscriber, seq),
  unique (subscriber, event_nr)
);
create index delivery_open on outbox.delivery (subscriber, subject, seq) where state = 'open';
create unique index delivery_token on outbox.delivery (token) where token is not null;

-- One row per lane that has an open delivery; `head` is the delivery whose turn it is.
create table outbox.lane (
  subscriber text not null,
  subject uuid not null,
  head bigint not null,
  state text not null check (state in ('ready', 'busy', 'waiting')),
  next_at timestamptz not null,
  epoch bigint not null default 0,
  worker bigint,
  deadline timestamptz,
  primary key (subscriber, subject)
) with (fillfactor = 70);
create index lane_ready on outbox.lane (subscriber, next_at, head) where state = 'ready';
create index lane_busy on outbox.lane (deadline) where state = 'busy';
