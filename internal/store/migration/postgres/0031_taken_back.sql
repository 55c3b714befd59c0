-- A version may have been taken back on the command line, which is nobody: who ended it does not tell it from one that a
-- better one replaced.
ALTER TABLE layer ADD COLUMN taken_back bigint NOT NULL DEFAULT 0;
UPDATE layer SET taken_back = 1 WHERE ended_by IS NOT NULL;

-- What people said that a layer learns from, in the order it was said.
CREATE INDEX correction_of_findings ON correction (made_at, id)
  WHERE kind = 'fact' AND head <> 'language' AND substr(head, 1, 6) <> 'topic/';
