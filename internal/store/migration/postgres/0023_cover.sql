-- When people work, who covers for whom, and what work weighs.
ALTER TABLE agent ADD COLUMN weight bigint NOT NULL DEFAULT 0; -- of what they lead and are offered, in hundredths of a place
ALTER TABLE agent ADD COLUMN note_asked bigint NOT NULL DEFAULT 0; -- end of the shift for which notes were asked for last

ALTER TABLE department ADD COLUMN terms text NOT NULL DEFAULT ''; -- how its work is handed out, where it says so

ALTER TABLE conversation ADD COLUMN weight bigint NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN channels bigint NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN media bigint NOT NULL DEFAULT 0;
ALTER TABLE conversation ADD COLUMN last_led_at bigint;
ALTER TABLE conversation ADD COLUMN cover_for uuid; -- who is absent, while it is covered for them
ALTER TABLE conversation ADD COLUMN cover text NOT NULL DEFAULT '';
CREATE INDEX conversation_covered ON conversation (cover_for, id) WHERE cover_for IS NOT NULL;

UPDATE conversation SET channels = (SELECT COUNT(*) FROM leg WHERE leg.conversation_id = conversation.id),
  weight = CASE WHEN lead IS NULL AND offer_to IS NULL THEN 0
    WHEN ball = 'customer' OR snoozed_until IS NOT NULL THEN 25 ELSE 100 END WHERE stance <> 'closed';
UPDATE agent SET weight = COALESCE((SELECT SUM(c.weight)::bigint FROM conversation c WHERE c.lead = agent.id AND c.stance <> 'closed'), 0)
  + COALESCE((SELECT SUM(c.weight)::bigint FROM conversation c WHERE c.offer_to = agent.id), 0);

ALTER TABLE absence ADD COLUMN policy text NOT NULL DEFAULT 'keep'; -- keep, cover, hand_over
ALTER TABLE absence ADD COLUMN source text NOT NULL DEFAULT ''; -- of an imported one: what names it there
ALTER TABLE absence ADD COLUMN made_by uuid;
ALTER TABLE absence ADD COLUMN begun_at bigint; -- when what they lead was covered
ALTER TABLE absence ADD COLUMN ended_at bigint; -- when it was given back

-- Hours of every week beside those that stand with the agent.
CREATE TABLE agent_shift (
  agent_id      uuid    NOT NULL REFERENCES agent (id),
  key           text    NOT NULL,
  name          text    NOT NULL,
  hours         text    NOT NULL,            -- calendar
  PRIMARY KEY (agent_id, key)
);

-- Hours of one date.
CREATE TABLE dated_shift (
  agent_id      uuid    NOT NULL REFERENCES agent (id),
  starts_at     bigint NOT NULL,
  ends_at       bigint NOT NULL,
  source        text    NOT NULL DEFAULT '', -- of an imported one: what names it there
  PRIMARY KEY (agent_id, starts_at)
);
CREATE INDEX dated_shift_by_end ON dated_shift (ends_at);

-- What whoever goes off shift says of a conversation. The words are a note of the conversation.
CREATE TABLE shift_note (
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  agent_id        uuid    NOT NULL REFERENCES agent (id),
  message_id      uuid    NOT NULL,
  shift_end       bigint NOT NULL,
  at              bigint NOT NULL,
  PRIMARY KEY (conversation_id, agent_id)
);
CREATE INDEX shift_note_by_agent ON shift_note (agent_id);
