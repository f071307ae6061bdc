-- Data that arrives for many schools at once: files as they came, each school's part of them, and what is left for people.

-- A file as it came. school_id 0: for the whole authority, its rows name their schools. source: L the authority's page, S the
-- school's page, D the drop folder. complete: everyone on roll is in it, so that who is missing may have left. state: new, sorted (its
-- imports are made), twin (the same bytes came before: twin_id), refused (message says why). Its bytes go after delete_after.
CREATE TABLE delivery (
  id           INT UNSIGNED  NOT NULL AUTO_INCREMENT,
  school_id    INT UNSIGNED  NOT NULL DEFAULT 0,
  source       CHAR(1)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  complete     TINYINT       NOT NULL,
  state        VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  file_name    VARCHAR(255)  NOT NULL,
  kind         VARCHAR(8)    CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  size         INT UNSIGNED  NOT NULL,
  sha256       BINARY(32)    NOT NULL,
  twin_id      INT UNSIGNED  NULL,
  message      VARCHAR(1000) NOT NULL DEFAULT '',
  notes        TEXT          NOT NULL,
  row_count    INT UNSIGNED  NOT NULL DEFAULT 0,
  received_by  INT UNSIGNED  NULL,
  received_at  DATETIME      NOT NULL,
  sorted_at    DATETIME      NULL,
  delete_after DATE          NOT NULL,
  lease_by     VARCHAR(32)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  lease_until  DATETIME      NULL,
  tries        INT UNSIGNED  NOT NULL DEFAULT 0,
  PRIMARY KEY (id),
  KEY by_hash (sha256, school_id),
  KEY by_state (state, id),
  KEY by_school (school_id, id),
  KEY by_age (delete_after)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Its bytes, encrypted as those of an upload are.
CREATE TABLE delivery_piece (
  delivery_id INT UNSIGNED NOT NULL,
  n           INT UNSIGNED NOT NULL,
  cipher      MEDIUMBLOB   NOT NULL,
  PRIMARY KEY (delivery_id, n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One school's part of a delivery: what a batch of kind I has beside what every batch has. The batch is open while it waits to be
-- processed, listed while possible matches of it are open, then applied; dropped when a newer one made it needless or it was
-- rejected. filled: bits of model/field.h, the fields with anything in them.
CREATE TABLE import (
  school_id       INT UNSIGNED      NOT NULL,
  batch_id        INT UNSIGNED      NOT NULL,
  delivery_id     INT UNSIGNED      NOT NULL,
  complete        TINYINT           NOT NULL,
  row_total       INT UNSIGNED      NOT NULL,
  row_done        INT UNSIGNED      NOT NULL DEFAULT 0,
  filled          BIGINT UNSIGNED   NOT NULL DEFAULT 0,
  count_conflicts INT UNSIGNED      NOT NULL DEFAULT 0,
  count_unmatched INT UNSIGNED      NOT NULL DEFAULT 0,
  count_rejected  INT UNSIGNED      NOT NULL DEFAULT 0,
  count_missing   INT UNSIGNED      NOT NULL DEFAULT 0,
  only_additions  TINYINT           NOT NULL DEFAULT 0,
  first_released_by INT UNSIGNED    NULL,
  tries           INT UNSIGNED      NOT NULL DEFAULT 0,
  problem         VARCHAR(500)      NOT NULL DEFAULT '',
  PRIMARY KEY (school_id, batch_id),
  KEY by_delivery (delivery_id, school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A value that came and was not written: a person decides. state: '' open, K ours was kept against this value (asked again when
-- another comes). cohort and verdict as in rule; verdict H: a person had set our value. It goes as soon as the values agree. told: what
-- the school was told with a value that was kept, '' when it was not.
CREATE TABLE conflict (
  school_id  INT UNSIGNED NOT NULL,
  pupil_id   INT UNSIGNED NOT NULL,
  field      VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  theirs     VARCHAR(250) NOT NULL,
  ours       VARCHAR(250) NOT NULL,
  cohort     CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  verdict    CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  state      CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  told       VARCHAR(500) NOT NULL DEFAULT '',
  batch_id   INT UNSIGNED NOT NULL,
  file_name  VARCHAR(255) NOT NULL DEFAULT '',
  sheet      VARCHAR(100) NOT NULL DEFAULT '',
  row_n      INT UNSIGNED NOT NULL DEFAULT 0,
  opened_at  DATETIME     NOT NULL,
  decided_by INT UNSIGNED NULL,
  decided_at DATETIME     NULL,
  ver        INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, pupil_id, field),
  UNIQUE KEY by_id (id),
  KEY open (school_id, state, cohort)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- How conflicts ended. how: A theirs was accepted, K ours was kept, S they agreed by themselves, R another rule let it through.
CREATE TABLE conflict_end (
  id         BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  school_id  INT UNSIGNED    NOT NULL,
  pupil_id   INT UNSIGNED    NOT NULL,
  field      VARCHAR(24)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  theirs     VARCHAR(250)    NOT NULL,
  ours       VARCHAR(250)    NOT NULL,
  cohort     CHAR(1)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  verdict    CHAR(1)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  how        CHAR(1)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  batch_id   INT UNSIGNED    NOT NULL,
  opened_at  DATETIME        NOT NULL,
  ended_at   DATETIME        NOT NULL,
  ended_by   INT UNSIGNED    NULL,
  PRIMARY KEY (id),
  KEY by_school (school_id, ended_at),
  KEY by_age (ended_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A pupil on roll whom the last complete file does not list. state: '' open, K a person said that the pupil has not left (not
-- asked again until the pupil was listed once more).
CREATE TABLE missing_pupil (
  school_id  INT UNSIGNED NOT NULL,
  pupil_id   INT UNSIGNED NOT NULL,
  batch_id   INT UNSIGNED NOT NULL,
  state      CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  since      DATETIME     NOT NULL,
  decided_by INT UNSIGNED NULL,
  decided_at DATETIME     NULL,
  ver        INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, pupil_id),
  KEY open (school_id, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A child on the roll of two schools of which neither says that it is the subsidiary one. school_id < other_school_id: counted once.
CREATE TABLE claim (
  school_id       INT UNSIGNED NOT NULL,
  pupil_id        INT UNSIGNED NOT NULL,
  other_school_id INT UNSIGNED NOT NULL,
  other_pupil_id  INT UNSIGNED NOT NULL,
  since           DATETIME     NOT NULL,
  PRIMARY KEY (school_id, pupil_id, other_school_id, other_pupil_id),
  KEY other (other_school_id, other_pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What is wrong with identifiers, by the DfE's numbers of messages (model/upn.h): of a pupil, or (pupil_id 0) of a row that is nobody
-- yet. other_*: the pupil with the same UPN.
CREATE TABLE upn_problem (
  school_id       INT UNSIGNED      NOT NULL,
  id              INT UNSIGNED      NOT NULL AUTO_INCREMENT,
  pupil_id        INT UNSIGNED      NOT NULL,
  message         SMALLINT UNSIGNED NOT NULL,
  value           VARCHAR(20)       NOT NULL DEFAULT '',
  other_school_id INT UNSIGNED      NOT NULL DEFAULT 0,
  other_pupil_id  INT UNSIGNED      NOT NULL DEFAULT 0,
  batch_id        INT UNSIGNED      NOT NULL DEFAULT 0,
  file_name       VARCHAR(255)      NOT NULL DEFAULT '',
  sheet           VARCHAR(100)      NOT NULL DEFAULT '',
  row_n           INT UNSIGNED      NOT NULL DEFAULT 0,
  since           DATETIME          NOT NULL,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  KEY by_pupil (school_id, pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- From until: data of the school is received and kept, not processed. until_at NULL: until somebody ends it. on_resume: N the
-- newest of what waits is applied, A all of it in order.
CREATE TABLE pause (
  school_id INT UNSIGNED NOT NULL,
  id        INT UNSIGNED NOT NULL AUTO_INCREMENT,
  from_at   DATETIME     NOT NULL,
  until_at  DATETIME     NULL,
  reason    VARCHAR(200) NOT NULL,
  on_resume CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  set_by    INT UNSIGNED NOT NULL,
  set_at    DATETIME     NOT NULL,
  ended_by  INT UNSIGNED NULL,
  ended_at  DATETIME     NULL,
  ver       INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  KEY current (ended_at, from_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Where a school stands: one row of the dashboard. The counts are written in the transactions that change what they count
-- (store/status.c); onrollctl doctor compares. in_file, filled and last_*: of the last complete file that was processed. lease_*: the
-- program that processes the school just now.
CREATE TABLE school_status (
  school_id        INT UNSIGNED    NOT NULL,
  owner_id         INT UNSIGNED    NULL,
  received_at      DATETIME        NULL,
  in_file          INT UNSIGNED    NULL,
  filled           BIGINT UNSIGNED NOT NULL DEFAULT 0,
  last_new         INT UNSIGNED    NOT NULL DEFAULT 0,
  last_changed     INT UNSIGNED    NOT NULL DEFAULT 0,
  waiting_files    INT UNSIGNED    NOT NULL DEFAULT 0,
  waiting_rows     INT UNSIGNED    NOT NULL DEFAULT 0,
  held_files       INT UNSIGNED    NOT NULL DEFAULT 0,
  missing          INT UNSIGNED    NOT NULL DEFAULT 0,
  unmatched        INT UNSIGNED    NOT NULL DEFAULT 0,
  conflicts_active INT UNSIGNED    NOT NULL DEFAULT 0,
  conflicts_other  INT UNSIGNED    NOT NULL DEFAULT 0,
  rejected         INT UNSIGNED    NOT NULL DEFAULT 0,
  claimed          INT UNSIGNED    NOT NULL DEFAULT 0,
  upn_problems     INT UNSIGNED    NOT NULL DEFAULT 0,
  oldest_at        DATETIME        NULL,
  problem          VARCHAR(500)    NOT NULL DEFAULT '',
  lease_by         VARCHAR(32)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  lease_until      DATETIME        NULL,
  PRIMARY KEY (school_id),
  KEY due (waiting_files, lease_until)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO school_status (school_id) SELECT id FROM school;

-- Rows received and rows processed, by day: the dashboard's chart.
CREATE TABLE school_day (
  school_id INT UNSIGNED NOT NULL,
  day       DATE         NOT NULL,
  received  INT UNSIGNED NOT NULL DEFAULT 0,
  processed INT UNSIGNED NOT NULL DEFAULT 0,
  PRIMARY KEY (school_id, day),
  KEY by_day (day, received, processed)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The same of all schools, for days that are over (a task adds them up). Days after the last of them are in school_day alone.
CREATE TABLE authority_day (
  day       DATE         NOT NULL,
  received  INT UNSIGNED NOT NULL,
  processed INT UNSIGNED NOT NULL,
  PRIMARY KEY (day)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The authority's choices; what is not here is as model/setting.c ships it. The row named version is the lock of all of them.
CREATE TABLE setting (
  name   VARCHAR(40)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value  VARCHAR(200) NOT NULL,
  set_by INT UNSIGNED NULL,
  set_at DATETIME     NOT NULL,
  PRIMARY KEY (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The day (UTC) on which a task that runs once a day was last begun.
CREATE TABLE task_day (
  task VARCHAR(24) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  day  DATE        NOT NULL,
  PRIMARY KEY (task)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The columns of a list that a person has hidden: keys with commas between them.
CREATE TABLE hidden_columns (
  person_id INT UNSIGNED NOT NULL,
  list      VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hidden    VARCHAR(500) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  PRIMARY KEY (person_id, list)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Bits of model/field.h: the fields whose values a person has set by hand. A file's value clears the bit.
ALTER TABLE pupil ADD COLUMN by_hand BIGINT UNSIGNED NOT NULL DEFAULT 0;
