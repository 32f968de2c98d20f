-- Messages with several payloads, of any size: what is small stands in the row, what is large in the store of objects.

-- Every object of ours in that store, written down before it is put there, so that none is left behind unknown.
create table digikoppeling.object (
  sleutel uuid primary key,
  sinds timestamptz not null,
  -- a message refers to it; without, it is taken away after a while
  in_gebruik boolean not null default false
);
create index object_los on digikoppeling.object (sinds) where not in_gebruik;

alter table digikoppeling.bericht
  add column service text,
  add column action text,
  add column ref_to_message_id text,
  -- null: inhoud is the whole body. Otherwise the body is these pieces, one after the other: {bytes} of inhoud, or {object, bytes}.
  add column delen jsonb,
  -- the last attempts, oldest first: {tijd, uitkomst, reden, ms}
  add column verloop jsonb not null default '[]';

alter table digikoppeling.ontvangen
  -- PartyIds of sender and receiver, the first of each
  add column van text,
  add column naar text,
  add column service text,
  -- the payloads in the order of the Manifest: {contentId, contentType, bytes, sha256, positie, object?}; without object they stand in inhoud
  add column delen jsonb,
  -- when the system that the message is for took it over
  add column bevestigd timestamptz,
  -- until then a copy of this message is known as a copy
  add column bewaren_tot timestamptz;
update digikoppeling.ontvangen set
  bewaren_tot = ontvangen + interval '5 days',
  delen = jsonb_build_array(jsonb_build_object('contentId', '', 'contentType', inhoud_type, 'bytes', octet_length(inhoud),
    'sha256', encode(sha256(inhoud), 'hex'), 'positie', 0));
alter table digikoppeling.ontvangen alter column bewaren_tot set not null, alter column delen set not null, drop column inhoud_type;
create index ontvangen_op_te_halen on digikoppeling.ontvangen (ontvangen, id) where bevestigd is null;
create index ontvangen_op_te_ruimen on digikoppeling.ontvangen (bewaren_tot) where bevestigd is not null;
