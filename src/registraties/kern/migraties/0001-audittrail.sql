-- Audittrail of the registers. The new state stands here once; the old state is that of the row before.
create schema kern;

create table kern.audit (
  nr bigint generated always as identity primary key,
  id uuid not null unique,
  bron text not null,
  hoofdobject uuid not null,
  hoofdobject_pad text not null,
  resource text not null,
  resource_id uuid not null,
  resource_pad text not null,
  weergave text not null,
  actie text not null,
  resultaat int not null,
  applicatie_id text not null,
  applicatie text not null,
  gebruikers_id text not null,
  gebruiker text not null,
  toelichting text not null,
  trace text,
  aanmaakdatum timestamptz not null,
  -- null when the object was removed
  nieuw json
);
create index audit_hoofdobject on kern.audit (hoofdobject, nr);
create index audit_resource on kern.audit (resource_id, nr);
