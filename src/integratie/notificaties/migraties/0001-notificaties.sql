-- Notificaties API 1.0.1: where news is published, and who wants which of it. The news itself, and what became of every
-- delivery, stands in the outbox.
create schema notificaties;

create table notificaties.kanaal (
  id uuid primary key,
  naam text not null,
  documentatie_link text not null,
  filters json not null,
  constraint kanaal_naam_uniek unique (naam)
);

create table notificaties.abonnement (
  id uuid primary key,
  callback_url text not null,
  -- what goes into the header Authorization, sealed
  auth bytea not null,
  kanalen json not null,
  send_cloudevents boolean not null,
  cloudevent_filters json not null,
  -- who asked for it
  client_id text not null,
  aangemaakt_op timestamptz not null,
  -- `actief` or `gepauzeerd`, and why
  stand text not null default 'actief',
  reden text not null default '',
  -- since when nothing gets through, and what was said last
  storing_sinds timestamptz,
  storing text not null default ''
);
