-- Why a batch was taken back, for the school to read. Since then how of conflict_end is also U: the import that brought the conflict was
-- undone.
ALTER TABLE batch ADD COLUMN undone_why VARCHAR(500) NOT NULL DEFAULT '';
