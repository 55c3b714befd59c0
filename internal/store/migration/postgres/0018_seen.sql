-- When somebody was last here, which outlives their sessions, and how telling a chat went last.
ALTER TABLE agent ADD COLUMN seen_at bigint;
UPDATE agent SET seen_at = (SELECT max(session.seen_at) FROM session WHERE session.agent_id = agent.id);
ALTER TABLE chat_hook ADD COLUMN tried_at bigint;
ALTER TABLE chat_hook ADD COLUMN told_at bigint;
