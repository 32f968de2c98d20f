-- Events of zaken for MijnOverheid: of which zaken was told, and up to where.
create schema zaakgebeurtenissen;

create table zaakgebeurtenissen.zaak (
  zaak_id uuid primary key,
  -- the deelzaken of a zaak go with it, and nothing else tells of that
  hoofdzaak_id uuid,
  -- events of this zaak up to this number (outbox.event.subject_nr) were told of
  gedekt_tot bigint not null,
  -- by what the news of it was chosen: still needed when the zaak is gone
  kenmerken json not null,
  verteld_op timestamptz not null
);
create index zaak_hoofdzaak on zaakgebeurtenissen.zaak (hoofdzaak_id) where hoofdzaak_id is not null;
