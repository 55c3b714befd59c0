-- What was said: messages, who said it, where, and what is still to be done with it.
CREATE TABLE customer (
  id            BLOB    PRIMARY KEY,
  name          TEXT    NOT NULL,
  created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE identity (
  id            BLOB    PRIMARY KEY,
  realm         TEXT    NOT NULL,
  external_id   TEXT    NOT NULL,
  handle        TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  followers     INTEGER,
  customer_id   BLOB    REFERENCES customer (id), -- NULL for our own accounts and strangers' context
  told_at       INTEGER NOT NULL,                 -- publishing time of the message the profile came with
  UNIQUE (realm, external_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX identity_by_customer ON identity (customer_id) WHERE customer_id IS NOT NULL;

-- Why an identity belongs to a customer. Undone links stay.
CREATE TABLE identity_link (
  identity_id   BLOB    NOT NULL REFERENCES identity (id),
  customer_id   BLOB    NOT NULL REFERENCES customer (id),
  basis         TEXT    NOT NULL,
  made_by       BLOB,
  made_at       INTEGER NOT NULL,
  undone_at     INTEGER,
  PRIMARY KEY (identity_id, made_at)
) STRICT, WITHOUT ROWID;

-- A thread's key is the network's name for it, or the external id of the topmost message known or named so far.
CREATE TABLE thread (
  id            BLOB    PRIMARY KEY,
  realm         TEXT    NOT NULL,
  key           TEXT    NOT NULL,
  UNIQUE (realm, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE message (
  id              BLOB    NOT NULL UNIQUE,
  network         TEXT    NOT NULL,
  realm           TEXT    NOT NULL,
  external_id     TEXT    NOT NULL,
  account_id      BLOB    NOT NULL REFERENCES account (id),
  direction       TEXT    NOT NULL,
  visibility      TEXT    NOT NULL,
  kind            TEXT    NOT NULL,
  origin          TEXT    NOT NULL,
  author          TEXT    NOT NULL,
  addressed       INTEGER NOT NULL,          -- 0: context only, belongs to its thread alone
  identity_id     BLOB,
  thread_key      TEXT    NOT NULL DEFAULT '',
  thread_id       BLOB,
  parent_key      TEXT    NOT NULL DEFAULT '',
  quote_key       TEXT    NOT NULL DEFAULT '',
  conversation_id BLOB,
  leg_id          BLOB,
  client_key      TEXT    NOT NULL DEFAULT '', -- of our own post, as its network gave it back
  content         TEXT    NOT NULL,
  digest          BLOB    NOT NULL,          -- of the content as first seen in this revision
  url             TEXT    NOT NULL DEFAULT '',
  revision        INTEGER NOT NULL,
  automated       INTEGER NOT NULL DEFAULT 0,
  published_at    INTEGER NOT NULL,
  received_at     INTEGER NOT NULL,
  edited_at       INTEGER,
  deleted_at      INTEGER,
  extra           TEXT    NOT NULL DEFAULT '',
  UNIQUE (realm, external_id)
) STRICT;
CREATE INDEX message_by_conversation ON message (conversation_id, published_at, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX message_by_thread ON message (thread_id, published_at, id) WHERE thread_id IS NOT NULL;
CREATE INDEX message_context ON message (thread_id, identity_id) WHERE thread_id IS NOT NULL AND conversation_id IS NULL;

CREATE TABLE message_revision (
  message_id    BLOB    NOT NULL,
  revision      INTEGER NOT NULL,
  content       TEXT    NOT NULL,
  digest        BLOB    NOT NULL,
  edited_at     INTEGER,
  replaced_at   INTEGER NOT NULL,
  PRIMARY KEY (message_id, revision)
) STRICT;

CREATE TABLE raw_payload (
  message_id    BLOB    NOT NULL,
  revision      INTEGER NOT NULL,
  payload       BLOB    NOT NULL,
  PRIMARY KEY (message_id, revision)
) STRICT;

CREATE TABLE sighting (
  message_id    BLOB    NOT NULL,
  account_id    BLOB    NOT NULL REFERENCES account (id),
  lane          TEXT    NOT NULL,
  seen_at       INTEGER NOT NULL,
  PRIMARY KEY (message_id, account_id)
) STRICT, WITHOUT ROWID;

-- What intake has acknowledged and the line has not finished. The node that took it in works it; others adopt the rows
-- of a node that died.
CREATE TABLE work (
  node          TEXT    NOT NULL,
  priority      INTEGER NOT NULL,            -- 0 private and replies to us, 1 mentions, 2 history
  message_id    BLOB    NOT NULL,
  account_id    BLOB    NOT NULL,
  revision      INTEGER NOT NULL,
  attempts      INTEGER NOT NULL DEFAULT 0,
  not_before    INTEGER NOT NULL DEFAULT 0,
  trouble       TEXT    NOT NULL DEFAULT '',
  PRIMARY KEY (node, priority, message_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX work_by_message ON work (message_id);

-- Messages whose parent has not been seen: placed for now, placed again when it comes.
CREATE TABLE orphan (
  realm         TEXT    NOT NULL,
  parent_key    TEXT    NOT NULL,
  message_id    BLOB    NOT NULL,
  PRIMARY KEY (realm, parent_key, message_id)
) STRICT, WITHOUT ROWID;

-- Taken down before or after we saw it; a keyed digest of (realm, external id), so that erased means erased.
CREATE TABLE tombstone (
  digest        BLOB    PRIMARY KEY,
  reason        TEXT    NOT NULL,            -- deleted, erased
  at            INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Authentic, but it could not be understood. Kept raw and driven again on request.
CREATE TABLE quarantine (
  id            BLOB    PRIMARY KEY,
  account_id    BLOB,
  network       TEXT    NOT NULL,
  lane          TEXT    NOT NULL,
  code          TEXT    NOT NULL,
  field         TEXT    NOT NULL DEFAULT '',
  reason        TEXT    NOT NULL,
  payload       BLOB    NOT NULL,
  digest        BLOB    NOT NULL UNIQUE,
  state         TEXT    NOT NULL,            -- waiting, released, dismissed
  attempts      INTEGER NOT NULL DEFAULT 0,
  received_at   INTEGER NOT NULL,
  settled_at    INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_waiting ON quarantine (received_at, id) WHERE state = 'waiting';

CREATE TABLE blob_ref (
  hash          TEXT    NOT NULL,
  owner         BLOB    NOT NULL,            -- message or draft
  PRIMARY KEY (hash, owner)
) STRICT, WITHOUT ROWID;

CREATE TABLE verdict (
  message_id    BLOB    NOT NULL,
  revision      INTEGER NOT NULL,
  model         TEXT    NOT NULL,
  body          TEXT    NOT NULL,
  made_at       INTEGER NOT NULL,
  PRIMARY KEY (message_id, revision)
) STRICT;
