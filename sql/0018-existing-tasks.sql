-- What a school's own task asks for, as far as its agent's list says so in words that Onroll knows: as in exchange_task; repeats '': it does
-- not say when it runs. read_at: when it was read first.
ALTER TABLE existing_task
  ADD COLUMN group_kind CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'A',
  ADD COLUMN years      INT UNSIGNED      NOT NULL DEFAULT 0,
  ADD COLUMN months     TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  ADD COLUMN repeats    CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ADD COLUMN days       TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  ADD COLUMN day        TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  ADD COLUMN at_minute  SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  ADD KEY not_off (off_at, school_id);
