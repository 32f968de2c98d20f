-- When something last got through, to the minute: written at most once a minute, so that a busy subscriber costs nothing.
alter table notificaties.abonnement add column laatst_afgeleverd timestamptz;
