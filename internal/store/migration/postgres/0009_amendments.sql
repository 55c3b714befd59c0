-- What we change about what stands on a network: our posts edited and deleted, others' hidden and shown.
CREATE TABLE amendment (
  id              uuid    PRIMARY KEY,
  message_id      uuid    NOT NULL REFERENCES message (id),
  account_id      uuid    NOT NULL REFERENCES account (id),
  agent_id        uuid    NOT NULL,
  epoch           bigint NOT NULL,
  kind            text    NOT NULL,
  text            text    NOT NULL,
  reason          text    NOT NULL,
  state           text    NOT NULL,
  attempt         bigint NOT NULL DEFAULT 0,
  not_before      bigint NOT NULL DEFAULT 0,
  code            text    NOT NULL DEFAULT '',
  answer          text    NOT NULL DEFAULT '',
  created_at      bigint NOT NULL,
  settled_at      bigint
);
CREATE INDEX amendment_waiting ON amendment (account_id, not_before, id) WHERE state = 'waiting';
CREATE INDEX amendment_by_message ON amendment (message_id, id);

ALTER TABLE message ADD COLUMN hidden_at bigint;
