-- CloudEvents of other sources that were taken: whoever sends one again has it sent once.
create table notificaties.cloudevent (
  source text not null,
  id text not null,
  ontvangen_op timestamptz not null,
  primary key (source, id)
);
