-- What is closed, for those who see a part of it: by the narrowest thing their scope names.
CREATE INDEX conversation_closed_department ON conversation (department, last_message_at, id) WHERE stance = 'closed';
CREATE INDEX conversation_closed_brand ON conversation (brand_id, last_message_at, id) WHERE stance = 'closed';
CREATE INDEX conversation_closed_account ON conversation (account_id, last_message_at, id) WHERE stance = 'closed';
-- Those with helpers, who see them whatever their scope. There are few.
CREATE INDEX conversation_closed_helped ON conversation (last_message_at, id) WHERE stance = 'closed' AND helpers <> '[]';
