-- Lopende Zaken: one zaakbericht per status change, always in exactly one state.
create schema lopendezaken;

create table lopendezaken.zaakbericht (
  id uuid primary key,
  -- the status change that it tells of (RS-I1: one zaakbericht each)
  status_id uuid not null unique,
  zaak_id uuid not null,
  zaaknummer text not null,
  zaaktype text not null,
  statustype text not null,
  staat text not null check (staat in ('wacht_op_controle', 'te_verzenden', 'verzonden', 'fout', 'afgeleverd', 'geen_account',
    'bsn_niet_authentiek', 'niet_van_toepassing', 'afgewezen', 'verlopen_onbekend')),
  reden text,
  status_gezet_op timestamptz not null,
  gewijzigd_op timestamptz not null,
  account_gecontroleerd_op timestamptz,
  -- the addressee as he was checked: the message goes to him or to nobody
  bsn text,
  -- seventeen digits of datumStatusGezet as sent; together with the zaak they identify the status at the receiver
  moment_cijfers text,
  message_id text unique,
  referentienummer text unique,
  -- the token on which its lane waits, if it does
  token text,
  antwoord text,
  tijdlijn jsonb not null,
  trace text
) with (fillfactor = 70);
create index zaakbericht_staat on lopendezaken.zaakbericht (staat, gewijzigd_op desc);
create index zaakbericht_zaaknummer on lopendezaken.zaakbericht (zaaknummer);
create index zaakbericht_zaak on lopendezaken.zaakbericht (zaak_id);

-- The last tijdstipBericht of each zender; its row is the lock that makes them rise.
create table lopendezaken.zender (
  naam text primary key,
  laatste_tijdstip bigint not null
);
