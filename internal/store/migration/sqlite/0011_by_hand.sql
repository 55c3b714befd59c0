-- Answers that people post themselves, on networks that give us no way to.
ALTER TABLE delivery ADD COLUMN said TEXT NOT NULL DEFAULT ''; -- what stands there, where other words were posted than prepared
-- A leg is held while an answer of it waits for a person.
CREATE UNIQUE INDEX delivery_one_by_hand_per_leg ON delivery (leg_id) WHERE state = 'by_hand';
CREATE INDEX delivery_by_hand ON delivery (started_at, id) WHERE state = 'by_hand';
CREATE INDEX delivery_by_hand_of ON delivery (conversation_id) WHERE state = 'by_hand';
CREATE INDEX delivery_by_hand_through ON delivery (account_id, id) WHERE state = 'by_hand';
