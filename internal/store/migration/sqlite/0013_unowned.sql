-- What nobody leads, in whatever queue, by deadline.
CREATE INDEX conversation_unowned ON conversation (sort_at, id) WHERE stance = 'queued';
