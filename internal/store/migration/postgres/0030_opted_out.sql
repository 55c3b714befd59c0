-- When a customer asked not to be written to unasked; none when they did not, or took it back.
ALTER TABLE customer ADD COLUMN opted_out_at bigint;
