-- Which activation a policy was, counted from one, what departments agreed to it, which warnings were accepted and why,
-- and when it is to be looked at again.
ALTER TABLE policy ADD COLUMN number bigint NOT NULL DEFAULT 0;
ALTER TABLE policy ADD COLUMN signed text NOT NULL DEFAULT '[]';
ALTER TABLE policy ADD COLUMN accepted text NOT NULL DEFAULT '[]';
ALTER TABLE policy ADD COLUMN review_on bigint;
UPDATE policy SET number = (SELECT COUNT(*) FROM policy earlier
  WHERE earlier.activated_at < policy.activated_at OR earlier.activated_at = policy.activated_at AND earlier.id <= policy.id);

-- What is meant with a draft, what it was made from, and who saved it last.
ALTER TABLE policy_draft ADD COLUMN based_on text NOT NULL DEFAULT '';
ALTER TABLE policy_draft ADD COLUMN why text NOT NULL DEFAULT '';
ALTER TABLE policy_draft ADD COLUMN objective text NOT NULL DEFAULT '';
ALTER TABLE policy_draft ADD COLUMN accepted text NOT NULL DEFAULT '[]';
ALTER TABLE policy_draft ADD COLUMN saved_by uuid;
ALTER TABLE policy_draft ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- Which departments were asked to agree to a draft, and to which text of it they did.
CREATE TABLE policy_consent (
  draft           text    NOT NULL,
  department      text    NOT NULL,
  asked_by        uuid,
  asked_at        bigint,
  hash            text    NOT NULL DEFAULT '',
  signed_by       uuid,
  signed_at       bigint,
  PRIMARY KEY (draft, department)
);

-- When the words of a draft were last changed, so that a second look counts from there.
ALTER TABLE draft ADD COLUMN written_at bigint;
