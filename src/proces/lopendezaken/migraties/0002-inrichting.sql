-- How it is set up, by version: the document as a whole, so that each version says all that held.
create table lopendezaken.inrichting (
  versie int primary key,
  inhoud jsonb not null,
  sinds timestamptz not null,
  wie text not null,
  reden text not null
);

-- One zaakbericht for each person who is told of a status; without a person there is one that says why not (RS-I1).
alter table lopendezaken.zaakbericht
  add rol_id uuid,
  add rolsoort text,
  -- the zaakberichtstroom it goes by; null when it goes nowhere
  add stroom text,
  -- the version of the inrichting under which it was decided
  add inrichting int not null default 0,
  -- question and answer, in the order in which they were asked
  add besluit jsonb not null default '[]',
  drop constraint zaakbericht_status_id_key,
  drop constraint zaakbericht_staat_check;
alter table lopendezaken.zaakbericht
  add constraint zaakbericht_status_uniek unique nulls not distinct (status_id, rol_id),
  add constraint zaakbericht_staat_check check (staat in ('wacht_op_controle', 'te_verzenden', 'verzonden', 'fout', 'afgeleverd',
    'geen_account', 'bsn_niet_authentiek', 'niet_van_toepassing', 'geen_toestemming', 'buiten_proefproductie', 'overgedragen',
    'afgewezen', 'verlopen_onbekend'));
update lopendezaken.zaakbericht set stroom = 'lopende-zaken' where staat not in ('bsn_niet_authentiek', 'niet_van_toepassing');

-- Runs of each stroom: when the last one began and ended, and who asks for one now (L6).
create table lopendezaken.loop (
  stroom text primary key,
  begonnen_op timestamptz,
  -- null while it goes on
  klaar_op timestamptz,
  gevraagd_op timestamptz,
  gevraagd_door text
);
