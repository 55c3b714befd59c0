-- Conversations: whose they are, where they stand, and the channels they run on.
CREATE TABLE conversation (
  id               uuid    PRIMARY KEY,
  brand_id         uuid    NOT NULL REFERENCES brand (id),
  customer_id      uuid    NOT NULL REFERENCES customer (id),
  account_id       uuid    NOT NULL REFERENCES account (id),
  network          text    NOT NULL,
  origin           text    NOT NULL,
  department       text    NOT NULL,
  stance           text    NOT NULL,
  lead             uuid,
  epoch            bigint NOT NULL,
  last_lead        uuid,
  helpers          text    NOT NULL DEFAULT '[]',
  offer_to         uuid,
  offer            text    NOT NULL DEFAULT '',
  transfer_to      uuid,
  transfer         text    NOT NULL DEFAULT '',
  ball             text    NOT NULL,
  visibility       text    NOT NULL,
  urgency          text    NOT NULL,
  intent           text    NOT NULL,
  sentiment        text    NOT NULL,
  flags            text    NOT NULL DEFAULT '[]',
  language         text    NOT NULL,
  required_level   bigint NOT NULL,
  rank             bigint NOT NULL,         -- class of work: 0 safety, 1 urgent, 2 normal, 3 low
  queued_at        bigint,
  waiting_since    bigint,
  due_at           bigint,
  sort_at          bigint NOT NULL,         -- due_at, or far in the future when nothing is due
  snoozed_until    bigint,
  snooze_reason    text    NOT NULL DEFAULT '',
  close_reason     text    NOT NULL DEFAULT '',
  close_note       text    NOT NULL DEFAULT '',
  closed_at        bigint,
  reopened         bigint NOT NULL DEFAULT 0,
  merged_into      uuid,
  preview          text    NOT NULL,
  customer_name    text    NOT NULL,
  first_message_at bigint NOT NULL,
  last_message_at  bigint NOT NULL,
  last_in_at       bigint,
  last_out_at      bigint,
  message_count    bigint NOT NULL,
  version          bigint NOT NULL,
  decision_id      uuid,
  informs          text    NOT NULL DEFAULT '[]'
);
-- Lists look at open work only; closed history costs them nothing.
CREATE INDEX conversation_open ON conversation (sort_at, id) WHERE stance <> 'closed';
CREATE INDEX conversation_open_department ON conversation (department, sort_at, id) WHERE stance <> 'closed';
CREATE INDEX conversation_open_lead ON conversation (lead, sort_at, id) WHERE stance <> 'closed' AND lead IS NOT NULL;
CREATE INDEX conversation_offered ON conversation (offer_to, sort_at, id) WHERE offer_to IS NOT NULL;
CREATE INDEX conversation_queued ON conversation (department, rank, queued_at, id) WHERE stance = 'queued';
CREATE INDEX conversation_closed ON conversation (last_message_at, id) WHERE stance = 'closed';
CREATE INDEX conversation_by_customer ON conversation (customer_id, last_message_at, id);

CREATE TABLE leg (
  id               uuid    PRIMARY KEY,
  conversation_id  uuid    NOT NULL REFERENCES conversation (id),
  account_id       uuid    NOT NULL REFERENCES account (id),
  kind             text    NOT NULL,
  thread_id        uuid    NOT NULL REFERENCES thread (id),
  identity_id      uuid    NOT NULL REFERENCES identity (id),
  last_message_key text    NOT NULL,
  last_message_at  bigint NOT NULL,
  receiving        bigint NOT NULL DEFAULT 1
);
-- What somebody says in public and in private within one thread is one matter on two channels.
CREATE UNIQUE INDEX leg_receiving ON leg (thread_id, identity_id, kind) WHERE receiving = 1;
CREATE INDEX leg_by_conversation ON leg (conversation_id, id);

CREATE TABLE decision (
  id              uuid    PRIMARY KEY,
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  message_id      uuid    NOT NULL,
  department      text    NOT NULL,
  rule            text    NOT NULL,
  policy_hash     text    NOT NULL,
  facts_hash      text    NOT NULL,
  body            text    NOT NULL,
  made_at         bigint NOT NULL
);
CREATE INDEX decision_by_conversation ON decision (conversation_id, id);

-- Each time a person was chosen, with the candidates seen and why.
CREATE TABLE assignment (
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  made_at         bigint NOT NULL,
  agent_id        uuid    NOT NULL,
  body            text    NOT NULL,
  PRIMARY KEY (conversation_id, made_at)
);

-- Who said no to which conversation since it was last queued by a person or a decision.
CREATE TABLE declined (
  conversation_id uuid    NOT NULL REFERENCES conversation (id),
  agent_id        uuid    NOT NULL,
  at              bigint NOT NULL,
  reason          text    NOT NULL,
  PRIMARY KEY (conversation_id, agent_id)
);
CREATE INDEX declined_by_agent ON declined (agent_id);
