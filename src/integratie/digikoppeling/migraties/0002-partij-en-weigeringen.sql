-- Who sent a message (an acknowledgment must be addressed to that party), and which messages were refused in a row.

-- Our PartyId in the message, the first that the CPA names; null in what an older version stored, which is not checked.
alter table digikoppeling.bericht add column van_partij text;

-- Times in a row that the connection broke at this message after a byte of it may have left. Beside it `pogingen` now
-- counts only the refusals since it was last accepted.
alter table digikoppeling.bericht add column afgebroken int not null default 0;

-- Numbers of the messages that the other side refused since it last took one in.
alter table digikoppeling.kanaal add column geweigerd bigint[] not null default '{}';
