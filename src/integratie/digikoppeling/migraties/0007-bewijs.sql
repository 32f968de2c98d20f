-- What a signed acknowledgment must repeat (non-repudiation of receipt): {uri, hashFunction, digest} of the signature of the
-- message, as it was sent. Null when the CPA asks no signed acknowledgment.
alter table digikoppeling.bericht add column bewijs jsonb;
