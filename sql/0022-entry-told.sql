-- What the school was told when ours was kept, as in table conflict.
ALTER TABLE entry_conflict ADD COLUMN told VARCHAR(500) NOT NULL DEFAULT '' AFTER state;
