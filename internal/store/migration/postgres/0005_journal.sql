-- What happened, what is to happen, and the counters that both keep.
-- Many writers, and the order of a key is not the order of commits: rows commit without a position and a sequencer
-- numbers them afterwards, without gaps.
CREATE TABLE journal (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  position        bigint UNIQUE,
  kind            text    NOT NULL,
  at              bigint NOT NULL,
  recorded_at     bigint NOT NULL,
  origin          text    NOT NULL,
  actor_kind      text    NOT NULL,
  actor           uuid,
  conversation_id uuid,
  message_id      uuid,
  account_id      uuid,
  brand_id        uuid,
  department      text    NOT NULL DEFAULT '',
  network         text    NOT NULL DEFAULT '',
  visibility      text    NOT NULL DEFAULT '',
  agent           uuid,
  epoch           bigint NOT NULL DEFAULT 0,
  reason          text    NOT NULL DEFAULT '',
  subject         text    NOT NULL DEFAULT '',
  numbers         text    NOT NULL DEFAULT ''
);
CREATE INDEX journal_by_conversation ON journal (conversation_id, id) WHERE conversation_id IS NOT NULL;
CREATE INDEX journal_unnumbered ON journal (id) WHERE position IS NULL;

CREATE TABLE journal_head (
  one             bigint PRIMARY KEY CHECK (one = 1),
  position        bigint NOT NULL
);
INSERT INTO journal_head (one, position) VALUES (1, 0);

CREATE TABLE timer (
  kind            text    NOT NULL,
  subject         uuid    NOT NULL,
  due_at          bigint NOT NULL,
  body            text    NOT NULL DEFAULT '',
  PRIMARY KEY (kind, subject)
);
CREATE INDEX timer_by_due ON timer (due_at, kind, subject);

CREATE TABLE counter (
  scope           text    NOT NULL,          -- all, department:KEY, agent:ID
  view            text    NOT NULL,          -- open, queued, led, offered
  n               bigint NOT NULL,
  PRIMARY KEY (scope, view)
);

-- Counters are appended to and folded now and then, so that no row is hot.
CREATE TABLE counter_delta (
  id              bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  scope           text   NOT NULL,
  view            text   NOT NULL,
  n               bigint NOT NULL
);
CREATE INDEX counter_delta_by_view ON counter_delta (scope, view, n);
