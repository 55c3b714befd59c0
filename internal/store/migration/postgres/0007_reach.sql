-- Roads to rows that were only reachable by reading a whole table.
CREATE INDEX delivery_by_start ON delivery (account_id, started_at, id) WHERE started_at IS NOT NULL;
CREATE INDEX blob_ref_by_owner ON blob_ref (owner, hash);
