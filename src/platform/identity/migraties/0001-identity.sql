-- Who is logged in, and who is about to be. Of every secret that a browser holds only the SHA-256 is kept.
create schema identity;

create table identity.session (
  hash text primary key,
  -- which part of the product it opens: a session of one face is none of another
  face text not null,
  subject text not null,
  name text not null,
  roles jsonb not null,
  began timestamptz not null,
  -- the last request, to the minute: for the idle limit
  seen timestamptz not null,
  -- the absolute limit
  ends timestamptz not null
);
create index session_ends on identity.session (ends);
create index session_idle on identity.session (face, seen);

-- Between leaving for the provider and coming back. Taken out by the first who comes back with it.
create table identity.attempt (
  state_hash text primary key,
  -- the browser that left must be the one that comes back
  browser_hash text not null,
  face text not null,
  nonce text not null,
  verifier text not null,
  back text not null,
  ends timestamptz not null
);
create index attempt_ends on identity.attempt (ends);
