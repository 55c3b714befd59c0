-- How people work by a policy: it holds over what a department says for itself as long as that policy leads. Empty says
-- nothing, and stands with those activated before it was kept here: what they said lies with the departments, as their own.
ALTER TABLE policy ADD COLUMN terms TEXT NOT NULL DEFAULT '';

-- The policy with the highest number leads. Two may have come to the same one.
UPDATE policy SET number = counted.n
  FROM (SELECT id, ROW_NUMBER() OVER (ORDER BY number, activated_at, id) AS n FROM policy) AS counted
  WHERE counted.id = policy.id;
CREATE UNIQUE INDEX policy_by_number ON policy (number);
