-- What a message does: tell a status, take one back that was set by mistake, or remove the zaak.
alter table lopendezaken.zaakbericht
  add soort text not null default 'status' check (soort in ('status', 'intrekking', 'verwijdering')),
  -- what the message tells, without the person: the next one may have to say what was, and a withdrawal repeats it
  add inhoud jsonb,
  drop constraint zaakbericht_status_uniek;
alter table lopendezaken.zaakbericht
  add constraint zaakbericht_status_uniek unique nulls not distinct (status_id, rol_id, soort);
