-- What the external classifier may do; none means that nobody has said, and it is off. Its key lies sealed with the secrets
-- of the installation.
CREATE TABLE classifier_setting (
  one             INTEGER PRIMARY KEY,
  body            TEXT    NOT NULL,
  trouble         TEXT    NOT NULL,          -- how the last call went wrong; empty when it did not
  trouble_at      INTEGER,
  worked_at       INTEGER
) STRICT, WITHOUT ROWID;

-- What was asked of it in a day or a month, UTC; all nodes count here. Calls and tokens are counted before a call is made.
CREATE TABLE classifier_count (
  period          TEXT    PRIMARY KEY,       -- 2026-03-02 or 2026-03
  calls           INTEGER NOT NULL,
  tokens          INTEGER NOT NULL,
  answered        INTEGER NOT NULL,
  changed         INTEGER NOT NULL,          -- of those answered, where a finding became another
  failed          INTEGER NOT NULL,
  spent           INTEGER NOT NULL,          -- messages passed over because the budget was used up
  busy            INTEGER NOT NULL,          -- because enough calls were under way
  resting         INTEGER NOT NULL,          -- because it had failed too often
  told            INTEGER NOT NULL           -- 1 once the journal has said that the budget of this period is used up
) STRICT, WITHOUT ROWID;
