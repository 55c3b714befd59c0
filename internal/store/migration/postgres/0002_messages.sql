-- What was said: messages, who said it, where, and what is still to be done with it.
CREATE TABLE customer (
  id            uuid    PRIMARY KEY,
  name          text    NOT NULL,
  created_at    bigint NOT NULL
);

CREATE TABLE identity (
  id            uuid    PRIMARY KEY,
  realm         text    NOT NULL,
  external_id   text    NOT NULL,
  handle        text    NOT NULL,
  name          text    NOT NULL,
  followers     bigint,
  customer_id   uuid    REFERENCES customer (id), -- NULL for our own accounts and strangers' context
  told_at       bigint NOT NULL,                 -- publishing time of the message the profile came with
  UNIQUE (realm, external_id)
);
CREATE INDEX identity_by_customer ON identity (customer_id) WHERE customer_id IS NOT NULL;

-- Why an identity belongs to a customer. Undone links stay.
CREATE TABLE identity_link (
  identity_id   uuid    NOT NULL REFERENCES identity (id),
  customer_id   uuid    NOT NULL REFERENCES customer (id),
  basis         text    NOT NULL,
  made_by       uuid,
  made_at       bigint NOT NULL,
  undone_at     bigint,
  PRIMARY KEY (identity_id, made_at)
);

-- A thread's key is the network's name for it, or the external id of the topmost message known or named so far.
CREATE TABLE thread (
  id            uuid    PRIMARY KEY,
  realm         text    NOT NULL,
  key           text    NOT NULL,
  UNIQUE (realm, key)
);

CREATE TABLE message (
  id              uuid    NOT NULL UNIQUE,
  network         text    NOT NULL,
  realm           text    NOT NULL,
  external_id     text    NOT NULL,
  account_id      uuid    NOT NULL REFERENCES account (id),
  direction       text    NOT NULL,
  visibility      text    NOT NULL,
  kind            text    NOT NULL,
  origin          text    NOT NULL,
  author          text    NOT NULL,
  addressed       bigint NOT NULL,          -- 0: context only, belongs to its thread alone
  identity_id     uuid,
  thread_key      text    NOT NULL DEFAULT '',
  thread_id       uuid,
  parent_key      text    NOT NULL DEFAULT '',
  quote_key       text    NOT NULL DEFAULT '',
  conversation_id uuid,
  leg_id          uuid,
  client_key      text    NOT NULL DEFAULT '', -- of our own post, as its network gave it back
  content         text    NOT NULL,
  digest          bytea    NOT NULL,          -- of the content as first seen in this revision
  url             text    NOT NULL DEFAULT '',
  revision        bigint NOT NULL,
  automated       bigint NOT NULL DEFAULT 0,
  published_at    bigint NOT NULL,
  received_at     bigint NOT NULL,
  edited_at       bigint,
  deleted_at      bigint,
  extra           text    NOT NULL DEFAULT '',
  UNIQUE (realm, external_id)
);
CREATE INDEX message_by_conversation ON message (conversation_id, published_at, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX message_by_thread ON message (thread_id, published_at, id) WHERE thread_id IS NOT NULL;
CREATE INDEX message_context ON message (thread_id, identity_id) WHERE thread_id IS NOT NULL AND conversation_id IS NULL;

CREATE TABLE message_revision (
  message_id    uuid    NOT NULL,
  revision      bigint NOT NULL,
  content       text    NOT NULL,
  digest        bytea    NOT NULL,
  edited_at     bigint,
  replaced_at   bigint NOT NULL,
  PRIMARY KEY (message_id, revision)
);

CREATE TABLE raw_payload (
  message_id    uuid    NOT NULL,
  revision      bigint NOT NULL,
  payload       bytea    NOT NULL,
  PRIMARY KEY (message_id, revision)
);

CREATE TABLE sighting (
  message_id    uuid    NOT NULL,
  account_id    uuid    NOT NULL REFERENCES account (id),
  lane          text    NOT NULL,
  seen_at       bigint NOT NULL,
  PRIMARY KEY (message_id, account_id)
);

-- What intake has acknowledged and the line has not finished. The node that took it in works it; others adopt the rows
-- of a node that died.
CREATE TABLE work (
  node          text    NOT NULL,
  priority      bigint NOT NULL,            -- 0 private and replies to us, 1 mentions, 2 history
  message_id    uuid    NOT NULL,
  account_id    uuid    NOT NULL,
  revision      bigint NOT NULL,
  attempts      bigint NOT NULL DEFAULT 0,
  not_before    bigint NOT NULL DEFAULT 0,
  trouble       text    NOT NULL DEFAULT '',
  PRIMARY KEY (node, priority, message_id)
);
CREATE INDEX work_by_message ON work (message_id);

-- Messages whose parent has not been seen: placed for now, placed again when it comes.
CREATE TABLE orphan (
  realm         text    NOT NULL,
  parent_key    text    NOT NULL,
  message_id    uuid    NOT NULL,
  PRIMARY KEY (realm, parent_key, message_id)
);

-- Taken down before or after we saw it; a keyed digest of (realm, external id), so that erased means erased.
CREATE TABLE tombstone (
  digest        bytea    PRIMARY KEY,
  reason        text    NOT NULL,            -- deleted, erased
  at            bigint NOT NULL
);

-- Authentic, but it could not be understood. Kept raw and driven again on request.
CREATE TABLE quarantine (
  id            uuid    PRIMARY KEY,
  account_id    uuid,
  network       text    NOT NULL,
  lane          text    NOT NULL,
  code          text    NOT NULL,
  field         text    NOT NULL DEFAULT '',
  reason        text    NOT NULL,
  payload       bytea    NOT NULL,
  digest        bytea    NOT NULL UNIQUE,
  state         text    NOT NULL,            -- waiting, released, dismissed
  attempts      bigint NOT NULL DEFAULT 0,
  received_at   bigint NOT NULL,
  settled_at    bigint
);
CREATE INDEX quarantine_waiting ON quarantine (received_at, id) WHERE state = 'waiting';

CREATE TABLE blob_ref (
  hash          text    NOT NULL,
  owner         uuid    NOT NULL,            -- message or draft
  PRIMARY KEY (hash, owner)
);

CREATE TABLE verdict (
  message_id    uuid    NOT NULL,
  revision      bigint NOT NULL,
  model         text    NOT NULL,
  body          text    NOT NULL,
  made_at       bigint NOT NULL,
  PRIMARY KEY (message_id, revision)
);
