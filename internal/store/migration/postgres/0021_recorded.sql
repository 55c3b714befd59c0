-- What is recorded so that it can be asked later, with evidence, who should lead: what came of each offer, where people's
-- time went, and what was read or owned wrongly.
ALTER TABLE assignment ADD COLUMN offer_id uuid;
ALTER TABLE assignment ADD COLUMN answer text NOT NULL DEFAULT '';  -- accepted, declined, expired, withdrawn; empty while open
ALTER TABLE assignment ADD COLUMN reason text NOT NULL DEFAULT '';  -- of a decline
ALTER TABLE assignment ADD COLUMN answered_at bigint;
CREATE INDEX assignment_by_offer ON assignment (offer_id) WHERE offer_id IS NOT NULL;

-- Where something moved from and to: of a person, the department they take it in.
ALTER TABLE journal ADD COLUMN from_department text NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN to_department text NOT NULL DEFAULT '';

-- Who could be given a department's work when it was last looked at, and every change of that.
ALTER TABLE department ADD COLUMN staffing text NOT NULL DEFAULT '';
CREATE INDEX journal_staffed ON journal (department, recorded_at) WHERE kind = 'department.staffed';

-- Spans in which a person had a conversation before them. Those of one person never overlap, and none crosses midnight, UTC.
CREATE TABLE focus (
  agent_id        uuid    NOT NULL REFERENCES agent (id),
  began_at        bigint  NOT NULL,
  ended_at        bigint  NOT NULL,
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  part            text    NOT NULL,          -- reading, writing
  PRIMARY KEY (agent_id, began_at)
);
CREATE INDEX focus_by_conversation ON focus (conversation_id);

CREATE TABLE correction (
  id              uuid    PRIMARY KEY,
  kind            text    NOT NULL,          -- fact, owner
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  message_id      uuid    NOT NULL,
  revision        bigint  NOT NULL,
  decision_id     uuid    NOT NULL,          -- what was looked at
  outcome_id      uuid,                      -- the decision that was made because of it
  head            text    NOT NULL,
  said            text    NOT NULL,          -- by triage
  truth           text    NOT NULL,
  department      text    NOT NULL,          -- which was decided
  should_own      text    NOT NULL,
  why             text    NOT NULL,
  model           text    NOT NULL,
  policy_hash     text    NOT NULL,
  made_by         uuid    NOT NULL,
  made_at         bigint  NOT NULL
);
CREATE INDEX correction_by_message ON correction (message_id, id);
CREATE INDEX correction_by_conversation ON correction (conversation_id, id);
CREATE INDEX correction_by_time ON correction (kind, made_at, id);
