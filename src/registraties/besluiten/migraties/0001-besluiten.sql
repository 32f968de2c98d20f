-- Besluiten API 1.1.0: besluit, and the documents in which it is recorded.
create schema besluiten;

-- Numbers for generated identificaties: a sequence, so that makers do not wait for each other and no number comes twice.
create sequence besluiten.besluitnummer;

create table besluiten.besluit (
  id uuid primary key,
  identificatie text not null,
  verantwoordelijke_organisatie text not null,
  besluittype_id uuid not null references catalogi.besluittype (id),
  -- its address; of one of ours the id beside it counts
  zaak text not null,
  -- Looked at last, so that a client who removes the zaak is told by its zaakbesluit why not.
  zaak_id uuid references zaken.zaak (id) deferrable initially deferred,
  datum date not null,
  toelichting text not null,
  bestuursorgaan text not null,
  ingangsdatum date not null,
  vervaldatum date,
  vervalreden text not null,
  publicatiedatum date,
  verzenddatum date,
  uiterlijke_reactiedatum date,
  constraint besluit_identificatie_uniek unique (verantwoordelijke_organisatie, identificatie)
);
create index besluit_identificatie on besluiten.besluit (identificatie);
create index besluit_besluittype on besluiten.besluit (besluittype_id, id desc);
create index besluit_zaak_id on besluiten.besluit (zaak_id) where zaak_id is not null;
create index besluit_zaak on besluiten.besluit (zaak) where zaak <> '';

create table besluiten.besluitinformatieobject (
  id uuid primary key,
  besluit_id uuid not null references besluiten.besluit (id) on delete cascade,
  -- its address; of one of ours the id beside it counts
  informatieobject text not null,
  informatieobject_id uuid,
  aard_relatie text not null
);
create unique index besluitinformatieobject_uniek
  on besluiten.besluitinformatieobject (besluit_id, coalesce(informatieobject_id::text, informatieobject));
create index besluitinformatieobject_informatieobject on besluiten.besluitinformatieobject (informatieobject)
  where informatieobject <> '';
create index besluitinformatieobject_informatieobject_id on besluiten.besluitinformatieobject (informatieobject_id)
  where informatieobject_id is not null;
