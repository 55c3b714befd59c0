-- What waits for somebody's yes: offered to them, or to be handed over to them. Never both at once.
CREATE INDEX conversation_asked ON conversation (COALESCE(offer_to, transfer_to), sort_at, id)
  WHERE COALESCE(offer_to, transfer_to) IS NOT NULL;
