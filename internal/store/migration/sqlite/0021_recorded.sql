-- What is recorded so that it can be asked later, with evidence, who should lead: what came of each offer, where people's
-- time went, and what was read or owned wrongly.
ALTER TABLE assignment ADD COLUMN offer_id BLOB;
ALTER TABLE assignment ADD COLUMN answer TEXT NOT NULL DEFAULT '';  -- accepted, declined, expired, withdrawn; empty while open
ALTER TABLE assignment ADD COLUMN reason TEXT NOT NULL DEFAULT '';  -- of a decline
ALTER TABLE assignment ADD COLUMN answered_at INTEGER;
CREATE INDEX assignment_by_offer ON assignment (offer_id) WHERE offer_id IS NOT NULL;

-- Where something moved from and to: of a person, the department they take it in.
ALTER TABLE journal ADD COLUMN from_department TEXT NOT NULL DEFAULT '';
ALTER TABLE journal ADD COLUMN to_department TEXT NOT NULL DEFAULT '';

-- Who could be given a department's work when it was last looked at, and every change of that.
ALTER TABLE department ADD COLUMN staffing TEXT NOT NULL DEFAULT '';
CREATE INDEX journal_staffed ON journal (department, recorded_at) WHERE kind = 'department.staffed';

-- Spans in which a person had a conversation before them. Those of one person never overlap, and none crosses midnight, UTC.
CREATE TABLE focus (
  agent_id        BLOB    NOT NULL REFERENCES agent (id),
  began_at        INTEGER NOT NULL,
  ended_at        INTEGER NOT NULL,
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  part            TEXT    NOT NULL,          -- reading, writing
  PRIMARY KEY (agent_id, began_at)
) STRICT, WITHOUT ROWID;
CREATE INDEX focus_by_conversation ON focus (conversation_id);

CREATE TABLE correction (
  id              BLOB    PRIMARY KEY,
  kind            TEXT    NOT NULL,          -- fact, owner
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  message_id      BLOB    NOT NULL,
  revision        INTEGER NOT NULL,
  decision_id     BLOB    NOT NULL,          -- what was looked at
  outcome_id      BLOB,                      -- the decision that was made because of it
  head            TEXT    NOT NULL,
  said            TEXT    NOT NULL,          -- by triage
  truth           TEXT    NOT NULL,
  department      TEXT    NOT NULL,          -- which was decided
  should_own      TEXT    NOT NULL,
  why             TEXT    NOT NULL,
  model           TEXT    NOT NULL,
  policy_hash     TEXT    NOT NULL,
  made_by         BLOB    NOT NULL,
  made_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX correction_by_message ON correction (message_id, id);
CREATE INDEX correction_by_conversation ON correction (conversation_id, id);
CREATE INDEX correction_by_time ON correction (kind, made_at, id);
