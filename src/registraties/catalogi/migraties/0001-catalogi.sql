-- Catalogi API 1.3.3: catalogus, zaaktype and what hangs off it.
create schema catalogi;

-- In order: a maximum allows itself and all before it.
create type catalogi.vertrouwelijkheidaanduiding as enum ('openbaar', 'beperkt_openbaar', 'intern', 'zaakvertrouwelijk',
  'vertrouwelijk', 'confidentieel', 'geheim', 'zeer_geheim');

create table catalogi.catalogus (
  id uuid primary key,
  domein text not null,
  rsin text not null,
  contactpersoon_beheer_naam text not null,
  contactpersoon_beheer_telefoonnummer text not null,
  contactpersoon_beheer_emailadres text not null,
  naam text,
  versie text,
  begindatum_versie date,
  constraint catalogus_uniek unique (domein, rsin)
);

create table catalogi.zaaktype (
  id uuid primary key,
  catalogus_id uuid not null references catalogi.catalogus (id),
  identificatie text not null,
  omschrijving text not null,
  omschrijving_generiek text not null,
  vertrouwelijkheidaanduiding catalogi.vertrouwelijkheidaanduiding not null,
  doel text not null,
  aanleiding text not null,
  toelichting text not null,
  indicatie_intern_of_extern text not null,
  handeling_initiator text not null,
  onderwerp text not null,
  handeling_behandelaar text not null,
  doorlooptijd text not null,
  servicenorm text,
  opschorting_en_aanhouding_mogelijk boolean not null,
  verlenging_mogelijk boolean not null,
  verlengingstermijn text,
  trefwoorden json not null,
  publicatie_indicatie boolean not null,
  publicatietekst text not null,
  verantwoordingsrelatie json not null,
  producten_of_diensten json not null,
  selectielijst_procestype text not null,
  referentieproces json not null,
  verantwoordelijke text not null,
  broncatalogus json,
  bronzaaktype json,
  deelzaaktypen json not null,
  gerelateerde_zaaktypen json not null,
  begin_geldigheid date not null,
  einde_geldigheid date,
  versiedatum date,
  concept boolean not null
);
create index zaaktype_catalogus on catalogi.zaaktype (catalogus_id, identificatie);

create table catalogi.statustype (
  id uuid primary key,
  zaaktype_id uuid not null references catalogi.zaaktype (id) on delete cascade,
  omschrijving text not null,
  omschrijving_generiek text not null,
  statustekst text not null,
  volgnummer int not null,
  informeren boolean not null,
  doorlooptijd text,
  toelichting text,
  checklistitem_statustype json not null,
  constraint statustype_volgnummer_uniek unique (zaaktype_id, volgnummer)
);

create table catalogi.resultaattype (
  id uuid primary key,
  zaaktype_id uuid not null references catalogi.zaaktype (id) on delete cascade,
  omschrijving text not null,
  omschrijving_generiek text not null,
  resultaattypeomschrijving text not null,
  selectielijstklasse text not null,
  toelichting text not null,
  archiefnominatie text not null,
  archiefactietermijn text,
  brondatum_archiefprocedure json,
  procesobjectaard text,
  indicatie_specifiek boolean,
  procestermijn text,
  constraint resultaattype_omschrijving_uniek unique (zaaktype_id, omschrijving)
);

create table catalogi.roltype (
  id uuid primary key,
  zaaktype_id uuid not null references catalogi.zaaktype (id) on delete cascade,
  omschrijving text not null,
  omschrijving_generiek text not null
);
create index roltype_zaaktype on catalogi.roltype (zaaktype_id);

create table catalogi.informatieobjecttype (
  id uuid primary key,
  catalogus_id uuid not null references catalogi.catalogus (id),
  omschrijving text not null,
  vertrouwelijkheidaanduiding catalogi.vertrouwelijkheidaanduiding not null,
  begin_geldigheid date not null,
  einde_geldigheid date,
  informatieobjectcategorie text not null,
  trefwoord json not null,
  omschrijving_generiek json,
  concept boolean not null
);
create index informatieobjecttype_catalogus on catalogi.informatieobjecttype (catalogus_id, omschrijving);

create table catalogi.zaaktype_informatieobjecttype (
  id uuid primary key,
  zaaktype_id uuid not null references catalogi.zaaktype (id) on delete cascade,
  -- by omschrijving: it counts for every version of the informatieobjecttype (historiemodel 1.3.3)
  informatieobjecttype text not null,
  volgnummer int not null,
  richting text not null,
  statustype_id uuid references catalogi.statustype (id),
  constraint ziot_volgnummer_uniek unique (zaaktype_id, volgnummer)
);
