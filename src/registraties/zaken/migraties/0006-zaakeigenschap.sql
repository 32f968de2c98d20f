-- The facts that a zaaktype asks of its zaken. The name is the one that the eigenschap has.
create table zaken.zaakeigenschap (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  eigenschap_id uuid not null references catalogi.eigenschap (id),
  naam text not null,
  waarde text not null
);
create index zaakeigenschap_zaak on zaken.zaakeigenschap (zaak_id, naam);
create index zaakeigenschap_eigenschap on zaken.zaakeigenschap (eigenschap_id);
