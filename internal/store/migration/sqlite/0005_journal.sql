-- What happened, what is to happen, and the counters that both keep.
-- One writer, so the order of the key is the order of commits and the key itself is the position.
CREATE TABLE journal (
  position        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind            TEXT    NOT NULL,
  at              INTEGER NOT NULL,
  recorded_at     INTEGER NOT NULL,
  origin          TEXT    NOT NULL,
  actor_kind      TEXT    NOT NULL,
  actor           BLOB,
  conversation_id BLOB,
  message_id      BLOB,
  account_id      BLOB,
  brand_id        BLOB,
  department      TEXT    NOT NULL DEFAULT '',
  network         TEXT    NOT NULL DEFAULT '',
  visibility      TEXT    NOT NULL DEFAULT '',
  agent           BLOB,
  epoch           INTEGER NOT NULL DEFAULT 0,
  reason          TEXT    NOT NULL DEFAULT '',
  subject         TEXT    NOT NULL DEFAULT '',
  numbers         TEXT    NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX journal_by_conversation ON journal (conversation_id, position) WHERE conversation_id IS NOT NULL;

CREATE TABLE timer (
  kind            TEXT    NOT NULL,
  subject         BLOB    NOT NULL,
  due_at          INTEGER NOT NULL,
  body            TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (kind, subject)
) STRICT, WITHOUT ROWID;
CREATE INDEX timer_by_due ON timer (due_at, kind, subject);

CREATE TABLE counter (
  scope           TEXT    NOT NULL,          -- all, department:KEY, agent:ID
  view            TEXT    NOT NULL,          -- open, queued, led, offered
  n               INTEGER NOT NULL,
  PRIMARY KEY (scope, view)
) STRICT, WITHOUT ROWID;
