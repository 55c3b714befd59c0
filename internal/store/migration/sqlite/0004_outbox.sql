-- What we say: drafts, rulings, approvals and every send of every part.
CREATE TABLE draft (
  id              BLOB    PRIMARY KEY,
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  leg_id          BLOB    NOT NULL REFERENCES leg (id),
  author_id       BLOB    NOT NULL,
  epoch           INTEGER NOT NULL,
  parts           TEXT    NOT NULL,
  reply_to        TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  hash            TEXT    NOT NULL,
  send_at         INTEGER,
  ruling          TEXT    NOT NULL DEFAULT '',
  version         INTEGER NOT NULL,
  updated_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX draft_by_conversation ON draft (conversation_id, id);
CREATE INDEX draft_held ON draft (updated_at, id) WHERE state = 'held';

CREATE TABLE approval (
  draft_id        BLOB    NOT NULL REFERENCES draft (id),
  hash            TEXT    NOT NULL,
  given_by        BLOB    NOT NULL,
  freedom         INTEGER NOT NULL,
  at              INTEGER NOT NULL,
  PRIMARY KEY (draft_id, hash, given_by)
) STRICT, WITHOUT ROWID;

CREATE TABLE delivery (
  id              BLOB    PRIMARY KEY,
  draft_id        BLOB    NOT NULL REFERENCES draft (id),
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  leg_id          BLOB    NOT NULL REFERENCES leg (id),
  account_id      BLOB    NOT NULL REFERENCES account (id),
  part            INTEGER NOT NULL,
  state           TEXT    NOT NULL,
  attempt         INTEGER NOT NULL,
  fence           INTEGER NOT NULL DEFAULT 0,
  external_id     TEXT    NOT NULL DEFAULT '',
  url             TEXT    NOT NULL DEFAULT '',
  not_before      INTEGER NOT NULL DEFAULT 0,
  started_at      INTEGER,
  settled_at      INTEGER,
  settled_by      TEXT    NOT NULL DEFAULT '',
  code            TEXT    NOT NULL DEFAULT '',
  text            TEXT    NOT NULL DEFAULT '',
  UNIQUE (draft_id, part)
) STRICT, WITHOUT ROWID;
-- A leg is held while the fate of one of its sends is open.
CREATE UNIQUE INDEX delivery_one_open_per_leg ON delivery (leg_id) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_waiting ON delivery (account_id, not_before, id) WHERE state = 'waiting';
CREATE INDEX delivery_waiting_by_leg ON delivery (leg_id) WHERE state = 'waiting';
CREATE INDEX delivery_open ON delivery (account_id, state, id) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_by_conversation ON delivery (conversation_id, id);
CREATE INDEX delivery_by_external ON delivery (account_id, external_id) WHERE external_id <> '';

-- Events told to programs outside.
CREATE TABLE subscription (
  id              BLOB    PRIMARY KEY,
  name            TEXT    NOT NULL,
  url             TEXT    NOT NULL,
  secret          BLOB    NOT NULL,          -- sealed, bound to this row
  kinds           TEXT    NOT NULL,          -- event kinds, empty list: all
  owner           BLOB    NOT NULL,          -- sees what this agent may see
  position        INTEGER NOT NULL,          -- told up to here
  state           TEXT    NOT NULL,          -- on, paused, failing
  failures        INTEGER NOT NULL DEFAULT 0,
  next_at         INTEGER NOT NULL DEFAULT 0,
  created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE callback (
  id              BLOB    PRIMARY KEY,
  subscription_id BLOB    NOT NULL REFERENCES subscription (id),
  first_position  INTEGER NOT NULL,
  last_position   INTEGER NOT NULL,
  attempt         INTEGER NOT NULL,
  status          INTEGER NOT NULL,          -- HTTP status, 0 when there was no answer
  trouble         TEXT    NOT NULL,
  millis          INTEGER NOT NULL,
  at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX callback_by_subscription ON callback (subscription_id, id);
