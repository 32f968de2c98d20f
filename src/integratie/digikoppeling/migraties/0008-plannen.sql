-- Every turn asks what has no time left: without this it would look at all that waits, which after a weekend is a lot.
create index bericht_verloopt on digikoppeling.bericht (cpa_id, verloopt) where staat = 'te_verzenden';
-- A system that takes messages over of one action only.
create index ontvangen_action_op_te_halen on digikoppeling.ontvangen (action, id) where bevestigd is null;
