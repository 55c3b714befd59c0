-- How an installation came to be, and links that let one person in once.
CREATE TABLE one_time_link (
  id              uuid     PRIMARY KEY,
  digest          bytea    NOT NULL UNIQUE,   -- SHA-256 of the token
  purpose         text    NOT NULL,          -- setup, invitation
  agent_id        uuid     REFERENCES agent (id), -- whom it invites
  created_at      bigint NOT NULL,
  created_by      uuid,
  expires_at      bigint NOT NULL,
  used_at         bigint,
  visit           bytea    UNIQUE,            -- SHA-256 of what the browser that used it shows from then on
  visit_until     bigint
);
CREATE INDEX one_time_link_by_agent ON one_time_link (purpose, agent_id);

-- Hours by name. What is promised to customers is measured on one of them.
CREATE TABLE calendar (
  key             text    PRIMARY KEY,       -- company: when somebody is here
  name            text    NOT NULL,
  hours           text    NOT NULL,          -- zone, spans and holidays
  changed_at      bigint NOT NULL
);

-- What the company said about itself when it was set up.
CREATE TABLE charter (
  id              bigint PRIMARY KEY CHECK (id = 1),
  company         text    NOT NULL,
  wishes          text    NOT NULL,          -- what customers should get, most important first
  answers         text    NOT NULL,          -- as given
  set_up_at       bigint NOT NULL,
  set_up_by       uuid     REFERENCES agent (id)
);

CREATE TABLE objective (
  id              uuid     PRIMARY KEY,
  kind            text    NOT NULL,
  state           text    NOT NULL,          -- proposed, active, retired
  rank            bigint NOT NULL,          -- 1 is the most important
  department      text    NOT NULL,          -- empty: every one
  network         text    NOT NULL,          -- empty: every one
  intent          text    NOT NULL,          -- empty: every one
  target_seconds  bigint,                   -- of open time of the calendar
  target_share    bigint,                   -- in percent
  calendar        text    NOT NULL REFERENCES calendar (key),
  wish            text    NOT NULL,          -- which wish of the charter it serves
  created_at      bigint NOT NULL
);
