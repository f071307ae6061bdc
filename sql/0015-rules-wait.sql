-- Schools whose rules have changed: a task weighs their open conflicts again and takes the row away.
CREATE TABLE rules_wait (
  id        BIGINT UNSIGNED NOT NULL AUTO_INCREMENT,
  school_id INT UNSIGNED    NOT NULL,
  at        DATETIME        NOT NULL,
  PRIMARY KEY (id)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
