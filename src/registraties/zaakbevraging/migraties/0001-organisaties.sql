-- Zaakbevraging: the names of organisations. A directory of some tens of rows, filled at every start from the settings.
create schema zaakbevraging;

create table zaakbevraging.organisatie (
  rsin text primary key,
  -- only where it does not follow from the RSIN
  oin text unique,
  naam text not null,
  -- part of the municipality itself: its name is not shown to its own citizens
  eigen boolean not null
);
