-- A batch is a set of spreadsheets on its way to the roll: a new-year migration or a bulk upload.

-- kind: M migration, B bulk upload. state: open (files may come), listed (ticked and compiled), applied, dropped, undone.
-- ack_* is what was acknowledged on Who leaves (the hash covers the pupils named), checked_* what was last seen on Check
-- (the plan's hash and the school's roll_ver). hold: '' none, held, released; a release covers hold_bits and up to
-- hold_removals. reference is the receipt's, unique and written in the transaction that applies: reading it settles a
-- COMMIT whose answer was lost.
CREATE TABLE batch (
  school_id        INT UNSIGNED      NOT NULL,
  id               INT UNSIGNED      NOT NULL AUTO_INCREMENT,
  kind             CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  academic_year    SMALLINT UNSIGNED NOT NULL,
  state            VARCHAR(8)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  opened_by        INT UNSIGNED      NOT NULL,
  opened_at        DATETIME          NOT NULL,
  listed_by        INT UNSIGNED      NULL,
  listed_at        DATETIME          NULL,
  ack_count        INT UNSIGNED      NULL,
  ack_hash         VARCHAR(32)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ack_by           INT UNSIGNED      NULL,
  ack_at           DATETIME          NULL,
  hold             VARCHAR(8)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  hold_bits        TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  hold_removals    INT UNSIGNED      NOT NULL DEFAULT 0,
  hold_why         VARCHAR(1000)     NOT NULL DEFAULT '',
  hold_at          DATETIME          NULL,
  hold_answer      VARCHAR(500)      NOT NULL DEFAULT '',
  hold_answered_by INT UNSIGNED      NULL,
  hold_answered_at DATETIME          NULL,
  checked_roll_ver BIGINT UNSIGNED   NULL,
  checked_hash     VARCHAR(32)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  checked_by       INT UNSIGNED      NULL,
  checked_at       DATETIME          NULL,
  applied_by       INT UNSIGNED      NULL,
  applied_at       DATETIME          NULL,
  reference        VARCHAR(16)       CHARACTER SET ascii COLLATE ascii_bin NULL,
  roll_before      INT UNSIGNED      NULL,
  roll_after       INT UNSIGNED      NULL,
  count_new        INT UNSIGNED      NULL,
  count_changed    INT UNSIGNED      NULL,
  count_unchanged  INT UNSIGNED      NULL,
  count_leaving    INT UNSIGNED      NULL,
  count_left_out   INT UNSIGNED      NULL,
  undone_by        INT UNSIGNED      NULL,
  undone_at        DATETIME          NULL,
  ver              INT UNSIGNED      NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  UNIQUE KEY by_reference (reference),
  KEY by_state (state, kind, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- An uploaded file. state: read, unread (message says why), removed. Its bytes go after delete_after; the row stays.
CREATE TABLE upload (
  school_id    INT UNSIGNED NOT NULL,
  id           INT UNSIGNED NOT NULL AUTO_INCREMENT,
  batch_id     INT UNSIGNED NOT NULL,
  state        VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  file_name    VARCHAR(255) NOT NULL,
  kind         VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  size         INT UNSIGNED NOT NULL,
  sha256       BINARY(32)   NOT NULL,
  message      VARCHAR(1000) NOT NULL DEFAULT '',
  notes        TEXT         NOT NULL,
  row_count    INT UNSIGNED NOT NULL DEFAULT 0,
  uploaded_by  INT UNSIGNED NOT NULL,
  uploaded_at  DATETIME     NOT NULL,
  delete_after DATE         NOT NULL,
  ver          INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  KEY by_batch (school_id, batch_id),
  KEY by_age (delete_after)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The file's bytes, encrypted (libsodium secretstream; piece 0 is the stream's header).
CREATE TABLE upload_piece (
  upload_id INT UNSIGNED NOT NULL,
  n         INT UNSIGNED NOT NULL,
  cipher    MEDIUMBLOB   NOT NULL,
  PRIMARY KEY (upload_id, n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The columns of each sheet as recognised. meaning: a field's key, or intake/header.h's other words.
CREATE TABLE upload_column (
  upload_id INT UNSIGNED      NOT NULL,
  sheet_n   SMALLINT UNSIGNED NOT NULL,
  column_n  SMALLINT UNSIGNED NOT NULL,
  sheet     VARCHAR(100)      NOT NULL,
  heading   VARCHAR(200)      NOT NULL,
  heading_key VARCHAR(190)    CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  meaning   VARCHAR(24)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  samples   VARCHAR(300)      NOT NULL,
  PRIMARY KEY (upload_id, sheet_n, column_n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What people of a school said a heading means, for its next files.
CREATE TABLE heading_meaning (
  school_id INT UNSIGNED NOT NULL,
  heading   VARCHAR(190) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  meaning   VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  set_by    INT UNSIGNED NOT NULL,
  set_at    DATETIME     NOT NULL,
  PRIMARY KEY (school_id, heading)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The rows of a batch's files. fields holds model/field.h's values separated by U+001F. upload_id 0: added on a page.
-- row_pupil: the pupil of the row's hidden key, or 0. outcome (of the first row of a child): '' not matched yet, S sure,
-- C to be checked by the authority, N new; pupil_* the pupil matched or proposed.
CREATE TABLE list_row (
  school_id       INT UNSIGNED      NOT NULL,
  id              INT UNSIGNED      NOT NULL AUTO_INCREMENT,
  batch_id        INT UNSIGNED      NOT NULL,
  upload_id       INT UNSIGNED      NOT NULL,
  sheet_n         SMALLINT UNSIGNED NOT NULL,
  sheet           VARCHAR(100)      NOT NULL,
  row_n           INT UNSIGNED      NOT NULL,
  row_pupil       INT UNSIGNED      NOT NULL DEFAULT 0,
  fields          TEXT              NOT NULL,
  left_out        VARCHAR(200)      NOT NULL DEFAULT '',
  outcome         CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  pupil_id        INT UNSIGNED      NOT NULL DEFAULT 0,
  pupil_school_id INT UNSIGNED      NOT NULL DEFAULT 0,
  other_school    TINYINT           NOT NULL DEFAULT 0,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  KEY by_batch (school_id, batch_id, upload_id, sheet_n, row_n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What is wrong (E error, Q query) in a row's cells. cause groups them; field is a key of model/field.h or ''.
CREATE TABLE row_issue (
  school_id INT UNSIGNED      NOT NULL,
  row_id    INT UNSIGNED      NOT NULL,
  n         SMALLINT UNSIGNED NOT NULL,
  batch_id  INT UNSIGNED      NOT NULL,
  upload_id INT UNSIGNED      NOT NULL,
  severity  CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cause     VARCHAR(32)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  field     VARCHAR(24)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  column_n  SMALLINT UNSIGNED NOT NULL,
  found     VARCHAR(200)      NOT NULL,
  words     VARCHAR(500)      NOT NULL,
  PRIMARY KEY (school_id, row_id, n),
  KEY by_batch (school_id, batch_id, severity, cause)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A cell put right on the page, kept by its place so that reading the file again keeps it. field '' leaves the whole row
-- out, value being the reason.
CREATE TABLE row_fix (
  upload_id INT UNSIGNED      NOT NULL,
  sheet_n   SMALLINT UNSIGNED NOT NULL,
  row_n     INT UNSIGNED      NOT NULL,
  field     VARCHAR(24)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  value     VARCHAR(250)      NOT NULL,
  fixed_by  INT UNSIGNED      NOT NULL,
  fixed_at  DATETIME          NOT NULL,
  PRIMARY KEY (upload_id, sheet_n, row_n, field)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A listed child who may be a pupil on record: the authority's staff decide. Kept by the child's fingerprint, so that
-- reading the file again loses no question and no note. answer: '' waiting, A the school was asked, S same, D different.
-- why and reasons are match/'s codes; row_id is where the child stands in the list just now.
CREATE TABLE match_case (
  school_id        INT UNSIGNED NOT NULL,
  id               INT UNSIGNED NOT NULL AUTO_INCREMENT,
  batch_id         INT UNSIGNED NOT NULL,
  fingerprint      BINARY(16)   NOT NULL,
  row_id           INT UNSIGNED NOT NULL,
  pupil_id         INT UNSIGNED NOT NULL,
  pupil_school_id  INT UNSIGNED NOT NULL,
  runner_id        INT UNSIGNED NOT NULL DEFAULT 0,
  runner_school_id INT UNSIGNED NOT NULL DEFAULT 0,
  weight           INT          NOT NULL,
  runner_weight    INT          NOT NULL DEFAULT 0,
  why              SMALLINT UNSIGNED NOT NULL,
  reasons          VARCHAR(500) NOT NULL,
  answer           VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  question         VARCHAR(500) NOT NULL DEFAULT '',
  school_note      VARCHAR(500) NOT NULL DEFAULT '',
  answered_by      INT UNSIGNED NULL,
  answered_at      DATETIME     NULL,
  created_at       DATETIME     NOT NULL,
  ver              INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  UNIQUE KEY by_child (school_id, batch_id, fingerprint),
  KEY waiting (answer, created_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Decisions are kept and never asked again: this listed child (match/'s fingerprint) is or is not this pupil.
CREATE TABLE match_verdict (
  fingerprint BINARY(16)   NOT NULL,
  pupil_id    INT UNSIGNED NOT NULL,
  same        TINYINT      NOT NULL,
  decided_by  INT UNSIGNED NOT NULL,
  decided_at  DATETIME     NOT NULL,
  PRIMARY KEY (fingerprint, pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Why and where to a pupil who is in no file goes.
CREATE TABLE leaver (
  school_id   INT UNSIGNED NOT NULL,
  batch_id    INT UNSIGNED NOT NULL,
  pupil_id    INT UNSIGNED NOT NULL,
  ground      VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  destination VARCHAR(120) NOT NULL,
  left_on     DATE         NULL,
  set_by      INT UNSIGNED NOT NULL,
  PRIMARY KEY (school_id, batch_id, pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
