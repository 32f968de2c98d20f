-- Was the zaak ever postponed? It stays known when the postponement ends.
alter table zaken.zaak add eerdere_opschorting boolean not null default false;
update zaken.zaak set eerdere_opschorting = true where (opschorting ->> 'indicatie')::boolean;

-- Under the filters by kenmerk, by the type of the status and of the resultaat, and by the day of destruction.
create index zaak_kenmerken on zaken.zaak using gin ((kenmerken::jsonb) jsonb_path_ops);
create index zaak_status on zaken.zaak (status_id) where status_id is not null;
create index zaak_resultaat on zaken.zaak (resultaat_id) where resultaat_id is not null;
create index zaak_archiefactiedatum on zaken.zaak (archiefactiedatum) where archiefactiedatum is not null;
create index resultaat_resultaattype on zaken.resultaat (resultaattype_id);
