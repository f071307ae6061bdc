-- Scheduled exchanges: tasks that the authority (or a school, for itself) defines, their runs, and each school's answer.

-- What is asked for or sent, of whom, and when. way: G get from the school, S send to it. data: a word of model/exchange.h. years: bits
-- of model/year.h's order, 0 all; group_kind: A by years, L looked-after, V leavers. months: of attendance, 0 otherwise. repeats: O once,
-- W weekly, M monthly; days: bits, Monday 1, of a week; day: of a month (1-31, the last day when the month is shorter). at_minute: of
-- the local day. window_minutes: over which the schools' answers are spread; wait_minutes: after that a school has not answered.
-- schools: P picked, F by filter (phase, '' all), L a saved list (list_id). owner_school 0: the authority's. state: A active, P paused,
-- D deleted (kept for its history). next_at: UTC; NULL when nothing is due any more. set_at: when somebody last said what it asks for and
-- of whom: a school that locked its tasks before is not asked.
CREATE TABLE exchange_task (
  id             INT UNSIGNED      NOT NULL AUTO_INCREMENT,
  name           VARCHAR(120)      NOT NULL,
  owner_school   INT UNSIGNED      NOT NULL DEFAULT 0,
  way            CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  data           VARCHAR(24)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  group_kind     CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  years          INT UNSIGNED      NOT NULL DEFAULT 0,
  months         TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  schools        CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  phase          VARCHAR(2)        CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  list_id        INT UNSIGNED      NULL,
  repeats        CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  days           TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  day            TINYINT UNSIGNED  NOT NULL DEFAULT 0,
  at_minute      SMALLINT UNSIGNED NOT NULL,
  first_on       DATE              NOT NULL,
  last_on        DATE              NULL,
  window_minutes SMALLINT UNSIGNED NOT NULL,
  wait_minutes   SMALLINT UNSIGNED NOT NULL,
  state          CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT 'A',
  next_at        DATETIME          NULL,
  created_by     INT UNSIGNED      NULL,
  created_at     DATETIME          NOT NULL,
  set_at         DATETIME          NOT NULL,
  ver            INT UNSIGNED      NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  KEY due (state, next_at),
  KEY by_owner (owner_school, state)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The schools of a task that were picked (schools = P).
CREATE TABLE exchange_task_school (
  task_id   INT UNSIGNED NOT NULL,
  school_id INT UNSIGNED NOT NULL,
  PRIMARY KEY (task_id, school_id),
  KEY by_school (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

CREATE TABLE school_list (
  id   INT UNSIGNED NOT NULL AUTO_INCREMENT,
  name VARCHAR(120) NOT NULL,
  ver  INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY by_name (name)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
CREATE TABLE school_list_member (
  list_id   INT UNSIGNED NOT NULL,
  school_id INT UNSIGNED NOT NULL,
  PRIMARY KEY (list_id, school_id),
  KEY by_school (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One time that a task ran. due_at: when it should have; UNIQUE, so that no two programs issue the same. late: the machine was off;
-- missed: how many times before it went by unnoticed, and are not made up for. by_person: "run now" (its due_at is when it was asked for).
CREATE TABLE exchange_run (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  task_id    INT UNSIGNED NOT NULL,
  due_at     DATETIME     NOT NULL,
  issued_at  DATETIME     NOT NULL,
  late       TINYINT      NOT NULL DEFAULT 0,
  missed     INT UNSIGNED NOT NULL DEFAULT 0,
  by_person  INT UNSIGNED NULL,
  PRIMARY KEY (id),
  UNIQUE KEY once (task_id, due_at),
  KEY by_issue (issued_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One school's part of a run. state: W waits for the agent, H held (the school is paused), T taken by the agent, R received in whole
-- (delivery_id), D done (processed, or the agent confirmed what was sent to it), N not answered, F failed, U unavailable (all of what was
-- asked is no longer available at the school), X not ready, C cancelled. offer_at: from then on the agent may take it; gives_up_at: end
-- of its window. file_name and sha256: of what came in whole, or goes out. next_at: when it may be tried again. lease_until: of the agent
-- that took it. words: why, for people. tries grows with each try, as exchange_attempt's n; tries_from: where it stood when a person last
-- had it tried again.
CREATE TABLE exchange_answer (
  id          INT UNSIGNED      NOT NULL AUTO_INCREMENT,
  run_id      INT UNSIGNED      NOT NULL,
  school_id   INT UNSIGNED      NOT NULL,
  state       CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  offer_at    DATETIME          NOT NULL,
  gives_up_at DATETIME          NOT NULL,
  next_at     DATETIME          NULL,
  lease_until DATETIME          NULL,
  agent_id    INT UNSIGNED      NULL,
  tries       SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  tries_from  SMALLINT UNSIGNED NOT NULL DEFAULT 0,
  words       VARCHAR(500)      NOT NULL DEFAULT '',
  delivery_id INT UNSIGNED      NULL,
  size        BIGINT UNSIGNED   NOT NULL DEFAULT 0,
  row_count   INT UNSIGNED      NOT NULL DEFAULT 0,
  file_name   VARCHAR(255)      NOT NULL DEFAULT '',
  sha256      BINARY(32)        NULL,
  changed_at  DATETIME          NOT NULL,
  ver         INT UNSIGNED      NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY one (run_id, school_id),
  KEY by_school (school_id, state, offer_at),
  KEY by_state (state, gives_up_at),
  KEY by_delivery (delivery_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Each try of an answer. outcome: '' going on, D done, F failed, L the agent was lost.
CREATE TABLE exchange_attempt (
  answer_id  INT UNSIGNED      NOT NULL,
  n          SMALLINT UNSIGNED NOT NULL,
  agent_id   INT UNSIGNED      NULL,
  started_at DATETIME          NOT NULL,
  ended_at   DATETIME          NULL,
  size       BIGINT UNSIGNED   NOT NULL DEFAULT 0,
  outcome    CHAR(1)           CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  words      VARCHAR(500)      NOT NULL DEFAULT '',
  PRIMARY KEY (answer_id, n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- What a school's system no longer has, kind by kind, as its agent answered: never taken for "nothing there".
CREATE TABLE exchange_gone (
  answer_id INT UNSIGNED NOT NULL,
  kind      VARCHAR(24)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  words     VARCHAR(250) NOT NULL,
  PRIMARY KEY (answer_id, kind)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- The bytes of an answer on their way in (part by part, each encrypted; gone once the delivery is made) or on their way out.
CREATE TABLE exchange_part (
  answer_id INT UNSIGNED NOT NULL,
  n         INT UNSIGNED NOT NULL,
  size      INT UNSIGNED NOT NULL,
  sha256    BINARY(32)   NOT NULL,
  cipher    MEDIUMBLOB   NOT NULL,
  PRIMARY KEY (answer_id, n)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- For each pair of sender and receiver the counter of CTF file names, 1 to 999.
CREATE TABLE ctf_counter (
  school_id INT UNSIGNED      NOT NULL,
  last_n    SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A school that locks its tasks: the authority sees the padlock and changes nothing.
CREATE TABLE exchange_lock (
  school_id INT UNSIGNED NOT NULL,
  locked_by INT UNSIGNED NULL,
  locked_at DATETIME     NOT NULL,
  PRIMARY KEY (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- When a school's data contact was last told that its answers fail: once for each row of failures.
CREATE TABLE exchange_told (
  school_id INT UNSIGNED NOT NULL,
  told_at   DATETIME     NOT NULL,
  PRIMARY KEY (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
