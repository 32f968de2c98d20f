-- Deelzaaktypen and related zaaktypen by identificatie (Catalogi 1.3.3): what was kept by an address of our own gets the
-- name behind it.
alter table catalogi.zaaktype
  alter column deelzaaktypen type jsonb using deelzaaktypen::jsonb,
  alter column gerelateerde_zaaktypen type jsonb using gerelateerde_zaaktypen::jsonb;

update catalogi.zaaktype z set
  deelzaaktypen = (
    select coalesce(jsonb_agg(coalesce(v.identificatie, d.een) order by d.nr), '[]')
    from jsonb_array_elements_text(z.deelzaaktypen) with ordinality d (een, nr)
    left join catalogi.zaaktype v on v.catalogus_id = z.catalogus_id and d.een like '%/zaaktypen/' || v.id),
  gerelateerde_zaaktypen = (
    select coalesce(jsonb_agg(case when v.id is null then g.een
      else g.een || jsonb_build_object('zaaktype', v.identificatie) end order by g.nr), '[]')
    from jsonb_array_elements(z.gerelateerde_zaaktypen) with ordinality g (een, nr)
    left join catalogi.zaaktype v on v.catalogus_id = z.catalogus_id and g.een ->> 'zaaktype' like '%/zaaktypen/' || v.id)
where z.deelzaaktypen <> '[]' or z.gerelateerde_zaaktypen <> '[]';

create index zaaktype_deelzaaktypen on catalogi.zaaktype using gin (deelzaaktypen);
