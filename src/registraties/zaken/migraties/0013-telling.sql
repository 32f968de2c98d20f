-- Totals of zaken per zaaktype, vertrouwelijkheid and being open, so that a list tells its exact number without counting
-- a million rows. Every change appends what it adds or takes away, in its own transaction and without waiting for another;
-- a worker folds these rows into the totals. The number is the two together.
create table zaken.telling (
  zaaktype_id uuid not null,
  vertrouwelijkheidaanduiding catalogi.vertrouwelijkheidaanduiding not null,
  open boolean not null,
  aantal bigint not null,
  primary key (zaaktype_id, vertrouwelijkheidaanduiding, open)
);
create table zaken.telling_erbij (
  zaaktype_id uuid not null,
  vertrouwelijkheidaanduiding catalogi.vertrouwelijkheidaanduiding not null,
  open boolean not null,
  aantal bigint not null
);

-- Triggers, and not the code of one resource: deelzaken that go with their hoofdzaak and bulk loads count as well.
create function zaken.telling_bij() returns trigger language plpgsql as $$
begin
  insert into zaken.telling_erbij
  select zaaktype_id, vertrouwelijkheidaanduiding, einddatum is null, count(*) from nieuw group by 1, 2, 3;
  return null;
end $$;
create function zaken.telling_af() returns trigger language plpgsql as $$
begin
  insert into zaken.telling_erbij
  select zaaktype_id, vertrouwelijkheidaanduiding, einddatum is null, -count(*) from oud group by 1, 2, 3;
  return null;
end $$;
create function zaken.telling_om() returns trigger language plpgsql as $$
begin
  insert into zaken.telling_erbij values
    (old.zaaktype_id, old.vertrouwelijkheidaanduiding, old.einddatum is null, -1),
    (new.zaaktype_id, new.vertrouwelijkheidaanduiding, new.einddatum is null, 1);
  return null;
end $$;
create trigger telling_bij after insert on zaken.zaak referencing new table as nieuw
  for each statement execute function zaken.telling_bij();
create trigger telling_af after delete on zaken.zaak referencing old table as oud
  for each statement execute function zaken.telling_af();
create trigger telling_om after update of zaaktype_id, vertrouwelijkheidaanduiding, einddatum on zaken.zaak
  for each row when ((old.zaaktype_id, old.vertrouwelijkheidaanduiding, old.einddatum is null)
    is distinct from (new.zaaktype_id, new.vertrouwelijkheidaanduiding, new.einddatum is null))
  execute function zaken.telling_om();

insert into zaken.telling
select zaaktype_id, vertrouwelijkheidaanduiding, einddatum is null, count(*) from zaken.zaak group by 1, 2, 3;

-- The order of a list, with what the policy looks at: a page is chosen from the index alone.
create index zaak_lijst on zaken.zaak (registratiedatum desc, id desc) include (zaaktype_id, vertrouwelijkheidaanduiding);
-- Open zaken in the same order; they are a small part of all.
create index zaak_open on zaken.zaak (registratiedatum desc, id desc) include (zaaktype_id, vertrouwelijkheidaanduiding)
  where einddatum is null;
