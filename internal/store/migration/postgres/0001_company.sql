-- The company: its installation, brands, departments, people and accounts.
CREATE TABLE installation (
  id            bigint PRIMARY KEY CHECK (id = 1),
  incarnation   text    NOT NULL,            -- changes when a backup is restored; part of every event id
  created_at    bigint NOT NULL,
  restored_at   bigint,                     -- set while nothing may be sent until reconciled
  backup_at     bigint                      -- when the restored backup was taken
);

CREATE TABLE node (
  name          text    PRIMARY KEY,         -- one running process
  started_at    bigint NOT NULL,
  alive_until   bigint NOT NULL
);

CREATE TABLE brand (
  id            uuid    PRIMARY KEY,
  key           text    NOT NULL UNIQUE,
  name          text    NOT NULL
);

CREATE TABLE department (
  key           text    PRIMARY KEY,
  name          text    NOT NULL,
  pull          bigint NOT NULL DEFAULT 0
);

CREATE TABLE agent (
  id            uuid    PRIMARY KEY,
  name          text    NOT NULL,
  email         text    NOT NULL UNIQUE,     -- lower case
  role          text    NOT NULL,
  password      text    NOT NULL DEFAULT '', -- argon2id, empty: cannot sign in with one
  skills        text    NOT NULL DEFAULT '[]',
  languages     text    NOT NULL DEFAULT '[]',
  freedom       bigint NOT NULL DEFAULT 2,
  cap           bigint NOT NULL DEFAULT 8,
  load          bigint NOT NULL DEFAULT 0,
  presence      text    NOT NULL DEFAULT 'away',
  idle_since    bigint NOT NULL DEFAULT 0,
  deputy        uuid,
  shift         text    NOT NULL DEFAULT '', -- calendar; empty: presence alone decides
  disabled      bigint NOT NULL DEFAULT 0,
  created_at    bigint NOT NULL
);

CREATE TABLE agent_department (
  agent_id      uuid    NOT NULL REFERENCES agent (id),
  department    text    NOT NULL REFERENCES department (key),
  PRIMARY KEY (agent_id, department)
);
CREATE INDEX agent_department_by_department ON agent_department (department, agent_id);

-- What an agent may see beyond their departments: brands and accounts.
CREATE TABLE agent_scope (
  agent_id      uuid    NOT NULL REFERENCES agent (id),
  kind          text    NOT NULL,            -- brand, account
  subject       uuid    NOT NULL,
  PRIMARY KEY (agent_id, kind, subject)
);

CREATE TABLE absence (
  agent_id      uuid    NOT NULL REFERENCES agent (id),
  starts_at     bigint NOT NULL,
  ends_at       bigint NOT NULL,
  reason        text    NOT NULL,
  PRIMARY KEY (agent_id, starts_at)
);

CREATE TABLE account (
  id            uuid    PRIMARY KEY,
  network       text    NOT NULL,
  realm         text    NOT NULL,
  handle        text    NOT NULL,
  name          text    NOT NULL,
  brand_id      uuid    NOT NULL REFERENCES brand (id),
  voice         text    NOT NULL,
  accountable   uuid,
  state         text    NOT NULL,
  config        text    NOT NULL DEFAULT '{}',
  secrets       bytea,                        -- sealed, bound to this row
  health        text    NOT NULL DEFAULT '{}',
  created_at    bigint NOT NULL,
  UNIQUE (network, realm, handle)
);

-- One lease covers an account's reader, sender and rate budget. The fence rises with every new holder.
CREATE TABLE account_lease (
  account_id    uuid    PRIMARY KEY REFERENCES account (id),
  holder        text    NOT NULL,
  fence         bigint NOT NULL,
  until         bigint NOT NULL
);

CREATE TABLE lane_cursor (
  account_id    uuid    NOT NULL REFERENCES account (id),
  lane          text    NOT NULL,            -- stream, poll, fill
  position      text    NOT NULL,
  updated_at    bigint NOT NULL,
  PRIMARY KEY (account_id, lane)
);

CREATE TABLE gap (
  account_id    uuid    NOT NULL REFERENCES account (id),
  lane          text    NOT NULL,
  from_position text    NOT NULL,
  to_position   text    NOT NULL,
  reason        text    NOT NULL,
  state         text    NOT NULL,            -- open, filled, unfillable
  opened_at     bigint NOT NULL,
  closed_at     bigint,
  PRIMARY KEY (account_id, lane, from_position)
);

CREATE TABLE policy (
  id            uuid    PRIMARY KEY,
  name          text    NOT NULL,
  hash          text    NOT NULL,
  source        text    NOT NULL,
  activated_at  bigint NOT NULL,
  activated_by  uuid,
  why           text    NOT NULL,
  objective     text    NOT NULL
);
CREATE INDEX policy_by_time ON policy (activated_at);
