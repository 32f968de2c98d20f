-- By what means somebody logged in, the number of his business, and an index under every filter on a betrokkene.
alter table zaken.rol add authenticatie_context json, add kvk_nummer text;
update zaken.rol set kvk_nummer = nullif(betrokkene_identificatie ->> 'kvkNummer', '') where betrokkene_type = 'vestiging';

create index rol_anp on zaken.rol (anp_identificatie) where anp_identificatie is not null;
create index rol_a_nummer on zaken.rol (inp_a_nummer) where inp_a_nummer is not null;
create index rol_nnp on zaken.rol (inn_nnp_id) where inn_nnp_id is not null;
create index rol_ann on zaken.rol (ann_identificatie) where ann_identificatie is not null;
create index rol_kvk on zaken.rol (kvk_nummer) where kvk_nummer is not null;
create index rol_vestiging on zaken.rol (vestigings_nummer) where vestigings_nummer is not null;
create index rol_eenheid on zaken.rol (organisatorische_eenheid) where organisatorische_eenheid is not null;
create index rol_medewerker on zaken.rol (medewerker) where medewerker is not null;
create index rol_betrokkene on zaken.rol (betrokkene) where betrokkene <> '';
create index rol_roltype on zaken.rol (roltype_id);
