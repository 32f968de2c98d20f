-- A new statustype comes with the eigenschappen that it asks for: those refer to it before it is stored.
alter table catalogi.eigenschap alter constraint eigenschap_statustype_id_fkey deferrable initially immediate;
