-- Registers of others (ZGW), and what we heard of them. What an administrator sets stands in his file, not here.
create schema bronnen;

create table bronnen.register (
  naam text primary key,
  -- only statussen from this moment on count
  begin timestamptz not null,
  -- no longer in the settings since then
  weg_sinds timestamptz,
  -- what they must show us at our callback address
  bearer bytea not null,
  -- key of the process that works on it now (liveness)
  bezet_door bigint,
  volgende timestamptz not null default '-infinity',

  abonnement text,
  -- with which the abonnement can be ended when the register has left the settings: {notificaties, clientId, secret, intern}
  abonnement_toegang bytea,
  abonnement_volgende timestamptz not null default '-infinity',
  abonnement_goed timestamptz,
  abonnement_fout text,

  laatste_notificatie timestamptz,
  genegeerd int not null default 0,
  genegeerd_reden text,
  -- statussen found, and how many of them by asking
  gevonden bigint not null default 0,
  door_peiling bigint not null default 0,

  -- the quick round: the newest statussen; the deep one: all of the last weeks. Page 1: none is under way.
  snel_pagina int not null default 1,
  snel_begon timestamptz,
  snel_klaar timestamptz,
  -- until then everything is seen
  snel_tot timestamptz,
  diep_pagina int not null default 1,
  diep_begon timestamptz,
  diep_klaar timestamptz,
  -- is their list of statussen sorted, newest first? null: not looked yet
  gesorteerd boolean,
  peiling_fout text,
  peiling_fout_sinds timestamptz
);

-- Each status of theirs that is ours to tell about, once.
create table bronnen.status (
  -- the uuid of their address, or one that follows from it
  id uuid primary key,
  register text not null references bronnen.register (naam),
  -- below the base of their Zaken API: a move to another host makes no status new
  pad text not null,
  zaak_pad text not null,
  zaak_id uuid not null,
  gevonden_door text not null check (gevonden_door in ('notificatie', 'peiling')),
  gevonden timestamptz not null,
  -- datumStatusGezet, when a list told it
  gezet timestamptz,
  -- told to the rest of the house from this moment on; null: when the round of lists has ended
  vertellen_na timestamptz,
  verteld timestamptz,
  trace text,
  constraint status_pad unique (register, pad)
);
create index status_te_vertellen on bronnen.status (register, vertellen_na) where verteld is null;
create index status_wacht_op_ronde on bronnen.status (register, zaak_pad) where verteld is null and vertellen_na is null;
