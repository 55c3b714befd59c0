-- Which activation a policy was, counted from one, what departments agreed to it, which warnings were accepted and why,
-- and when it is to be looked at again.
ALTER TABLE policy ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE policy ADD COLUMN signed TEXT NOT NULL DEFAULT '[]';
ALTER TABLE policy ADD COLUMN accepted TEXT NOT NULL DEFAULT '[]';
ALTER TABLE policy ADD COLUMN review_on INTEGER;
UPDATE policy SET number = (SELECT COUNT(*) FROM policy earlier
  WHERE earlier.activated_at < policy.activated_at OR earlier.activated_at = policy.activated_at AND earlier.id <= policy.id);

-- What is meant with a draft, what it was made from, and who saved it last.
ALTER TABLE policy_draft ADD COLUMN based_on TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_draft ADD COLUMN why TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_draft ADD COLUMN objective TEXT NOT NULL DEFAULT '';
ALTER TABLE policy_draft ADD COLUMN accepted TEXT NOT NULL DEFAULT '[]';
ALTER TABLE policy_draft ADD COLUMN saved_by BLOB;
ALTER TABLE policy_draft ADD COLUMN version INTEGER NOT NULL DEFAULT 1;

-- Which departments were asked to agree to a draft, and to which text of it they did.
CREATE TABLE policy_consent (
  draft           TEXT    NOT NULL,
  department      TEXT    NOT NULL,
  asked_by        BLOB,
  asked_at        INTEGER,
  hash            TEXT    NOT NULL DEFAULT '',
  signed_by       BLOB,
  signed_at       INTEGER,
  PRIMARY KEY (draft, department)
) STRICT, WITHOUT ROWID;

-- When the words of a draft were last changed, so that a second look counts from there.
ALTER TABLE draft ADD COLUMN written_at INTEGER;
