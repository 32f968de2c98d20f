-- Every number of our own form that was given out, also when its zaak is gone; reserved: not used by any zaak yet.
create table zaken.zaaknummer_uitgegeven (
  bronorganisatie text not null,
  identificatie text not null,
  gereserveerd boolean not null,
  primary key (bronorganisatie, identificatie)
);
insert into zaken.zaaknummer_uitgegeven
select bronorganisatie, identificatie, false from zaken.zaak where identificatie ~ '^ZAAK-\d{4}-\d{10}$';
