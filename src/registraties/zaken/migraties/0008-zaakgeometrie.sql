-- The box around a geometry, for the index under `_zoek` with `zaakgeometrie.within`; what is exact follows in the program.
-- plpgsql, so that the planner keeps the call as it stands and finds it in the index.
create function zaken.omhulling(geometrie json) returns box language plpgsql immutable strict parallel safe as $$
declare
  uit box;
begin
  select box(point(min((p ->> 0)::float8), min((p ->> 1)::float8)), point(max((p ->> 0)::float8), max((p ->> 1)::float8)))
  into uit
  from jsonb_path_query(geometrie::jsonb, 'strict $.**.coordinates') c,
    jsonb_path_query(c, 'strict $.**') p
  where jsonb_typeof(p) = 'array' and jsonb_typeof(p -> 0) = 'number';
  return uit;
end $$;

create index zaak_omhulling on zaken.zaak using gist (zaken.omhulling(zaakgeometrie)) where zaakgeometrie is not null;
