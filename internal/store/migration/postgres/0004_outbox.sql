-- What we say: drafts, rulings, approvals and every send of every part.
CREATE TABLE draft (
  id              uuid    PRIMARY KEY,
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  leg_id          uuid    NOT NULL REFERENCES leg (id),
  author_id       uuid    NOT NULL,
  epoch           bigint NOT NULL,
  parts           text    NOT NULL,
  reply_to        text    NOT NULL,
  state           text    NOT NULL,
  hash            text    NOT NULL,
  send_at         bigint,
  ruling          text    NOT NULL DEFAULT '',
  version         bigint NOT NULL,
  updated_at      bigint NOT NULL
);
CREATE INDEX draft_by_conversation ON draft (conversation_id, id);
CREATE INDEX draft_held ON draft (updated_at, id) WHERE state = 'held';

CREATE TABLE approval (
  draft_id        uuid    NOT NULL REFERENCES draft (id),
  hash            text    NOT NULL,
  given_by        uuid    NOT NULL,
  freedom         bigint NOT NULL,
  at              bigint NOT NULL,
  PRIMARY KEY (draft_id, hash, given_by)
);

CREATE TABLE delivery (
  id              uuid    PRIMARY KEY,
  draft_id        uuid    NOT NULL REFERENCES draft (id),
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  leg_id          uuid    NOT NULL REFERENCES leg (id),
  account_id      uuid    NOT NULL REFERENCES account (id),
  part            bigint NOT NULL,
  state           text    NOT NULL,
  attempt         bigint NOT NULL,
  fence           bigint NOT NULL DEFAULT 0,
  external_id     text    NOT NULL DEFAULT '',
  url             text    NOT NULL DEFAULT '',
  not_before      bigint NOT NULL DEFAULT 0,
  started_at      bigint,
  settled_at      bigint,
  settled_by      text    NOT NULL DEFAULT '',
  code            text    NOT NULL DEFAULT '',
  text            text    NOT NULL DEFAULT '',
  UNIQUE (draft_id, part)
);
-- A leg is held while the fate of one of its sends is open.
CREATE UNIQUE INDEX delivery_one_open_per_leg ON delivery (leg_id) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_waiting ON delivery (account_id, not_before, id) WHERE state = 'waiting';
CREATE INDEX delivery_waiting_by_leg ON delivery (leg_id) WHERE state = 'waiting';
CREATE INDEX delivery_open ON delivery (account_id, state, id) WHERE state IN ('sending', 'unknown');
CREATE INDEX delivery_by_conversation ON delivery (conversation_id, id);
CREATE INDEX delivery_by_external ON delivery (account_id, external_id) WHERE external_id <> '';

-- Events told to programs outside.
CREATE TABLE subscription (
  id              uuid    PRIMARY KEY,
  name            text    NOT NULL,
  url             text    NOT NULL,
  secret          bytea    NOT NULL,          -- sealed, bound to this row
  kinds           text    NOT NULL,          -- event kinds, empty list: all
  owner           uuid    NOT NULL,          -- sees what this agent may see
  position        bigint NOT NULL,          -- told up to here
  state           text    NOT NULL,          -- on, paused, failing
  failures        bigint NOT NULL DEFAULT 0,
  next_at         bigint NOT NULL DEFAULT 0,
  created_at      bigint NOT NULL
);

CREATE TABLE callback (
  id              uuid    PRIMARY KEY,
  subscription_id uuid    NOT NULL REFERENCES subscription (id),
  first_position  bigint NOT NULL,
  last_position   bigint NOT NULL,
  attempt         bigint NOT NULL,
  status          bigint NOT NULL,          -- HTTP status, 0 when there was no answer
  trouble         text    NOT NULL,
  millis          bigint NOT NULL,
  at              bigint NOT NULL
);
CREATE INDEX callback_by_subscription ON callback (subscription_id, id);
