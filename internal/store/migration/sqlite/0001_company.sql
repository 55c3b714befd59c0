-- The company: its installation, brands, departments, people and accounts.
CREATE TABLE installation (
  id            INTEGER PRIMARY KEY CHECK (id = 1),
  incarnation   TEXT    NOT NULL,            -- changes when a backup is restored; part of every event id
  created_at    INTEGER NOT NULL,
  restored_at   INTEGER,                     -- set while nothing may be sent until reconciled
  backup_at     INTEGER                      -- when the restored backup was taken
) STRICT;

CREATE TABLE node (
  name          TEXT    PRIMARY KEY,         -- one running process
  started_at    INTEGER NOT NULL,
  alive_until   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE brand (
  id            BLOB    PRIMARY KEY,
  key           TEXT    NOT NULL UNIQUE,
  name          TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE department (
  key           TEXT    PRIMARY KEY,
  name          TEXT    NOT NULL,
  pull          INTEGER NOT NULL DEFAULT 0
) STRICT, WITHOUT ROWID;

CREATE TABLE agent (
  id            BLOB    PRIMARY KEY,
  name          TEXT    NOT NULL,
  email         TEXT    NOT NULL UNIQUE,     -- lower case
  role          TEXT    NOT NULL,
  password      TEXT    NOT NULL DEFAULT '', -- argon2id, empty: cannot sign in with one
  skills        TEXT    NOT NULL DEFAULT '[]',
  languages     TEXT    NOT NULL DEFAULT '[]',
  freedom       INTEGER NOT NULL DEFAULT 2,
  cap           INTEGER NOT NULL DEFAULT 8,
  load          INTEGER NOT NULL DEFAULT 0,
  presence      TEXT    NOT NULL DEFAULT 'away',
  idle_since    INTEGER NOT NULL DEFAULT 0,
  deputy        BLOB,
  shift         TEXT    NOT NULL DEFAULT '', -- calendar; empty: presence alone decides
  disabled      INTEGER NOT NULL DEFAULT 0,
  created_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE agent_department (
  agent_id      BLOB    NOT NULL REFERENCES agent (id),
  department    TEXT    NOT NULL REFERENCES department (key),
  PRIMARY KEY (agent_id, department)
) STRICT, WITHOUT ROWID;
CREATE INDEX agent_department_by_department ON agent_department (department, agent_id);

-- What an agent may see beyond their departments: brands and accounts.
CREATE TABLE agent_scope (
  agent_id      BLOB    NOT NULL REFERENCES agent (id),
  kind          TEXT    NOT NULL,            -- brand, account
  subject       BLOB    NOT NULL,
  PRIMARY KEY (agent_id, kind, subject)
) STRICT, WITHOUT ROWID;

CREATE TABLE absence (
  agent_id      BLOB    NOT NULL REFERENCES agent (id),
  starts_at     INTEGER NOT NULL,
  ends_at       INTEGER NOT NULL,
  reason        TEXT    NOT NULL,
  PRIMARY KEY (agent_id, starts_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE account (
  id            BLOB    PRIMARY KEY,
  network       TEXT    NOT NULL,
  realm         TEXT    NOT NULL,
  handle        TEXT    NOT NULL,
  name          TEXT    NOT NULL,
  brand_id      BLOB    NOT NULL REFERENCES brand (id),
  voice         TEXT    NOT NULL,
  accountable   BLOB,
  state         TEXT    NOT NULL,
  config        TEXT    NOT NULL DEFAULT '{}',
  secrets       BLOB,                        -- sealed, bound to this row
  health        TEXT    NOT NULL DEFAULT '{}',
  created_at    INTEGER NOT NULL,
  UNIQUE (network, realm, handle)
) STRICT, WITHOUT ROWID;

-- One lease covers an account's reader, sender and rate budget. The fence rises with every new holder.
CREATE TABLE account_lease (
  account_id    BLOB    PRIMARY KEY REFERENCES account (id),
  holder        TEXT    NOT NULL,
  fence         INTEGER NOT NULL,
  until         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE lane_cursor (
  account_id    BLOB    NOT NULL REFERENCES account (id),
  lane          TEXT    NOT NULL,            -- stream, poll, fill
  position      TEXT    NOT NULL,
  updated_at    INTEGER NOT NULL,
  PRIMARY KEY (account_id, lane)
) STRICT, WITHOUT ROWID;

CREATE TABLE gap (
  account_id    BLOB    NOT NULL REFERENCES account (id),
  lane          TEXT    NOT NULL,
  from_position TEXT    NOT NULL,
  to_position   TEXT    NOT NULL,
  reason        TEXT    NOT NULL,
  state         TEXT    NOT NULL,            -- open, filled, unfillable
  opened_at     INTEGER NOT NULL,
  closed_at     INTEGER,
  PRIMARY KEY (account_id, lane, from_position)
) STRICT, WITHOUT ROWID;

CREATE TABLE policy (
  id            BLOB    PRIMARY KEY,
  name          TEXT    NOT NULL,
  hash          TEXT    NOT NULL,
  source        TEXT    NOT NULL,
  activated_at  INTEGER NOT NULL,
  activated_by  BLOB,
  why           TEXT    NOT NULL,
  objective     TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX policy_by_time ON policy (activated_at);
