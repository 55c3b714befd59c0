-- Whether a message speaks of us and not to us: it was found by a word or in a feed.
ALTER TABLE message ADD COLUMN overheard bigint NOT NULL DEFAULT 0;
