-- The company's own list of topics. A topic that is not looked for any more stays: verdicts of before name it.
CREATE TABLE topic (
  key             TEXT    PRIMARY KEY,
  body            TEXT    NOT NULL,          -- name, words, examples
  archived        INTEGER NOT NULL DEFAULT 0,
  version         INTEGER NOT NULL,          -- counts the changes
  created_at      INTEGER NOT NULL,
  changed_at      INTEGER NOT NULL,
  changed_by      BLOB
) STRICT, WITHOUT ROWID;

-- What was learned of each from the messages that people put there or took out.
CREATE TABLE topic_model (
  topic           TEXT    PRIMARY KEY,
  body            TEXT    NOT NULL,
  made_at         INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Suggestions nobody wants to see again.
CREATE TABLE topic_dismissed (
  phrase          TEXT    PRIMARY KEY,
  dismissed_by    BLOB,
  dismissed_at    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What people said of topics, newest first.
CREATE INDEX correction_of_topics ON correction (made_at, id) WHERE substr(head, 1, 6) = 'topic/';
