-- What the external classifier may do; none means that nobody has said, and it is off. Its key lies sealed with the secrets
-- of the installation.
CREATE TABLE classifier_setting (
  one             bigint  PRIMARY KEY,
  body            text    NOT NULL,
  trouble         text    NOT NULL,          -- how the last call went wrong; empty when it did not
  trouble_at      bigint,
  worked_at       bigint
);

-- What was asked of it in a day or a month, UTC; all nodes count here. Calls and tokens are counted before a call is made.
CREATE TABLE classifier_count (
  period          text    PRIMARY KEY,       -- 2026-03-02 or 2026-03
  calls           bigint  NOT NULL,
  tokens          bigint  NOT NULL,
  answered        bigint  NOT NULL,
  changed         bigint  NOT NULL,          -- of those answered, where a finding became another
  failed          bigint  NOT NULL,
  spent           bigint  NOT NULL,          -- messages passed over because the budget was used up
  busy            bigint  NOT NULL,          -- because enough calls were under way
  resting         bigint  NOT NULL,          -- because it had failed too often
  told            bigint  NOT NULL           -- 1 once the journal has said that the budget of this period is used up
);
