-- Pupils, their history, and the keys by which a list's rows find them.

-- The columns from upn to service_child are model/field.h's fields in its order. A child who was at two schools has a row
-- at each, with the same child_id (the id of the first). state: R on roll, L left. A pupil who left keeps the whole row.
-- sort_name is the folded "surname forename", for sorting and searching. ground: the letter of regulation 9(1), '' unknown.
CREATE TABLE pupil (
  school_id          INT UNSIGNED    NOT NULL,
  id                 INT UNSIGNED    NOT NULL AUTO_INCREMENT,
  child_id           INT UNSIGNED    NOT NULL,
  state              CHAR(1)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  upn                VARCHAR(13)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  former_upn         VARCHAR(13)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  uln                VARCHAR(10)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  surname            VARCHAR(100)    NOT NULL DEFAULT '',
  forename           VARCHAR(100)    NOT NULL DEFAULT '',
  middle_names       VARCHAR(100)    NOT NULL DEFAULT '',
  preferred_surname  VARCHAR(100)    NOT NULL DEFAULT '',
  preferred_forename VARCHAR(100)    NOT NULL DEFAULT '',
  former_surname     VARCHAR(100)    NOT NULL DEFAULT '',
  date_of_birth      DATE            NULL,
  sex                VARCHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  nc_year            VARCHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  class              VARCHAR(40)     NOT NULL DEFAULT '',
  enrolment          VARCHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  entry_date         DATE            NULL,
  address            VARCHAR(250)    NOT NULL DEFAULT '',
  town               VARCHAR(100)    NOT NULL DEFAULT '',
  postcode           VARCHAR(8)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  ethnicity          VARCHAR(4)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  language           VARCHAR(4)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  sen                VARCHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  fsm                VARCHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  service_child      VARCHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  sort_name          VARCHAR(205)    NOT NULL,
  left_on            DATE            NULL,
  ground             VARCHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  destination        VARCHAR(120)    NOT NULL DEFAULT '',
  left_batch_id      INT UNSIGNED    NULL,
  created_at         DATETIME        NOT NULL,
  roll_ver           BIGINT UNSIGNED NOT NULL,
  ver                INT UNSIGNED    NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  KEY by_child (child_id),
  KEY by_name (school_id, state, sort_name),
  KEY by_batch (left_batch_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- match/key.h's hashes of each pupil; signed, as numbers are bound.
CREATE TABLE pupil_key (
  key_value BIGINT       NOT NULL,
  school_id INT UNSIGNED NOT NULL,
  pupil_id  INT UNSIGNED NOT NULL,
  PRIMARY KEY (key_value, school_id, pupil_id),
  KEY by_pupil (school_id, pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Every change of a pupil, a row a field: history, the source of every value, and what undoing a batch needs.
-- kind: created changed left restored. A pupil without a row for a field has had its value since kind created.
CREATE TABLE pupil_change (
  school_id INT UNSIGNED    NOT NULL,
  pupil_id  INT UNSIGNED    NOT NULL,
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  at        DATETIME        NOT NULL,
  kind      VARCHAR(8)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  field     VARCHAR(24)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  old_value VARCHAR(250)    NOT NULL DEFAULT '',
  new_value VARCHAR(250)    NOT NULL DEFAULT '',
  person_id INT UNSIGNED    NULL,
  batch_id  INT UNSIGNED    NULL,
  file_name VARCHAR(255)    NOT NULL DEFAULT '',
  sheet     VARCHAR(100)    NOT NULL DEFAULT '',
  row_n     INT UNSIGNED    NOT NULL DEFAULT 0,
  PRIMARY KEY (school_id, pupil_id, id),
  UNIQUE KEY by_id (id),
  KEY by_batch (batch_id, school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A school asks the authority to bring a pupil back. answer: '' waiting, R restored, N refused.
CREATE TABLE restore_request (
  school_id   INT UNSIGNED NOT NULL,
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  pupil_id    INT UNSIGNED NOT NULL,
  asked_by    INT UNSIGNED NOT NULL,
  asked_at    DATETIME     NOT NULL,
  note        VARCHAR(500) NOT NULL,
  answer      VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  answer_note VARCHAR(500) NOT NULL DEFAULT '',
  answered_by INT UNSIGNED NULL,
  answered_at DATETIME     NULL,
  ver         INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, id),
  UNIQUE KEY by_id (id),
  KEY waiting (answer, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
