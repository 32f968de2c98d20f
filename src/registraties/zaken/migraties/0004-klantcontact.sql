-- Contacts with the citizen: as data (klantcontact), and by address in the registers that are made for them.
create sequence zaken.klantcontactnummer;

create table zaken.klantcontact (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  identificatie text not null,
  datumtijd timestamptz not null,
  kanaal text not null,
  onderwerp text not null,
  toelichting text not null,
  constraint klantcontact_identificatie_uniek unique (identificatie)
);
create index klantcontact_zaak on zaken.klantcontact (zaak_id);

create table zaken.zaakcontactmoment (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  contactmoment text not null,
  constraint zaakcontactmoment_uniek unique (zaak_id, contactmoment)
);
create index zaakcontactmoment_contactmoment on zaken.zaakcontactmoment (contactmoment);

create table zaken.zaakverzoek (
  id uuid primary key,
  zaak_id uuid not null references zaken.zaak (id) on delete cascade,
  verzoek text not null,
  constraint zaakverzoek_uniek unique (zaak_id, verzoek)
);
create index zaakverzoek_verzoek on zaken.zaakverzoek (verzoek);
