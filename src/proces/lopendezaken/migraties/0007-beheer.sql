-- What /beheer asks, with a million zaakberichten. Lists are in the order of status_gezet_op and id: neither ever changes,
-- so a page that is turned shows no line twice and leaves none out while zaakberichten move from state to state.
create index zaakbericht_moment on lopendezaken.zaakbericht (status_gezet_op desc, id desc);
create index zaakbericht_staat_moment on lopendezaken.zaakbericht (staat, status_gezet_op desc, id desc);
create index zaakbericht_zaaktype on lopendezaken.zaakbericht (zaaktype, status_gezet_op desc, id desc);
create index zaakbericht_stroom_moment on lopendezaken.zaakbericht (stroom, status_gezet_op desc, id desc);
-- Exact and by the beginning of the number, whatever the collation of the database.
create index zaakbericht_nummer on lopendezaken.zaakbericht (zaaknummer text_pattern_ops, status_gezet_op desc, id desc);
drop index lopendezaken.zaakbericht_zaaknummer;
-- Both small, whatever the history: what is under way, and what waits for an operator.
create index zaakbericht_onderweg on lopendezaken.zaakbericht (status_gezet_op, id)
  where staat in ('wacht_op_controle', 'te_verzenden', 'verzonden');
create index zaakbericht_aan_zet on lopendezaken.zaakbericht (status_gezet_op, id)
  where staat = 'fout' or (staat = 'verlopen_onbekend' and token is not null);
create index zaakbericht_bsn on lopendezaken.zaakbericht (bsn) where bsn is not null;
