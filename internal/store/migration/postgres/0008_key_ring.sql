-- Whose keys sealed what is sealed here, and marked what was erased: see Fingerprint in internal/seal.
ALTER TABLE installation ADD COLUMN key_ring text; -- fingerprint; NULL until a node of this version has opened it
