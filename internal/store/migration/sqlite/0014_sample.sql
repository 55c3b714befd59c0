-- What marks an installation as one that shows the sample company: as long as the row is there, everything customers said
-- is invented and may be removed.
CREATE TABLE sample (
  id              INTEGER PRIMARY KEY CHECK (id = 1),
  seed            INTEGER NOT NULL,
  generation      TEXT    NOT NULL,          -- of the practice network that belongs to it
  told_at         INTEGER NOT NULL,          -- the present of the story
  newcomer        BLOB    NOT NULL,          -- who looks around
  body            TEXT    NOT NULL           -- who and what was made, and what stood there before
) STRICT;

-- Policies that somebody wants to go on with and that are not in force.
CREATE TABLE policy_draft (
  name            TEXT    PRIMARY KEY,
  source          TEXT    NOT NULL,
  saved_at        INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
