-- Documenten API 1.7.0: documents in versions, their content, and who is editing them.
create schema documenten;

create sequence documenten.documentnummer;

-- The document as it is now. Every version of it, this one included, stands in documenten.versie.
create table documenten.enkelvoudiginformatieobject (
  id uuid primary key,
  versie int not null,
  begin_registratie timestamptz not null,
  identificatie text not null,
  bronorganisatie text not null,
  creatiedatum date not null,
  titel text not null,
  vertrouwelijkheidaanduiding catalogi.vertrouwelijkheidaanduiding not null,
  is_gereed_voor_publicatie boolean,
  tonen_aan_initiator boolean not null,
  auteur text not null,
  status text not null,
  inhoud_is_vervallen boolean,
  formaat text not null,
  taal text not null,
  bestandsnaam text not null,
  -- of documenten.inhoud; no foreign key, since the content refers to the document
  inhoud_id uuid,
  bestandsomvang bigint,
  link text not null,
  beschrijving text not null,
  ontvangstdatum date,
  verzenddatum date,
  indicatie_gebruiksrecht boolean,
  verschijningsvorm text not null,
  ondertekening json,
  integriteit json,
  informatieobjecttype_id uuid not null references catalogi.informatieobjecttype (id),
  trefwoorden json not null,
  constraint document_identificatie_uniek unique (bronorganisatie, identificatie)
);
create index document_identificatie on documenten.enkelvoudiginformatieobject (identificatie);
create index document_trefwoorden on documenten.enkelvoudiginformatieobject using gin ((trefwoorden::jsonb) jsonb_path_ops);
-- What the policy looks at, in the order of a list: a page is chosen, and the number counted, from the index alone.
create index document_lijst on documenten.enkelvoudiginformatieobject (id desc)
  include (informatieobjecttype_id, vertrouwelijkheidaanduiding, is_gereed_voor_publicatie);
create index document_type on documenten.enkelvoudiginformatieobject
  (informatieobjecttype_id, vertrouwelijkheidaanduiding, id desc);

create table documenten.versie (
  like documenten.enkelvoudiginformatieobject,
  primary key (id, versie),
  foreign key (id) references documenten.enkelvoudiginformatieobject (id) on delete cascade
);

-- Who edits: the document is locked while there is a row (drc-009).
create table documenten.slot (
  document_id uuid primary key
    references documenten.enkelvoudiginformatieobject (id) on delete cascade deferrable initially deferred,
  lock text not null,
  sinds timestamptz not null
);

-- The content of one or more versions of one document: complete once its hash is known. Written before the document is,
-- in the same transaction.
create table documenten.inhoud (
  id uuid primary key,
  document_id uuid not null
    references documenten.enkelvoudiginformatieobject (id) on delete cascade deferrable initially deferred,
  omvang bigint not null,
  sha256 text,
  mediatype text
);
create index inhoud_document on documenten.inhoud (document_id);

-- The parts that it consists of, in order; what was sent in one piece is one part. `sleutel` is where the bytes lie, null
-- until they came; `blokken` holds a SHA-256 of 32 bytes per MiB, so that no byte is given out that is not what was stored.
create table documenten.deel (
  id uuid primary key,
  inhoud_id uuid not null references documenten.inhoud (id) on delete cascade,
  volgnummer int not null,
  omvang bigint not null,
  sleutel uuid,
  blokken bytea,
  constraint deel_plaats unique (inhoud_id, volgnummer)
);

-- Everything that we put in the store, noted before the first byte: what no document came of, or no document needs any
-- more, is taken away by a worker. `onderweg`, `vast` or `weg`.
create table documenten.opgeslagen (
  sleutel uuid primary key,
  stand text not null,
  sinds timestamptz not null
);
create index opgeslagen_ruimen on documenten.opgeslagen (stand, sinds) where stand <> 'vast';

-- A trigger, and not the code of one operation: parts also go with their document.
create function documenten.deel_weg() returns trigger language plpgsql as $$
begin
  update documenten.opgeslagen set stand = 'weg' where sleutel = old.sleutel;
  return null;
end $$;
create trigger deel_weg after delete or update of sleutel on documenten.deel
  for each row when (old.sleutel is not null) execute function documenten.deel_weg();

-- The relation of a document with a zaak, a besluit or something elsewhere: of our own registers by id, else by address.
create table documenten.objectinformatieobject (
  id uuid primary key,
  informatieobject_id uuid not null references documenten.enkelvoudiginformatieobject (id),
  object_type text not null,
  object text not null,
  object_id uuid
);
create unique index objectinformatieobject_uniek
  on documenten.objectinformatieobject (informatieobject_id, coalesce(object_id::text, object));
create index objectinformatieobject_eigen on documenten.objectinformatieobject (object_id) where object_id is not null;
create index objectinformatieobject_adres on documenten.objectinformatieobject (object) where object_id is null;

create table documenten.gebruiksrechten (
  id uuid primary key,
  informatieobject_id uuid not null references documenten.enkelvoudiginformatieobject (id) on delete cascade,
  startdatum timestamptz not null,
  einddatum timestamptz,
  omschrijving_voorwaarden text not null
);
create index gebruiksrechten_document on documenten.gebruiksrechten (informatieobject_id);
create index gebruiksrechten_startdatum on documenten.gebruiksrechten (startdatum);
create index gebruiksrechten_einddatum on documenten.gebruiksrechten (einddatum) where einddatum is not null;
