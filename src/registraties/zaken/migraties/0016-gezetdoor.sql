-- The statussen of a rol: shown with every rol, and looked for when a rol goes. Most statussen were set by nobody known.
create index status_gezetdoor on zaken.status (gezetdoor_id) where gezetdoor_id is not null;
