-- Zaken API 1.7.0: zaak, status, resultaat, rol.
create schema zaken;

-- Numbers for generated identificaties: a sequence, so that makers do not wait for each other and no number comes twice.
create sequence zaken.zaaknummer;

create table zaken.zaak (
  id uuid primary key,
  identificatie text not null,
  bronorganisatie text not null,
  omschrijving text not null,
  toelichting text not null,
  zaaktype_id uuid not null references catalogi.zaaktype (id),
  registratiedatum date not null,
  verantwoordelijke_organisatie text not null,
  startdatum date not null,
  einddatum date,
  einddatum_gepland date,
  uiterlijke_einddatum_afdoening date,
  publicatiedatum date,
  communicatiekanaal text not null,
  producten_of_diensten json not null,
  vertrouwelijkheidaanduiding catalogi.vertrouwelijkheidaanduiding not null,
  betalingsindicatie text not null,
  laatste_betaaldatum timestamptz,
  zaakgeometrie json,
  verlenging json,
  opschorting json,
  selectielijstklasse text not null,
  hoofdzaak_id uuid references zaken.zaak (id) on delete cascade,
  relevante_andere_zaken json not null,
  kenmerken json not null,
  archiefnominatie text,
  archiefstatus text not null,
  archiefactiedatum date,
  startdatum_bewaartermijn date,
  opdrachtgevende_organisatie text not null,
  processobjectaard text,
  processobject json,
  -- the latest status and the resultaat, so that a list of zaken reads no other table
  status_id uuid,
  resultaat_id uuid,
  constraint zaak_identificatie_uniek unique (bronorganisatie, identificatie)
);
create index zaak_zaaktype on zaken.zaak (zaaktype_id, registratiedatum desc, id desc) include (startdatum, vertrouwelijkheidaanduiding);
create index zaak_identificatie on zaken.zaak (identificatie);
create index zaak_hoofdzaak on zaken.zaak (hoofdzaak_id) where hoofdzaak_id is not null;

create table zaken.status (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  statustype_id uuid not null references catalogi.statustype (id),
  datum_status_gezet timestamptz not null,
  statustoelichting text not null,
  gezetdoor_id uuid,
  constraint status_moment_uniek unique (zaak_id, datum_status_gezet)
);
create index status_statustype on zaken.status (statustype_id);

create table zaken.resultaat (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  resultaattype_id uuid not null references catalogi.resultaattype (id),
  toelichting text not null,
  constraint resultaat_zaak_uniek unique (zaak_id)
);

create table zaken.rol (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  roltype_id uuid not null references catalogi.roltype (id),
  betrokkene text not null,
  betrokkene_type text not null,
  afwijkende_naam_betrokkene text not null,
  omschrijving text not null,
  omschrijving_generiek text not null,
  roltoelichting text not null,
  registratiedatum timestamptz not null,
  indicatie_machtiging text not null,
  contactpersoon_rol json,
  betrokkene_identificatie json,
  -- what can be searched, taken out of betrokkene_identificatie
  inp_bsn text,
  anp_identificatie text,
  inp_a_nummer text,
  inn_nnp_id text,
  ann_identificatie text,
  vestigings_nummer text,
  organisatorische_eenheid text,
  medewerker text
);
create index rol_zaak on zaken.rol (zaak_id);
create index rol_bsn on zaken.rol (inp_bsn) where inp_bsn is not null;
alter table zaken.status add constraint status_gezetdoor_fkey foreign key (gezetdoor_id) references zaken.rol (id);
