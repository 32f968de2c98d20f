-- What metrics and alerts ask (L10), at the price of a few index entries however many zaakberichten there are.

-- The sources outside, as the processes last saw them.
create table lopendezaken.bron (
  naam text primary key,
  -- since when no question was answered; null while it answers
  weg_sinds timestamptz,
  reden text,
  gelukt_op timestamptz,
  mislukt_op timestamptz
);

-- What still has to go somewhere, the oldest first: an id is a uuid v7, so it tells since when. What another system sends for
-- us stays `verzonden`, and waits for nothing.
create index zaakbericht_wachtend on lopendezaken.zaakbericht (staat, id)
  where staat in ('wacht_op_controle', 'te_verzenden', 'fout') or (staat = 'verzonden' and token is not null);

-- What waits to be sent, per stroom, the oldest first.
create index zaakbericht_stroom on lopendezaken.zaakbericht (stroom, id) where staat = 'te_verzenden';

-- What waits for an operator, since when.
create index zaakbericht_beheerder on lopendezaken.zaakbericht (gewijzigd_op)
  where staat = 'fout' or (staat = 'verlopen_onbekend' and token is not null);

-- How many there are in each state, and how many ever came into it. Every statement appends what it changed, without waiting
-- for another; who measures folds these rows into the totals. The number is the two together.
create table lopendezaken.telling (
  staat text primary key,
  aantal bigint not null,
  ooit bigint not null
);
create table lopendezaken.telling_erbij (
  staat text not null,
  aantal bigint not null,
  ooit bigint not null
);

create function lopendezaken.telling_bij() returns trigger language plpgsql as $$
begin
  insert into lopendezaken.telling_erbij select staat, count(*), count(*) from nieuw group by staat;
  return null;
end $$;
create function lopendezaken.telling_af() returns trigger language plpgsql as $$
begin
  insert into lopendezaken.telling_erbij select staat, -count(*), 0 from oud group by staat;
  return null;
end $$;
-- A change that leaves the state as it is counts for nothing.
create function lopendezaken.telling_om() returns trigger language plpgsql as $$
begin
  insert into lopendezaken.telling_erbij
  select k.staat, sum(k.aantal), sum(k.ooit) from oud o join nieuw n on n.id = o.id and n.staat <> o.staat,
    lateral (values (o.staat, -1, 0), (n.staat, 1, 1)) as k (staat, aantal, ooit)
  group by k.staat;
  return null;
end $$;
create trigger telling_bij after insert on lopendezaken.zaakbericht referencing new table as nieuw
  for each statement execute function lopendezaken.telling_bij();
create trigger telling_af after delete on lopendezaken.zaakbericht referencing old table as oud
  for each statement execute function lopendezaken.telling_af();
create trigger telling_om after update on lopendezaken.zaakbericht referencing old table as oud new table as nieuw
  for each statement execute function lopendezaken.telling_om();

insert into lopendezaken.telling select staat, count(*), count(*) from lopendezaken.zaakbericht group by staat;
