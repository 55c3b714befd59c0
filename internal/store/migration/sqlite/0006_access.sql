-- Who may come in, and what they did.
CREATE TABLE session (
  id              BLOB    PRIMARY KEY,
  digest          BLOB    NOT NULL UNIQUE,   -- SHA-256 of the cookie's value
  agent_id        BLOB    NOT NULL REFERENCES agent (id),
  created_at      INTEGER NOT NULL,
  seen_at         INTEGER NOT NULL,
  expires_at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_by_agent ON session (agent_id);

CREATE TABLE token (
  id              BLOB    PRIMARY KEY,
  digest          BLOB    NOT NULL UNIQUE,   -- SHA-256 of the token
  agent_id        BLOB    NOT NULL REFERENCES agent (id),
  name            TEXT    NOT NULL,
  permissions     TEXT    NOT NULL,          -- a subset of the agent's own; empty list: all of them
  created_at      INTEGER NOT NULL,
  expires_at      INTEGER,
  used_at         INTEGER,
  revoked_at      INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX token_by_agent ON token (agent_id);

-- Requests remembered for a day, so that a repeated one has one effect.
CREATE TABLE remembered_request (
  digest          BLOB    PRIMARY KEY,       -- of caller and key
  request         BLOB    NOT NULL,          -- digest of method, path and body
  status          INTEGER NOT NULL,          -- 0 while it runs
  body            BLOB    NOT NULL,
  media_type      TEXT    NOT NULL,
  at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX remembered_request_by_time ON remembered_request (at);

-- Signed requests seen lately, so that none counts twice.
CREATE TABLE seen_signature (
  digest          BLOB    PRIMARY KEY,
  at              INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX seen_signature_by_time ON seen_signature (at);

CREATE TABLE audit (
  id              BLOB    PRIMARY KEY,
  at              INTEGER NOT NULL,
  actor_kind      TEXT    NOT NULL,
  actor           BLOB,
  action          TEXT    NOT NULL,
  subject         TEXT    NOT NULL,
  detail          TEXT    NOT NULL           -- closed values and ids, never secrets or message text
) STRICT, WITHOUT ROWID;
