-- What people's corrections taught triage, version by version: how each read messages that were held back, before and
-- after, and the weights of those that may be put into force. No text is kept.
CREATE TABLE layer (
  number    INTEGER PRIMARY KEY,
  ruling    TEXT    NOT NULL,             -- of the held-back check: better, not_better, worse
  base      TEXT    NOT NULL,             -- the models it was learned on
  made_at   INTEGER NOT NULL,
  asked_by  BLOB,                         -- who wanted it; absent when it was time
  took      INTEGER NOT NULL,             -- microseconds
  messages  INTEGER NOT NULL,             -- that it was learned from or judged by
  networks  TEXT    NOT NULL DEFAULT '[]',-- those with a part of their own
  measures  TEXT    NOT NULL DEFAULT '[]',
  ended_at  INTEGER,                      -- when it was last taken out of force
  ended_by  BLOB,                         -- who took it back; absent when a later one took its place
  weights   BLOB    NOT NULL              -- empty when it was refused, or is too old
) STRICT;

-- Where learning stands; one row.
CREATE TABLE learning (
  id        INTEGER PRIMARY KEY CHECK (id = 1),
  enabled   INTEGER NOT NULL,
  in_force  INTEGER NOT NULL,             -- number of a layer, 0: none
  looked_at INTEGER,                      -- corrections made until then were looked at
  asked_at  INTEGER,                      -- it is to be learned since then
  asked_by  BLOB,
  tried_at  INTEGER,
  outcome   TEXT    NOT NULL              -- of the last try
) STRICT;
