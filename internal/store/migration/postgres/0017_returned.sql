-- An answer that was sent may come back: it reached nobody, and says why.
ALTER TABLE delivery ADD COLUMN returned_at BIGINT;
ALTER TABLE delivery ADD COLUMN returned TEXT NOT NULL DEFAULT '';
