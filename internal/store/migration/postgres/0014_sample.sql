-- What marks an installation as one that shows the sample company: as long as the row is there, everything customers said
-- is invented and may be removed.
CREATE TABLE sample (
  id              bigint PRIMARY KEY CHECK (id = 1),
  seed            bigint  NOT NULL,
  generation      text    NOT NULL,          -- of the practice network that belongs to it
  told_at         bigint  NOT NULL,          -- the present of the story
  newcomer        uuid    NOT NULL,          -- who looks around
  body            text    NOT NULL           -- who and what was made, and what stood there before
);

-- Policies that somebody wants to go on with and that are not in force.
CREATE TABLE policy_draft (
  name            text    PRIMARY KEY,
  source          text    NOT NULL,
  saved_at        bigint  NOT NULL
);
