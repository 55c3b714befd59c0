-- What we change about what stands on a network: our posts edited and deleted, others' hidden and shown.
CREATE TABLE amendment (
  id              BLOB    PRIMARY KEY,
  message_id      BLOB    NOT NULL REFERENCES message (id),
  account_id      BLOB    NOT NULL REFERENCES account (id),
  agent_id        BLOB    NOT NULL,
  epoch           INTEGER NOT NULL,
  kind            TEXT    NOT NULL,
  text            TEXT    NOT NULL,
  reason          TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  attempt         INTEGER NOT NULL DEFAULT 0,
  not_before      INTEGER NOT NULL DEFAULT 0,
  code            TEXT    NOT NULL DEFAULT '',
  answer          TEXT    NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL,
  settled_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX amendment_waiting ON amendment (account_id, not_before, id) WHERE state = 'waiting';
CREATE INDEX amendment_by_message ON amendment (message_id, id);

ALTER TABLE message ADD COLUMN hidden_at INTEGER;
