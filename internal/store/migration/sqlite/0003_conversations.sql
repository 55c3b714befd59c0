-- Conversations: whose they are, where they stand, and the channels they run on.
CREATE TABLE conversation (
  id               BLOB    PRIMARY KEY,
  brand_id         BLOB    NOT NULL REFERENCES brand (id),
  customer_id      BLOB    NOT NULL REFERENCES customer (id),
  account_id       BLOB    NOT NULL REFERENCES account (id),
  network          TEXT    NOT NULL,
  origin           TEXT    NOT NULL,
  department       TEXT    NOT NULL,
  stance           TEXT    NOT NULL,
  lead             BLOB,
  epoch            INTEGER NOT NULL,
  last_lead        BLOB,
  helpers          TEXT    NOT NULL DEFAULT '[]',
  offer_to         BLOB,
  offer            TEXT    NOT NULL DEFAULT '',
  transfer_to      BLOB,
  transfer         TEXT    NOT NULL DEFAULT '',
  ball             TEXT    NOT NULL,
  visibility       TEXT    NOT NULL,
  urgency          TEXT    NOT NULL,
  intent           TEXT    NOT NULL,
  sentiment        TEXT    NOT NULL,
  flags            TEXT    NOT NULL DEFAULT '[]',
  language         TEXT    NOT NULL,
  required_level   INTEGER NOT NULL,
  rank             INTEGER NOT NULL,         -- class of work: 0 safety, 1 urgent, 2 normal, 3 low
  queued_at        INTEGER,
  waiting_since    INTEGER,
  due_at           INTEGER,
  sort_at          INTEGER NOT NULL,         -- due_at, or far in the future when nothing is due
  snoozed_until    INTEGER,
  snooze_reason    TEXT    NOT NULL DEFAULT '',
  close_reason     TEXT    NOT NULL DEFAULT '',
  close_note       TEXT    NOT NULL DEFAULT '',
  closed_at        INTEGER,
  reopened         INTEGER NOT NULL DEFAULT 0,
  merged_into      BLOB,
  preview          TEXT    NOT NULL,
  customer_name    TEXT    NOT NULL,
  first_message_at INTEGER NOT NULL,
  last_message_at  INTEGER NOT NULL,
  last_in_at       INTEGER,
  last_out_at      INTEGER,
  message_count    INTEGER NOT NULL,
  version          INTEGER NOT NULL,
  decision_id      BLOB,
  informs          TEXT    NOT NULL DEFAULT '[]'
) STRICT, WITHOUT ROWID;
-- Lists look at open work only; closed history costs them nothing.
CREATE INDEX conversation_open ON conversation (sort_at, id) WHERE stance <> 'closed';
CREATE INDEX conversation_open_department ON conversation (department, sort_at, id) WHERE stance <> 'closed';
CREATE INDEX conversation_open_lead ON conversation (lead, sort_at, id) WHERE stance <> 'closed' AND lead IS NOT NULL;
CREATE INDEX conversation_offered ON conversation (offer_to, sort_at, id) WHERE offer_to IS NOT NULL;
CREATE INDEX conversation_queued ON conversation (department, rank, queued_at, id) WHERE stance = 'queued';
CREATE INDEX conversation_closed ON conversation (last_message_at, id) WHERE stance = 'closed';
CREATE INDEX conversation_by_customer ON conversation (customer_id, last_message_at, id);

CREATE TABLE leg (
  id               BLOB    PRIMARY KEY,
  conversation_id  BLOB    NOT NULL REFERENCES conversation (id),
  account_id       BLOB    NOT NULL REFERENCES account (id),
  kind             TEXT    NOT NULL,
  thread_id        BLOB    NOT NULL REFERENCES thread (id),
  identity_id      BLOB    NOT NULL REFERENCES identity (id),
  last_message_key TEXT    NOT NULL,
  last_message_at  INTEGER NOT NULL,
  receiving        INTEGER NOT NULL DEFAULT 1
) STRICT, WITHOUT ROWID;
-- What somebody says in public and in private within one thread is one matter on two channels.
CREATE UNIQUE INDEX leg_receiving ON leg (thread_id, identity_id, kind) WHERE receiving = 1;
CREATE INDEX leg_by_conversation ON leg (conversation_id, id);

CREATE TABLE decision (
  id              BLOB    PRIMARY KEY,
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  message_id      BLOB    NOT NULL,
  department      TEXT    NOT NULL,
  rule            TEXT    NOT NULL,
  policy_hash     TEXT    NOT NULL,
  facts_hash      TEXT    NOT NULL,
  body            TEXT    NOT NULL,
  made_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX decision_by_conversation ON decision (conversation_id, id);

-- Each time a person was chosen, with the candidates seen and why.
CREATE TABLE assignment (
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  made_at         INTEGER NOT NULL,
  agent_id        BLOB    NOT NULL,
  body            TEXT    NOT NULL,
  PRIMARY KEY (conversation_id, made_at)
) STRICT;

-- Who said no to which conversation since it was last queued by a person or a decision.
CREATE TABLE declined (
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  agent_id        BLOB    NOT NULL,
  at              INTEGER NOT NULL,
  reason          TEXT    NOT NULL,
  PRIMARY KEY (conversation_id, agent_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX declined_by_agent ON declined (agent_id);
