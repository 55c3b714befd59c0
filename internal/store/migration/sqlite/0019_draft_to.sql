-- Whom an answer goes to, where the one who is answered asks for answers elsewhere. Empty: the one who is answered.
ALTER TABLE draft ADD COLUMN send_to TEXT NOT NULL DEFAULT '';
