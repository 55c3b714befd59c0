-- What a conversation is about: every topic that any message of the customer's is about, as people corrected it.
ALTER TABLE conversation ADD COLUMN topics TEXT NOT NULL DEFAULT '[]';

-- The conversations of a topic, in the orders of the lists: open ones by deadline, closed ones by their last message.
CREATE TABLE conversation_topic (
  about_id      BLOB    NOT NULL REFERENCES conversation (id),
  topic         TEXT    NOT NULL,
  about_open    INTEGER NOT NULL,
  about_sort_at INTEGER NOT NULL,
  about_last_at INTEGER NOT NULL,
  PRIMARY KEY (about_id, topic)
) STRICT, WITHOUT ROWID;
CREATE INDEX conversation_topic_open ON conversation_topic (topic, about_sort_at, about_id) WHERE about_open = 1;
CREATE INDEX conversation_topic_closed ON conversation_topic (topic, about_last_at, about_id) WHERE about_open = 0;

-- What was read before: as triage found it, without what people took out since, and with what they put in.
INSERT INTO conversation_topic (about_id, topic, about_open, about_sort_at, about_last_at)
SELECT DISTINCT c.id, about.topic, CASE WHEN c.stance = 'closed' THEN 0 ELSE 1 END, c.sort_at, c.last_message_at
FROM (
  SELECT m.conversation_id, json_extract(found.value, '$.topic') AS topic
  FROM verdict v JOIN message m ON m.id = v.message_id AND m.revision = v.revision
    JOIN json_each(v.body, '$.topics') AS found
  WHERE m.direction = 'in' AND m.deleted_at IS NULL AND NOT EXISTS (SELECT 1 FROM correction k
    WHERE k.message_id = m.id AND k.revision = m.revision AND k.head = 'topic/' || (json_extract(found.value, '$.topic')))
  UNION
  SELECT m.conversation_id, substr(k.head, 7)
  FROM correction k JOIN message m ON m.id = k.message_id AND m.revision = k.revision
  WHERE m.deleted_at IS NULL AND substr(k.head, 1, 6) = 'topic/' AND k.truth = 'yes' AND NOT EXISTS (SELECT 1 FROM correction later
    WHERE later.message_id = k.message_id AND later.revision = k.revision AND later.head = k.head AND later.id > k.id)
) AS about JOIN conversation c ON c.id = about.conversation_id;
UPDATE conversation SET topics = (SELECT json_group_array(topic) FROM (SELECT topic FROM conversation_topic
  WHERE about_id = conversation.id ORDER BY topic) AS sorted)
WHERE id IN (SELECT about_id FROM conversation_topic);
