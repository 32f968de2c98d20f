-- Among a million zaken somebody's rollen lie scattered over the table. With what Zaakbevraging asks of them in the index
-- the table is not read for them, and the question takes the database 1.4 ms instead of 3.3 (20 zaken of a million).
create index rol_bsn_met_zaak on zaken.rol (inp_bsn) include (zaak_id, omschrijving_generiek, indicatie_machtiging)
  where inp_bsn is not null;
drop index zaken.rol_bsn;
alter index zaken.rol_bsn_met_zaak rename to rol_bsn;
