-- Who may come in, and what they did.
CREATE TABLE session (
  id              uuid    PRIMARY KEY,
  digest          bytea    NOT NULL UNIQUE,   -- SHA-256 of the cookie's value
  agent_id        uuid    NOT NULL REFERENCES agent (id),
  created_at      bigint NOT NULL,
  seen_at         bigint NOT NULL,
  expires_at      bigint NOT NULL
);
CREATE INDEX session_by_agent ON session (agent_id);

CREATE TABLE token (
  id              uuid    PRIMARY KEY,
  digest          bytea    NOT NULL UNIQUE,   -- SHA-256 of the token
  agent_id        uuid    NOT NULL REFERENCES agent (id),
  name            text    NOT NULL,
  permissions     text    NOT NULL,          -- a subset of the agent's own; empty list: all of them
  created_at      bigint NOT NULL,
  expires_at      bigint,
  used_at         bigint,
  revoked_at      bigint
);
CREATE INDEX token_by_agent ON token (agent_id);

-- Requests remembered for a day, so that a repeated one has one effect.
CREATE TABLE remembered_request (
  digest          bytea    PRIMARY KEY,       -- of caller and key
  request         bytea    NOT NULL,          -- digest of method, path and body
  status          bigint NOT NULL,          -- 0 while it runs
  body            bytea    NOT NULL,
  media_type      text    NOT NULL,
  at              bigint NOT NULL
);
CREATE INDEX remembered_request_by_time ON remembered_request (at);

-- Signed requests seen lately, so that none counts twice.
CREATE TABLE seen_signature (
  digest          bytea    PRIMARY KEY,
  at              bigint NOT NULL
);
CREATE INDEX seen_signature_by_time ON seen_signature (at);

CREATE TABLE audit (
  id              uuid    PRIMARY KEY,
  at              bigint NOT NULL,
  actor_kind      text    NOT NULL,
  actor           uuid,
  action          text    NOT NULL,
  subject         text    NOT NULL,
  detail          text    NOT NULL           -- closed values and ids, never secrets or message text
);
