-- The zaken of a company, as rol_bsn is for a person (Zaakbevraging). Most rollen have none of these numbers.
create index rol_inn_nnp_id on zaken.rol (inn_nnp_id) where inn_nnp_id is not null;
create index rol_vestigings_nummer on zaken.rol (vestigings_nummer) where vestigings_nummer is not null;
-- The KVK-nummer stands in the identificatie only; an index of the expression spares the table a rewrite.
create index rol_kvk_nummer on zaken.rol ((betrokkene_identificatie ->> 'kvkNummer'))
  where betrokkene_identificatie ->> 'kvkNummer' is not null;
