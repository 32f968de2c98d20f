-- The statussen of a day, of a million: for who accounts for what became of each of them.
create index status_moment on zaken.status (datum_status_gezet);
