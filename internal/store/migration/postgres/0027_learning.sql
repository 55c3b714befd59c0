-- What people's corrections taught triage, version by version: how each read messages that were held back, before and
-- after, and the weights of those that may be put into force. No text is kept.
CREATE TABLE layer (
  number    bigint PRIMARY KEY,
  ruling    text    NOT NULL,             -- of the held-back check: better, not_better, worse
  base      text    NOT NULL,             -- the models it was learned on
  made_at   bigint NOT NULL,
  asked_by  uuid,                         -- who wanted it; absent when it was time
  took      bigint  NOT NULL,             -- microseconds
  messages  bigint  NOT NULL,             -- that it was learned from or judged by
  networks  text    NOT NULL DEFAULT '[]',-- those with a part of their own
  measures  text    NOT NULL DEFAULT '[]',
  ended_at  bigint,                       -- when it was last taken out of force
  ended_by  uuid,                         -- who took it back; absent when a later one took its place
  weights   bytea   NOT NULL              -- empty when it was refused, or is too old
);

-- Where learning stands; one row.
CREATE TABLE learning (
  id        bigint  PRIMARY KEY CHECK (id = 1),
  enabled   bigint  NOT NULL,
  in_force  bigint  NOT NULL,             -- number of a layer, 0: none
  looked_at bigint,                       -- corrections made until then were looked at
  asked_at  bigint,                       -- it is to be learned since then
  asked_by  uuid,
  tried_at  bigint,
  outcome   text    NOT NULL              -- of the last try
);
