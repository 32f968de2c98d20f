-- Not every betrokkene has a BSN: of a company it is an RSIN, KVK-nummer or vestigingsnummer (LDV data_subject_id_type).
alter table verwerkingen.verwerking add column betrokkene_soort text not null default 'bsn';
