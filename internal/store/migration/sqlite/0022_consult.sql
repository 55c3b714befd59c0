-- Help without a login: questions to people outside by mail, what comes back, and what colleagues report.
CREATE TABLE expert (
  id              BLOB    PRIMARY KEY,
  name            TEXT    NOT NULL,
  email           TEXT    NOT NULL UNIQUE,
  answers         TEXT    NOT NULL,
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE consult (
  id              BLOB    PRIMARY KEY,
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  asked_by        BLOB    NOT NULL,
  account_id      BLOB,                      -- the mailbox it goes through
  name            TEXT    NOT NULL,
  email           TEXT    NOT NULL,
  question        TEXT    NOT NULL,
  subject         TEXT    NOT NULL,
  body            TEXT    NOT NULL,          -- as it was sent
  messages        TEXT    NOT NULL,
  lifted          INTEGER NOT NULL,
  state           TEXT    NOT NULL,
  why             TEXT    NOT NULL DEFAULT '',
  trouble         TEXT    NOT NULL DEFAULT '',
  handle          BLOB    NOT NULL UNIQUE,   -- names it in its token
  asked_at        INTEGER NOT NULL,
  due_at          INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL,
  reminded_at     INTEGER,
  answered_at     INTEGER,
  ended_at        INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX consult_by_conversation ON consult (conversation_id, id);
CREATE INDEX consult_by_asker ON consult (asked_by, asked_at);

CREATE TABLE advice (
  id              BLOB    PRIMARY KEY,
  consult_id      BLOB    NOT NULL REFERENCES consult (id),
  mail_key        TEXT    NOT NULL,          -- of the mail; the same one counts once
  state           TEXT    NOT NULL,
  machine         TEXT    NOT NULL,
  email           TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  proof           TEXT    NOT NULL,
  doubts          TEXT    NOT NULL,
  body            TEXT    NOT NULL,
  quoted          TEXT    NOT NULL,
  signature       TEXT    NOT NULL,
  attachments     TEXT    NOT NULL,
  at              INTEGER NOT NULL,
  noted_by        BLOB,
  message_id      BLOB,                      -- where it stands in the conversation
  decided_by      BLOB,
  decided_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX advice_once ON advice (consult_id, mail_key);

CREATE TABLE report (
  id              BLOB    PRIMARY KEY,
  via             TEXT    NOT NULL,
  mail_key        TEXT    NOT NULL UNIQUE,
  email           TEXT    NOT NULL,
  name            TEXT    NOT NULL,
  account_id      BLOB,                      -- the mailbox it came to
  url             TEXT    NOT NULL,
  body            TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  why             TEXT    NOT NULL,
  believed        INTEGER NOT NULL,
  forwarded       INTEGER NOT NULL,          -- its words are those of what it tells of
  message_id      BLOB,
  conversation_id BLOB,
  at              INTEGER NOT NULL,
  led_told_at     INTEGER,
  ended_told_at   INTEGER,
  decided_by      BLOB,
  decided_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX report_by_state ON report (state, id);
CREATE INDEX report_by_conversation ON report (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX report_by_message ON report (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE report_setting (
  one             INTEGER PRIMARY KEY,
  body            TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- One mail to somebody who is no customer. It is committed as sending before its first byte.
CREATE TABLE letter (
  id              BLOB    PRIMARY KEY,
  account_id      BLOB,                      -- the mailbox it leaves from
  kind            TEXT    NOT NULL,
  subject         TEXT    NOT NULL,          -- id of the consult or report
  to_email        TEXT    NOT NULL,
  to_name         TEXT    NOT NULL,
  title           TEXT    NOT NULL,
  body            TEXT    NOT NULL,
  message_key     TEXT    NOT NULL,
  refers          TEXT    NOT NULL,
  reply_to        TEXT    NOT NULL,
  speaker         TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  fence           INTEGER NOT NULL DEFAULT 0,
  attempt         INTEGER NOT NULL DEFAULT 0,
  not_before      INTEGER NOT NULL,
  created_at      INTEGER NOT NULL,
  settled_at      INTEGER,
  code            TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX letter_waiting ON letter (account_id, not_before, id) WHERE state = 'waiting';
CREATE INDEX letter_sending ON letter (account_id, fence) WHERE state = 'sending';
CREATE INDEX letter_by_subject ON letter (subject, id);
