-- What a school was asked for, of a file that is the answer to a task: as in exchange_task when it came, asked_group '' of other files.
-- asked_since: attendance from that day on, NULL all. Kept with the file, so that it is processed the same however often and whenever.
ALTER TABLE delivery
  ADD COLUMN asked_group CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN asked_years INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN asked_since DATE         NULL;

-- What of a file was not asked for and so not taken: rows of pupils outside the group, and marks of days before asked_since.
ALTER TABLE import
  ADD COLUMN unasked       INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN unasked_marks INT UNSIGNED NOT NULL DEFAULT 0;
