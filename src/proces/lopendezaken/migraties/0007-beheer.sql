-- What /beheer asks, with a million zaakberichten. Lists are in the order of status_gezet_op and id: neither ever changes,
-- so a page that is turned shows no line twice and leaves none out while zaakberichten move from state to state.
create index zaakbericht_moment on lopendezaken.zaakbericht (status_gezet_op desc, id desc);
create index zaakbericht_staat_moment on lopendezaken.zaakbericht (staat, status_gezet_op desc, id desc);
create index zaakbericht_zaaktype on lopendezaken.zaakbericht (zaaktype, status_gezet_op desc, id desc);
create index zaakbericht_stroom on lopendezaken.zaakbericht (stroom, status_gezet_op desc, id desc);
-- Exact and by the beginning of the number, whatever the collation of the database.
create index zaakbericht_nummer on lopendezaken.zaakbericht (zaaknummer text_pattern_ops, status_gezet_op desc, id desc);
drop index lopendezaken.zaakbericht_zaaknummer;
-- Both small, whatever the history: what is under way, and what waits for an operator.
create index zaakbericht_onderweg on lopendezaken.zaakbericht (status_gezet_op, id)
  where staat in ('wacht_op_controle', 'te_verzenden', 'verzonden');
create index zaakbericht_aan_zet on lopendezaken.zaakbericht (status_gezet_op, id)
  where staat = 'fout' or (staat = 'verlopen_onbekend' and token is not null);
create index zaakbericht_bsn on lopendezaken.zaakbericht (bsn) where bsn is not null;

-- How many stand in each state, without counting them: changes append, `telling.ts` folds. (A million rows on a busy machine:
-- counting took 670 ms, all that the overview asks of this 1.3.)
create table lopendezaken.telling (
  staat text primary key,
  aantal bigint not null
);
create table lopendezaken.telling_erbij (
  staat text not null,
  aantal bigint not null
);

create function lopendezaken.telling_bij() returns trigger language plpgsql as $$
begin
  insert into lopendezaken.telling_erbij select staat, count(*) from nieuw group by 1;
  return null;
end $$;
create function lopendezaken.telling_af() returns trigger language plpgsql as $$
begin
  insert into lopendezaken.telling_erbij select staat, -count(*) from oud group by 1;
  return null;
end $$;
create function lopendezaken.telling_om() returns trigger language plpgsql as $$
begin
  insert into lopendezaken.telling_erbij
  select staat, sum(n) from (select staat, 1 as n from nieuw union all select staat, -1 from oud) v
  group by 1 having sum(n) <> 0;
  return null;
end $$;
create trigger telling_bij after insert on lopendezaken.zaakbericht referencing new table as nieuw
  for each statement execute function lopendezaken.telling_bij();
create trigger telling_af after delete on lopendezaken.zaakbericht referencing old table as oud
  for each statement execute function lopendezaken.telling_af();
create trigger telling_om after update on lopendezaken.zaakbericht referencing old table as oud new table as nieuw
  for each statement execute function lopendezaken.telling_om();

insert into lopendezaken.telling select staat, count(*) from lopendezaken.zaakbericht group by 1;
