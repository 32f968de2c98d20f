-- How we prove who we are at a callback: `auth` is what goes into the header Authorization, or with OAuth2 the JSON of
-- where and with what a token is asked for. Sealed, both.
alter table notificaties.abonnement add met_oauth2 boolean not null default false;
