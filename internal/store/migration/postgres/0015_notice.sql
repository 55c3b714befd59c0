-- Being told: notices, the ways they go, and alarms that climb until somebody accepts them.
CREATE TABLE notice (
  id              uuid    PRIMARY KEY,
  recipient       text    NOT NULL,          -- id of an agent, or of a team's chat hook
  agent_id        uuid,                      -- the person, if it is one
  event           text    NOT NULL,
  subject         text    NOT NULL,          -- id of the offer, conversation, draft, delivery, account or alarm
  conversation_id uuid,
  account_id      uuid,
  department      text    NOT NULL,
  count           bigint NOT NULL,
  first_position  bigint NOT NULL,          -- in the journal; what raised it
  last_position   bigint NOT NULL,          -- of the last event that was added to it
  first_at        bigint NOT NULL,
  last_at         bigint NOT NULL,
  unread          bigint NOT NULL,
  seen_at         bigint,
  seen_why        text    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX notice_once ON notice (recipient, event, subject, first_position);
CREATE UNIQUE INDEX notice_open ON notice (event, subject, recipient) WHERE unread = 1;
CREATE INDEX notice_by_agent ON notice (agent_id, unread, last_at, id) WHERE agent_id IS NOT NULL;
CREATE INDEX notice_open_conversation ON notice (conversation_id, agent_id) WHERE unread = 1;
CREATE INDEX notice_seen ON notice (seen_at) WHERE unread = 0;

-- One way a notice goes to one place. It is committed as sending before its first byte and never sent again after that,
-- unless the other side certainly refused it.
CREATE TABLE telling (
  id              uuid    PRIMARY KEY,
  notice_id       uuid    NOT NULL REFERENCES notice (id),
  recipient       text    NOT NULL,
  way             text    NOT NULL,
  target          text    NOT NULL,          -- id of a push subscription or chat hook; empty for email
  ring            bigint NOT NULL,          -- 0, or which call of an alarm it belongs to
  loud            bigint NOT NULL,          -- whether quiet hours do not hold it
  state           text    NOT NULL,
  due_at          bigint NOT NULL,
  attempt         bigint NOT NULL DEFAULT 0,
  letter          uuid,                      -- what went out together
  claimed_at      bigint,
  settled_at      bigint,
  code            text    NOT NULL DEFAULT ''
);
CREATE UNIQUE INDEX telling_once ON telling (notice_id, way, target, ring);
CREATE INDEX telling_waiting ON telling (way, due_at, id) WHERE state = 'waiting';
CREATE INDEX telling_to ON telling (recipient, way, target, due_at) WHERE state = 'waiting';
CREATE INDEX telling_sending ON telling (claimed_at) WHERE state = 'sending';
CREATE INDEX telling_letter ON telling (letter) WHERE state = 'sending';

-- What a person wants to be told of, and how many notices they have not seen.
CREATE TABLE notice_reader (
  agent_id        uuid    PRIMARY KEY REFERENCES agent (id),
  preferences     text    NOT NULL DEFAULT '',
  unread          bigint NOT NULL DEFAULT 0,
  mailed_at       bigint                    -- the last mail, so that they come with pauses
);

CREATE TABLE notice_cursor (
  one             bigint PRIMARY KEY,
  incarnation     text    NOT NULL,
  position        bigint NOT NULL
);

CREATE TABLE push_subscription (
  id              uuid    PRIMARY KEY,
  agent_id        uuid    NOT NULL REFERENCES agent (id),
  digest          bytea    NOT NULL UNIQUE,   -- of the endpoint
  sealed          bytea    NOT NULL,          -- endpoint and keys
  name            text    NOT NULL,
  created_at      bigint NOT NULL
);
CREATE INDEX push_subscription_by_agent ON push_subscription (agent_id, id);

CREATE TABLE chat_hook (
  id              uuid    PRIMARY KEY,
  agent_id        uuid    NOT NULL REFERENCES agent (id),
  department      text    NOT NULL,          -- empty for a person's own
  name            text    NOT NULL,
  sealed          bytea    NOT NULL,          -- address and signing secret
  events          text    NOT NULL,          -- of a team's hook
  state           text    NOT NULL,
  failures        bigint NOT NULL DEFAULT 0,
  trouble         text    NOT NULL DEFAULT '',
  created_at      bigint NOT NULL
);
CREATE INDEX chat_hook_by_agent ON chat_hook (agent_id, id);
CREATE INDEX chat_hook_by_department ON chat_hook (department, id) WHERE department <> '';

-- How a way that the installation has only one of is doing.
CREATE TABLE way_health (
  way             text    PRIMARY KEY,
  ok_at           bigint,
  failed_at       bigint,
  trouble         text    NOT NULL
);

-- Secrets of the installation itself, such as the key that web push is signed with.
CREATE TABLE installation_secret (
  name            text    PRIMARY KEY,
  sealed          bytea    NOT NULL,
  created_at      bigint NOT NULL
);

CREATE TABLE on_call (
  department      text    PRIMARY KEY,
  body            text    NOT NULL,
  updated_at      bigint NOT NULL
);

CREATE TABLE alarm (
  id              uuid    PRIMARY KEY,
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  kind            text    NOT NULL,
  department      text    NOT NULL,
  state           text    NOT NULL,
  raised_at       bigint NOT NULL,
  step            bigint NOT NULL,          -- of the ladder; how many were climbed
  ring            bigint NOT NULL,          -- how often somebody was called
  next_at         bigint,
  unheard         bigint NOT NULL,          -- whether nobody could be called
  accepted_by     uuid,
  accepted_at     bigint,
  over_at         bigint
);
CREATE UNIQUE INDEX alarm_open ON alarm (conversation_id, kind) WHERE state <> 'over';
CREATE INDEX alarm_by_conversation ON alarm (conversation_id, id);
CREATE INDEX alarm_ringing ON alarm (id) WHERE state = 'ringing';

CREATE TABLE alarm_call (
  alarm_id        uuid    NOT NULL REFERENCES alarm (id),
  ring            bigint NOT NULL,
  step            text    NOT NULL,
  agents          text    NOT NULL,
  at              bigint NOT NULL,
  PRIMARY KEY (alarm_id, ring)
);
