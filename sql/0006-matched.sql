-- The school's roll_ver that matching looked at: when the roll has moved since, rows are matched again before they are checked.
ALTER TABLE batch ADD COLUMN matched_roll_ver BIGINT UNSIGNED NOT NULL DEFAULT 0;
