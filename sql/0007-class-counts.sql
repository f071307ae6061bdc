-- How many of a class are on the roll, kept like school.on_roll in the transaction of every change of a roll: each page of
-- pupils asks for the classes, and counting them read an entry of an index for each pupil of the school. A class that nobody
-- is in any more keeps a row of 0. Names are told apart by their bytes.
CREATE TABLE class_count (
  school_id INT UNSIGNED NOT NULL,
  nc_year   VARCHAR(2)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL,
  class     VARCHAR(40)  CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
  pupils    INT          NOT NULL,
  PRIMARY KEY (school_id, nc_year, class)
) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COLLATE=utf8mb4_unicode_ci;
INSERT INTO class_count SELECT school_id, nc_year, class COLLATE utf8mb4_bin AS name, COUNT(*) FROM pupil WHERE state = 'R'
  GROUP BY school_id, nc_year, name;
DROP INDEX by_class ON pupil;
