-- Being told: notices, the ways they go, and alarms that climb until somebody accepts them.
CREATE TABLE notice (
  id              BLOB    PRIMARY KEY,
  recipient       TEXT    NOT NULL,          -- id of an agent, or of a team's chat hook
  agent_id        BLOB,                      -- the person, if it is one
  event           TEXT    NOT NULL,
  subject         TEXT    NOT NULL,          -- id of the offer, conversation, draft, delivery, account or alarm
  conversation_id BLOB,
  account_id      BLOB,
  department      TEXT    NOT NULL,
  count           INTEGER NOT NULL,
  first_position  INTEGER NOT NULL,          -- in the journal; what raised it
  last_position   INTEGER NOT NULL,          -- of the last event that was added to it
  first_at        INTEGER NOT NULL,
  last_at         INTEGER NOT NULL,
  unread          INTEGER NOT NULL,
  seen_at         INTEGER,
  seen_why        TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX notice_once ON notice (recipient, event, subject, first_position);
CREATE UNIQUE INDEX notice_open ON notice (event, subject, recipient) WHERE unread = 1;
CREATE INDEX notice_by_agent ON notice (agent_id, unread, last_at, id) WHERE agent_id IS NOT NULL;
CREATE INDEX notice_open_conversation ON notice (conversation_id, agent_id) WHERE unread = 1;
CREATE INDEX notice_seen ON notice (seen_at) WHERE unread = 0;

-- One way a notice goes to one place. It is committed as sending before its first byte and never sent again after that,
-- unless the other side certainly refused it.
CREATE TABLE telling (
  id              BLOB    PRIMARY KEY,
  notice_id       BLOB    NOT NULL REFERENCES notice (id),
  recipient       TEXT    NOT NULL,
  way             TEXT    NOT NULL,
  target          TEXT    NOT NULL,          -- id of a push subscription or chat hook; empty for email
  ring            INTEGER NOT NULL,          -- 0, or which call of an alarm it belongs to
  loud            INTEGER NOT NULL,          -- whether quiet hours do not hold it
  state           TEXT    NOT NULL,
  due_at          INTEGER NOT NULL,
  attempt         INTEGER NOT NULL DEFAULT 0,
  letter          BLOB,                      -- what went out together
  claimed_at      INTEGER,
  settled_at      INTEGER,
  code            TEXT    NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX telling_once ON telling (notice_id, way, target, ring);
CREATE INDEX telling_waiting ON telling (way, due_at, id) WHERE state = 'waiting';
CREATE INDEX telling_to ON telling (recipient, way, target, due_at) WHERE state = 'waiting';
CREATE INDEX telling_sending ON telling (claimed_at) WHERE state = 'sending';
CREATE INDEX telling_letter ON telling (letter) WHERE state = 'sending';

-- What a person wants to be told of, and how many notices they have not seen.
CREATE TABLE notice_reader (
  agent_id        BLOB    PRIMARY KEY REFERENCES agent (id),
  preferences     TEXT    NOT NULL DEFAULT '',
  unread          INTEGER NOT NULL DEFAULT 0,
  mailed_at       INTEGER                    -- the last mail, so that they come with pauses
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_cursor (
  one             INTEGER PRIMARY KEY,
  incarnation     TEXT    NOT NULL,
  position        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE push_subscription (
  id              BLOB    PRIMARY KEY,
  agent_id        BLOB    NOT NULL REFERENCES agent (id),
  digest          BLOB    NOT NULL UNIQUE,   -- of the endpoint
  sealed          BLOB    NOT NULL,          -- endpoint and keys
  name            TEXT    NOT NULL,
  created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX push_subscription_by_agent ON push_subscription (agent_id, id);

CREATE TABLE chat_hook (
  id              BLOB    PRIMARY KEY,
  agent_id        BLOB    NOT NULL REFERENCES agent (id),
  department      TEXT    NOT NULL,          -- empty for a person's own
  name            TEXT    NOT NULL,
  sealed          BLOB    NOT NULL,          -- address and signing secret
  events          TEXT    NOT NULL,          -- of a team's hook
  state           TEXT    NOT NULL,
  failures        INTEGER NOT NULL DEFAULT 0,
  trouble         TEXT    NOT NULL DEFAULT '',
  created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX chat_hook_by_agent ON chat_hook (agent_id, id);
CREATE INDEX chat_hook_by_department ON chat_hook (department, id) WHERE department <> '';

-- How a way that the installation has only one of is doing.
CREATE TABLE way_health (
  way             TEXT    PRIMARY KEY,
  ok_at           INTEGER,
  failed_at       INTEGER,
  trouble         TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

-- Secrets of the installation itself, such as the key that web push is signed with.
CREATE TABLE installation_secret (
  name            TEXT    PRIMARY KEY,
  sealed          BLOB    NOT NULL,
  created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE on_call (
  department      TEXT    PRIMARY KEY,
  body            TEXT    NOT NULL,
  updated_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE alarm (
  id              BLOB    PRIMARY KEY,
  conversation_id BLOB    NOT NULL REFERENCES conversation (id),
  kind            TEXT    NOT NULL,
  department      TEXT    NOT NULL,
  state           TEXT    NOT NULL,
  raised_at       INTEGER NOT NULL,
  step            INTEGER NOT NULL,          -- of the ladder; how many were climbed
  ring            INTEGER NOT NULL,          -- how often somebody was called
  next_at         INTEGER,
  unheard         INTEGER NOT NULL,          -- whether nobody could be called
  accepted_by     BLOB,
  accepted_at     INTEGER,
  over_at         INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX alarm_open ON alarm (conversation_id, kind) WHERE state <> 'over';
CREATE INDEX alarm_by_conversation ON alarm (conversation_id, id);
CREATE INDEX alarm_ringing ON alarm (id) WHERE state = 'ringing';

CREATE TABLE alarm_call (
  alarm_id        BLOB    NOT NULL REFERENCES alarm (id),
  ring            INTEGER NOT NULL,
  step            TEXT    NOT NULL,
  agents          TEXT    NOT NULL,
  at              INTEGER NOT NULL,
  PRIMARY KEY (alarm_id, ring)
) STRICT, WITHOUT ROWID;
