-- The same two came by another name (0020).
drop index zaken.rol_nnp;
drop index zaken.rol_vestiging;
