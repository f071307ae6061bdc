-- What a pupil has many of: results, times of SEN provision, needs, suspensions and exclusions, schools. kind: a letter of
-- model/entry.h; natural_key: by which the same entry is known in another file; held: its parts in the order of model/entry.c with
-- "|" between them. batch_id, sheet, row_n: the import and the row that it came from, or was last changed by.
CREATE TABLE pupil_entry (
  school_id   INT UNSIGNED NOT NULL,
  kind        CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  pupil_id    INT UNSIGNED NOT NULL,
  natural_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL,
  held        VARCHAR(500) NOT NULL,
  batch_id    INT UNSIGNED NOT NULL DEFAULT 0,
  sheet       VARCHAR(100) NOT NULL DEFAULT '',
  row_n       INT UNSIGNED NOT NULL DEFAULT 0,
  changed_at  DATETIME     NOT NULL,
  PRIMARY KEY (school_id, kind, pupil_id, natural_key)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- An entry that came and was not written: a person decides. As in conflict, of which this is the same for entries. ours '': there was
-- none.
CREATE TABLE entry_conflict (
  school_id   INT UNSIGNED NOT NULL,
  pupil_id    INT UNSIGNED NOT NULL,
  kind        CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  natural_key VARCHAR(200) COLLATE utf8mb4_bin NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  theirs      VARCHAR(500) NOT NULL,
  ours        VARCHAR(500) NOT NULL,
  cohort      CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state       CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  batch_id    INT UNSIGNED NOT NULL,
  sheet       VARCHAR(100) NOT NULL DEFAULT '',
  row_n       INT UNSIGNED NOT NULL DEFAULT 0,
  opened_at   DATETIME     NOT NULL,
  decided_by  INT UNSIGNED NULL,
  decided_at  DATETIME     NULL,
  ver         INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, pupil_id, kind, natural_key),
  UNIQUE KEY by_id (id),
  KEY open (school_id, state, cohort)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The sets of data that are agreed: bits of model/data_set.h. school_id 0: with every school that has no row of its own; without that
-- row all are.
CREATE TABLE agreement (
  school_id INT UNSIGNED NOT NULL,
  sets      INT UNSIGNED NOT NULL,
  set_by    INT UNSIGNED NULL,
  set_at    DATETIME     NOT NULL,
  ver       INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- sets: what is in it and was agreed when the file arrived (of older ones: all); others are not taken of it, whatever is agreed later.
-- entry_*: what it made of table pupil_entry.
ALTER TABLE import
  ADD COLUMN sets          INT UNSIGNED NOT NULL DEFAULT 63,
  ADD COLUMN entry_new     INT UNSIGNED NOT NULL DEFAULT 0,
  ADD COLUMN entry_changed INT UNSIGNED NOT NULL DEFAULT 0;
