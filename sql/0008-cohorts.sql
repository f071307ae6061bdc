-- Who knows a pupil beside the school, and what that means for what arrives: cohorts and rules.

-- Services and their teams. kind: H early help, C social care, E education, Y early years, O another of the authority's.
-- counts: a current involvement with it makes a pupil active. What is closed takes no new involvements, and a closed service makes
-- nobody active. Whoever changes a service, a team or an involvement first locks all rows of service, in this order: that one lock
-- keeps active_child right.
CREATE TABLE service (
  id     INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name   VARCHAR(80)  NOT NULL,
  kind   CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  counts TINYINT      NOT NULL DEFAULT 1,
  closed TINYINT      NOT NULL DEFAULT 0,
  ver    INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY by_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Every authority has these four by some name, and a page to rename, close or add to them; which ones count is the customer's.
INSERT INTO service (name, kind, counts) VALUES
  ('Early help', 'H', 1), ('Children''s social care', 'C', 1), ('Education welfare', 'E', 0), ('Early years', 'Y', 0);

CREATE TABLE team (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  service_id INT UNSIGNED NOT NULL,
  name       VARCHAR(80)  NOT NULL,
  closed     TINYINT      NOT NULL DEFAULT 0,
  ver        INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY by_name (service_id, name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A child (pupil.child_id, whichever schools hold it) is known to a service from one day to another, both included; to_on NULL:
-- no end is known. team_id 0: no team was named. reference: the service's own number of the case. file_name: where it came
-- from, '' from a page.
CREATE TABLE involvement (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  child_id   INT UNSIGNED NOT NULL,
  service_id INT UNSIGNED NOT NULL,
  team_id    INT UNSIGNED NOT NULL DEFAULT 0,
  from_on    DATE         NOT NULL,
  to_on      DATE         NULL,
  reference  VARCHAR(40)  NOT NULL DEFAULT '',
  file_name  VARCHAR(255) NOT NULL DEFAULT '',
  added_by   INT UNSIGNED NULL,
  added_at   DATETIME     NOT NULL,
  ver        INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY once (child_id, service_id, team_id, from_on, reference),
  KEY by_service (service_id, to_on)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The active cohort: children with a current involvement in a service that counts. Written in the transaction of whatever changes
-- that, and each night for the days that came and went.
CREATE TABLE active_child (
  child_id INT UNSIGNED NOT NULL,
  since    DATE         NOT NULL,
  PRIMARY KEY (child_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Children who became active (1) or stopped to be (0), until their open conflicts have been weighed again by the other rules.
CREATE TABLE cohort_change (
  id       BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  child_id INT UNSIGNED    NOT NULL,
  active   TINYINT         NOT NULL,
  at       DATETIME        NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The last day (UTC) for which active_child was looked through: one row.
CREATE TABLE cohort_day (
  n   TINYINT NOT NULL,
  day DATE    NOT NULL,
  PRIMARY KEY (n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO cohort_day VALUES (1, '1970-01-01');

-- Lists of involvements as they came, between the preview and the confirmation, and for the result after it. service_id: that of
-- rows which name none. state: open, applied, dropped. The bytes go after delete_after.
CREATE TABLE involvement_upload (
  id              INT UNSIGNED NOT NULL AUTO_INCREMENT,
  state           VARCHAR(8)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  service_id      INT UNSIGNED NOT NULL,
  uploaded_by     INT UNSIGNED NOT NULL,
  uploaded_at     DATETIME     NOT NULL,
  settled_by      INT UNSIGNED NULL,
  settled_at      DATETIME     NULL,
  count_new       INT UNSIGNED NOT NULL DEFAULT 0,
  count_ended     INT UNSIGNED NOT NULL DEFAULT 0,
  count_unchanged INT UNSIGNED NOT NULL DEFAULT 0,
  count_left_out  INT UNSIGNED NOT NULL DEFAULT 0,
  delete_after    DATE         NOT NULL,
  ver             INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  KEY by_age (delete_after)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE involvement_file (
  id        INT UNSIGNED NOT NULL AUTO_INCREMENT,
  upload_id INT UNSIGNED NOT NULL,
  file_name VARCHAR(255) NOT NULL,
  size      INT UNSIGNED NOT NULL,
  PRIMARY KEY (id),
  KEY by_upload (upload_id, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The files' bytes, encrypted as those of an upload are.
CREATE TABLE involvement_piece (
  file_id INT UNSIGNED NOT NULL,
  n       INT UNSIGNED NOT NULL,
  cipher  MEDIUMBLOB   NOT NULL,
  PRIMARY KEY (file_id, n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What differs from the rules as shipped (model/rule.c). school_id 0: the authority's default set. item: a key of model/rule.h.
-- cohort: A active, N non-active. verdict: A always import, C always put in conflict, F import if null, else put in conflict, D don't
-- import. hand: K a value that a person has set becomes a conflict whatever the verdict, O it is treated as any other; the same for
-- both cohorts of an item. Either is '' where nothing was set: it is then as the default set, or the shipped rules below it, have it.
CREATE TABLE rule (
  school_id INT UNSIGNED NOT NULL,
  item      VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  cohort    CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  verdict   CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  hand      CHAR(1)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  set_by    INT UNSIGNED NULL,
  set_at    DATETIME     NOT NULL,
  PRIMARY KEY (school_id, item, cohort)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One row for each set of rules that was ever edited: its version is the lock of all of them.
CREATE TABLE rule_set (
  school_id INT UNSIGNED NOT NULL,
  ver       INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
