-- How an installation came to be, and links that let one person in once.
CREATE TABLE one_time_link (
  id              BLOB    PRIMARY KEY,
  digest          BLOB    NOT NULL UNIQUE,   -- SHA-256 of the token
  purpose         TEXT    NOT NULL,          -- setup, invitation
  agent_id        BLOB    REFERENCES agent (id), -- whom it invites
  created_at      INTEGER NOT NULL,
  created_by      BLOB,
  expires_at      INTEGER NOT NULL,
  used_at         INTEGER,
  visit           BLOB    UNIQUE,            -- SHA-256 of what the browser that used it shows from then on
  visit_until     INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX one_time_link_by_agent ON one_time_link (purpose, agent_id);

-- Hours by name. What is promised to customers is measured on one of them.
CREATE TABLE calendar (
  key             TEXT    PRIMARY KEY,       -- company: when somebody is here
  name            TEXT    NOT NULL,
  hours           TEXT    NOT NULL,          -- zone, spans and holidays
  changed_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What the company said about itself when it was set up.
CREATE TABLE charter (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  company         TEXT    NOT NULL,
  wishes          TEXT    NOT NULL,          -- what customers should get, most important first
  answers         TEXT    NOT NULL,          -- as given
  set_up_at       INTEGER NOT NULL,
  set_up_by       BLOB    REFERENCES agent (id)
) STRICT;

CREATE TABLE objective (
  id              BLOB    PRIMARY KEY,
  kind            TEXT    NOT NULL,
  state           TEXT    NOT NULL,          -- proposed, active, retired
  rank            INTEGER NOT NULL,          -- 1 is the most important
  department      TEXT    NOT NULL,          -- empty: every one
  network         TEXT    NOT NULL,          -- empty: every one
  intent          TEXT    NOT NULL,          -- empty: every one
  target_seconds  INTEGER,                   -- of open time of the calendar
  target_share    INTEGER,                   -- in percent
  calendar        TEXT    NOT NULL REFERENCES calendar (key),
  wish            TEXT    NOT NULL,          -- which wish of the charter it serves
  created_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
