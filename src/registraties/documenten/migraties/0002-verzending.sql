-- To whom a document was sent, or from whom it was received, with the address as it was then.
create table documenten.verzending (
  id uuid primary key,
  betrokkene text not null,
  informatieobject_id uuid not null references documenten.enkelvoudiginformatieobject (id) on delete cascade,
  aard_relatie text not null,
  toelichting text not null,
  ontvangstdatum date,
  verzenddatum date,
  contact_persoon text not null,
  contactpersoonnaam text not null,
  binnenlands_correspondentieadres json,
  buitenlands_correspondentieadres json,
  correspondentie_postadres json,
  faxnummer text,
  emailadres text,
  mijn_overheid boolean not null,
  telefoonnummer text
);
create index verzending_document on documenten.verzending (informatieobject_id);
create index verzending_betrokkene on documenten.verzending (betrokkene);
create index verzending_aard on documenten.verzending (aard_relatie, id desc);
