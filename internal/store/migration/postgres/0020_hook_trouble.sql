-- Since when a chat hook has taken nothing of what it was to be told, and until when its server asked to be left alone.
ALTER TABLE chat_hook ADD COLUMN failing_since bigint;
ALTER TABLE chat_hook ADD COLUMN retry_at bigint;
