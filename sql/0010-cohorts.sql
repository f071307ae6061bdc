-- Who knows a pupil beside the school, and what that means for what arrives: cohorts and rules.

-- Services and their teams. kind: H early help, C social care, E education, Y early years, O another of the authority's.
-- counts: a current involvement with it makes a pupil active. What is closed takes no new involvements.
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
