-- Schools and the people who sign in. Times are UTC. Forward only: never edit a step that
-- was released. Every table has a primary key; what a person may edit has ver, and every update names the ver it saw.

-- on_roll is kept in the same transaction as every change of a roll. roll_ver grows by one with every such transaction,
-- and the pupils changed carry its new value: "what changed since I looked" is one comparison.
CREATE TABLE school (
  id            INT UNSIGNED    NOT NULL AUTO_INCREMENT,
  laestab       CHAR(7)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  urn           CHAR(6)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  name          VARCHAR(120)    NOT NULL,
  phase         CHAR(2)         CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  year_low      VARCHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  year_high     VARCHAR(2)      CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  contact_email VARCHAR(190)    NOT NULL DEFAULT '',
  agreed_pupils INT UNSIGNED    NULL,
  on_roll       INT UNSIGNED    NOT NULL DEFAULT 0,
  roll_ver      BIGINT UNSIGNED NOT NULL DEFAULT 1,
  closed_on     DATE            NULL,
  ver           INT UNSIGNED    NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY by_laestab (laestab)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- role: la_admin la_officer la_reader school_admin teacher (model/role.h). school_id is NULL for the authority's staff.
-- password is libsodium's Argon2id string, '' until the person has chosen one.
CREATE TABLE person (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  email       VARCHAR(190) NOT NULL,
  name        VARCHAR(120) NOT NULL,
  role        VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  school_id   INT UNSIGNED NULL,
  password    VARCHAR(128) CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  created_at  DATETIME     NOT NULL,
  seen_at     DATETIME     NULL,
  disabled_at DATETIME     NULL,
  ver         INT UNSIGNED NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY by_email (email),
  KEY by_school (school_id, role)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Only keyed hashes of what the browser holds. token is the session's form token.
CREATE TABLE session (
  id_hash    BINARY(32)   NOT NULL,
  person_id  INT UNSIGNED NOT NULL,
  token      BINARY(16)   NOT NULL,
  created_at DATETIME     NOT NULL,
  seen_at    DATETIME     NOT NULL,
  notice     VARCHAR(500) NOT NULL DEFAULT '',
  PRIMARY KEY (id_hash),
  KEY by_person (person_id),
  KEY by_age (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- One-time links to choose a password.
CREATE TABLE password_link (
  token_hash BINARY(32)   NOT NULL,
  person_id  INT UNSIGNED NOT NULL,
  expires_at DATETIME     NOT NULL,
  PRIMARY KEY (token_hash),
  KEY by_person (person_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Failed sign-ins by keyed hash of e-mail address or network address, in quarters of an hour since 1970.
CREATE TABLE signin_try (
  who     BINARY(16)        NOT NULL,
  quarter INT UNSIGNED      NOT NULL,
  tries   SMALLINT UNSIGNED NOT NULL,
  PRIMARY KEY (who, quarter)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- When schools may migrate to the new year. school_id 0 is the whole authority. academic_year 2026 is 2026/27.
CREATE TABLE migration_window (
  school_id     INT UNSIGNED      NOT NULL,
  academic_year SMALLINT UNSIGNED NOT NULL,
  opens_on      DATE              NOT NULL,
  closes_on     DATE              NOT NULL,
  set_by        INT UNSIGNED      NULL,
  ver           INT UNSIGNED      NOT NULL DEFAULT 1,
  PRIMARY KEY (school_id, academic_year)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Who did or saw what. verb is a fixed word ("pupil-viewed"); detail holds ids and numbers for people to read.
CREATE TABLE audit (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  at        DATETIME        NOT NULL,
  person_id INT UNSIGNED    NULL,
  school_id INT UNSIGNED    NULL,
  verb      VARCHAR(40)     CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  object_id BIGINT UNSIGNED NOT NULL DEFAULT 0,
  detail    VARCHAR(500)    NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  KEY by_school (school_id, id),
  KEY by_person (person_id, id),
  KEY by_verb (verb, id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- E-mail to be sent by onroll-work; written in the transaction of what it tells.
CREATE TABLE outbox (
  id          BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  to_address  VARCHAR(190)    NOT NULL,
  subject     VARCHAR(200)    NOT NULL,
  body        TEXT            NOT NULL,
  created_at  DATETIME        NOT NULL,
  next_try_at DATETIME        NOT NULL,
  tries       INT UNSIGNED    NOT NULL DEFAULT 0,
  sent_at     DATETIME        NULL,
  last_error  VARCHAR(200)    NOT NULL DEFAULT '',
  PRIMARY KEY (id),
  KEY due (sent_at, next_try_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
