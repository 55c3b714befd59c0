-- Help without a login: questions to people outside by mail, what comes back, and what colleagues report.
CREATE TABLE expert (
  id              uuid    PRIMARY KEY,
  name            text    NOT NULL,
  email           text    NOT NULL UNIQUE,
  answers         text    NOT NULL,
  created_at      bigint NOT NULL,
  changed_at      bigint NOT NULL
);

CREATE TABLE consult (
  id              uuid    PRIMARY KEY,
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  asked_by        uuid    NOT NULL,
  account_id      uuid,                      -- the mailbox it goes through
  name            text    NOT NULL,
  email           text    NOT NULL,
  question        text    NOT NULL,
  subject         text    NOT NULL,
  body            text    NOT NULL,          -- as it was sent
  messages        text    NOT NULL,
  lifted          bigint NOT NULL,
  state           text    NOT NULL,
  why             text    NOT NULL DEFAULT '',
  trouble         text    NOT NULL DEFAULT '',
  handle          bytea   NOT NULL UNIQUE,   -- names it in its token
  asked_at        bigint NOT NULL,
  due_at          bigint NOT NULL,
  expires_at      bigint NOT NULL,
  reminded_at     bigint,
  answered_at     bigint,
  ended_at        bigint 
);
CREATE INDEX consult_by_conversation ON consult (conversation_id, id);
CREATE INDEX consult_by_asker ON consult (asked_by, asked_at);

CREATE TABLE advice (
  id              uuid    PRIMARY KEY,
  consult_id      uuid    NOT NULL REFERENCES consult (id),
  mail_key        text    NOT NULL,          -- of the mail; the same one counts once
  state           text    NOT NULL,
  machine         text    NOT NULL,
  email           text    NOT NULL,
  name            text    NOT NULL,
  proof           text    NOT NULL,
  doubts          text    NOT NULL,
  body            text    NOT NULL,
  quoted          text    NOT NULL,
  signature       text    NOT NULL,
  attachments     text    NOT NULL,
  at              bigint NOT NULL,
  noted_by        uuid,
  message_id      uuid,                      -- where it stands in the conversation
  decided_by      uuid,
  decided_at      bigint 
);
CREATE UNIQUE INDEX advice_once ON advice (consult_id, mail_key);

CREATE TABLE report (
  id              uuid    PRIMARY KEY,
  via             text    NOT NULL,
  mail_key        text    NOT NULL UNIQUE,
  email           text    NOT NULL,
  name            text    NOT NULL,
  account_id      uuid,                      -- the mailbox it came to
  url             text    NOT NULL,
  body            text    NOT NULL,
  state           text    NOT NULL,
  why             text    NOT NULL,
  believed        bigint NOT NULL,
  forwarded       bigint NOT NULL,           -- its words are those of what it tells of
  message_id      uuid,
  conversation_id uuid,
  at              bigint NOT NULL,
  led_told_at     bigint,
  ended_told_at   bigint,
  decided_by      uuid,
  decided_at      bigint 
);
CREATE INDEX report_by_state ON report (state, id);
CREATE INDEX report_by_conversation ON report (conversation_id) WHERE conversation_id IS NOT NULL;
CREATE INDEX report_by_message ON report (message_id) WHERE message_id IS NOT NULL;

CREATE TABLE report_setting (
  one             bigint PRIMARY KEY,
  body            text    NOT NULL
);

-- One mail to somebody who is no customer. It is committed as sending before its first byte.
CREATE TABLE letter (
  id              uuid    PRIMARY KEY,
  account_id      uuid,                      -- the mailbox it leaves from
  kind            text    NOT NULL,
  subject         text    NOT NULL,          -- id of the consult or report
  to_email        text    NOT NULL,
  to_name         text    NOT NULL,
  title           text    NOT NULL,
  body            text    NOT NULL,
  message_key     text    NOT NULL,
  refers          text    NOT NULL,
  reply_to        text    NOT NULL,
  speaker         text    NOT NULL,
  state           text    NOT NULL,
  fence           bigint NOT NULL DEFAULT 0,
  attempt         bigint NOT NULL DEFAULT 0,
  not_before      bigint NOT NULL,
  created_at      bigint NOT NULL,
  settled_at      bigint,
  code            text    NOT NULL DEFAULT ''
);
CREATE INDEX letter_waiting ON letter (account_id, not_before, id) WHERE state = 'waiting';
CREATE INDEX letter_sending ON letter (account_id, fence) WHERE state = 'sending';
CREATE INDEX letter_by_subject ON letter (subject, id);
