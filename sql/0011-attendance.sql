-- Attendance: marks as they came from schools, and what follows from them.

-- Eight weeks of one pupil from the Monday starts_on: a byte a session of Monday to Friday, morning and afternoon, the number of its
-- code in model/attendance_code.c, 0 no mark; zeros at the end are left out. The key begins with what one night touches: a school's
-- current weeks. batch_id: the import that changed it last.
CREATE TABLE attendance (
  school_id INT UNSIGNED  NOT NULL,
  starts_on DATE          NOT NULL,
  pupil_id  INT UNSIGNED  NOT NULL,
  marks     VARBINARY(80) NOT NULL,
  batch_id  INT UNSIGNED  NULL,
  ver       INT UNSIGNED  NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, starts_on, pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A pupil's academic year, written in the transaction of every change of its marks: sessions of each class that counts, the last day with
-- a mark, and the statutory triggers of model/attendance.h. trigger_now: bits of those that hold at the end of the marks; *_on: when
-- each was reached last, *_n: days (of penalty: sessions) at the end of the marks.
CREATE TABLE attendance_year (
  school_id       INT UNSIGNED      NOT NULL,
  academic_year   SMALLINT UNSIGNED NOT NULL,
  pupil_id        INT UNSIGNED      NOT NULL,
  attending       SMALLINT UNSIGNED NOT NULL,
  authorised      SMALLINT UNSIGNED NOT NULL,
  unauthorised    SMALLINT UNSIGNED NOT NULL,
  marked_to       DATE              NOT NULL,
  trigger_now     TINYINT UNSIGNED  NOT NULL,
  unauthorised_on DATE              NULL,
  illness_on      DATE              NULL,
  penalty_on      DATE              NULL,
  continuous_on   DATE              NULL,
  unauthorised_n  SMALLINT UNSIGNED NOT NULL,
  illness_n       SMALLINT UNSIGNED NOT NULL,
  penalty_n       SMALLINT UNSIGNED NOT NULL,
  continuous_n    SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (school_id, academic_year, pupil_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
