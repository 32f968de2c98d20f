-- Uploads that nobody finished are looked for every minute; among all documents they are few.
create index inhoud_onaf on documenten.inhoud (document_id) where sha256 is null;
