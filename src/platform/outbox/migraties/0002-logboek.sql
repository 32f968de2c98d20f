-- What an operator looks at: what is open, oldest first, and what ended otherwise than well. Both small, whatever the
-- history: a delivery that is done is in neither.
create index delivery_open_seq on outbox.delivery (subscriber, seq) where state = 'open';
create index delivery_ended on outbox.delivery (subscriber, state, seq) where state not in ('open', 'klaar');
