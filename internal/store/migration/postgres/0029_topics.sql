-- The company's own list of topics. A topic that is not looked for any more stays: verdicts of before name it.
CREATE TABLE topic (
  key             text    PRIMARY KEY,
  body            text    NOT NULL,          -- name, words, examples
  archived        bigint  NOT NULL DEFAULT 0,
  version         bigint  NOT NULL,          -- counts the changes
  created_at      bigint  NOT NULL,
  changed_at      bigint  NOT NULL,
  changed_by      uuid
);

-- What was learned of each from the messages that people put there or took out.
CREATE TABLE topic_model (
  topic           text    PRIMARY KEY,
  body            text    NOT NULL,
  made_at         bigint  NOT NULL
);

-- Suggestions nobody wants to see again.
CREATE TABLE topic_dismissed (
  phrase          text    PRIMARY KEY,
  dismissed_by    uuid,
  dismissed_at    bigint  NOT NULL
);

-- What people said of topics, newest first.
CREATE INDEX correction_of_topics ON correction (made_at, id) WHERE substr(head, 1, 6) = 'topic/';
