-- Besluittypen, and the references by name of the historiemodel (Catalogi 1.3.3): a list of names counts for every
-- version of what it names, in the same catalogus.
create table catalogi.besluittype (
  id uuid primary key,
  catalogus_id uuid not null references catalogi.catalogus (id),
  omschrijving text not null,
  omschrijving_generiek text not null,
  besluitcategorie text not null,
  reactietermijn text,
  publicatie_indicatie boolean not null,
  publicatietekst text not null,
  publicatietermijn text,
  toelichting text not null,
  -- omschrijvingen of informatieobjecttypen
  informatieobjecttypen jsonb not null,
  begin_geldigheid date not null,
  einde_geldigheid date,
  concept boolean not null
);
create index besluittype_catalogus on catalogi.besluittype (catalogus_id, omschrijving);
create index besluittype_informatieobjecttypen on catalogi.besluittype using gin (informatieobjecttypen);

-- omschrijvingen of besluittypen
alter table catalogi.zaaktype add column besluittypen jsonb not null default '[]';
create index zaaktype_besluittypen on catalogi.zaaktype using gin (besluittypen);

alter table catalogi.resultaattype
  add column besluittypen jsonb not null default '[]',
  add column informatieobjecttypen jsonb not null default '[]';
create index resultaattype_besluittypen on catalogi.resultaattype using gin (besluittypen);
