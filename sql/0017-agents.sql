-- Programs that speak to /api/v1: the schools' agents, and other systems with tokens.

-- A school's agent, known by its public key (Ed25519). Its private key never leaves the school.
CREATE TABLE agent (
  id          INT UNSIGNED NOT NULL AUTO_INCREMENT,
  school_id   INT UNSIGNED NOT NULL,
  public_key  BINARY(32)   NOT NULL,
  name        VARCHAR(120) NOT NULL,
  version     VARCHAR(40)  NOT NULL DEFAULT '',
  enrolled_at DATETIME     NOT NULL,
  seen_at     DATETIME     NULL,
  revoked_at  DATETIME     NULL,
  revoked_by  INT UNSIGNED NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_key (public_key),
  KEY by_school (school_id, revoked_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- A one-time code by which an agent enrols; its hash.
CREATE TABLE agent_code (
  code_hash  BINARY(32)   NOT NULL,
  school_id  INT UNSIGNED NOT NULL,
  made_by    INT UNSIGNED NULL,
  made_at    DATETIME     NOT NULL,
  expires_at DATETIME     NOT NULL,
  PRIMARY KEY (code_hash),
  KEY by_school (school_id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Requests that were seen, so that none is accepted twice; kept as long as a signature is valid.
CREATE TABLE agent_nonce (
  agent_id INT UNSIGNED NOT NULL,
  nonce    BINARY(16)   NOT NULL,
  seen_at  DATETIME     NOT NULL,
  PRIMARY KEY (agent_id, nonce),
  KEY by_age (seen_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Tokens of other systems. scopes: words with a space between. school_id 0: the authority's own.
CREATE TABLE api_token (
  id         INT UNSIGNED NOT NULL AUTO_INCREMENT,
  token_hash BINARY(32)   NOT NULL,
  name       VARCHAR(120) NOT NULL,
  scopes     VARCHAR(200) CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  school_id  INT UNSIGNED NOT NULL DEFAULT 0,
  made_by    INT UNSIGNED NULL,
  made_at    DATETIME     NOT NULL,
  expires_at DATETIME     NOT NULL,
  used_at    DATETIME     NULL,
  revoked_at DATETIME     NULL,
  PRIMARY KEY (id),
  UNIQUE KEY by_hash (token_hash)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Answers to requests with an Idempotency-Key: asked again, the same answer is given. who: 'a' + agent or 't' + token number.
CREATE TABLE api_answer (
  who          VARCHAR(16)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_key  VARCHAR(64)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  request_hash BINARY(32)        NOT NULL,
  status       SMALLINT UNSIGNED NOT NULL,
  body         MEDIUMTEXT        NOT NULL,
  made_at      DATETIME          NOT NULL,
  PRIMARY KEY (who, request_key),
  KEY by_age (made_at)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Whether a school can answer tasks, item by item as its agent reported or Onroll saw; words: what was found.
CREATE TABLE school_ready (
  school_id  INT UNSIGNED NOT NULL,
  item       VARCHAR(16)  CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  good       TINYINT      NOT NULL,
  words      VARCHAR(250) NOT NULL DEFAULT '',
  checked_at DATETIME     NOT NULL,
  PRIMARY KEY (school_id, item)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;

-- Tasks that existed at a school before, as its agent read them. answer: '' open, A accepted (task_id is Onroll's), C changed (task_id),
-- D dropped. off_at: the agent confirmed that the school's own is off.
CREATE TABLE existing_task (
  id          INT UNSIGNED  NOT NULL AUTO_INCREMENT,
  school_id   INT UNSIGNED  NOT NULL,
  ref         VARCHAR(64)   NOT NULL,
  name        VARCHAR(120)  NOT NULL,
  way         CHAR(1)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  data        VARCHAR(24)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  described   VARCHAR(1000) NOT NULL,
  read_at     DATETIME      NOT NULL,
  answer      CHAR(1)       CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '',
  task_id     INT UNSIGNED  NULL,
  answered_by INT UNSIGNED  NULL,
  answered_at DATETIME      NULL,
  off_at      DATETIME      NULL,
  ver         INT UNSIGNED  NOT NULL DEFAULT 1,
  PRIMARY KEY (id),
  UNIQUE KEY one (school_id, ref)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
