-- An authority of %(schools)d schools, and where each stands on a morning in September, from its number: for the bench of the dashboard.
-- Schools that are too many are closed; those that are lacking are made, and go again.
DELETE FROM school WHERE id > %(schools)d AND name LIKE '%% number _%%';
UPDATE school SET closed_on = IF(id > %(schools)d, '2020-01-01', NULL);
INSERT INTO school (id, laestab, name, phase, year_low, year_high, on_roll)
  SELECT n.seq, 8000000 + n.seq, CONCAT(s.name, ' number ', n.seq), s.phase, s.year_low, s.year_high, s.on_roll
  FROM seq_1_to_6000 n JOIN school s ON s.id = 1 + n.seq %% 3 LEFT JOIN school o ON o.id = n.seq
  WHERE n.seq <= %(schools)d AND o.id IS NULL;
DELETE t FROM school_status t LEFT JOIN school s ON s.id = t.school_id WHERE s.id IS NULL;
INSERT INTO school_status (school_id) SELECT s.id FROM school s LEFT JOIN school_status t ON t.school_id = s.id WHERE t.school_id IS NULL;
UPDATE school_status t JOIN (SELECT id, on_roll, CRC32(CONCAT('school ', id)) AS h FROM school) s ON s.id = t.school_id SET
  owner_id = (SELECT MIN(id) FROM person WHERE school_id IS NULL) + h %% 3,
  received_at = UTC_TIMESTAMP() - INTERVAL IF(h %% 31 = 0, 200, h %% 20) HOUR,
  in_file = on_roll + h %% 7,
  last_new = h %% 4, last_changed = h DIV 4 %% 25,
  waiting_since = IF(h %% 10 = 0, UTC_TIMESTAMP() - INTERVAL 2 HOUR, NULL), waiting_files = IF(h %% 10 = 0, 1, 0), waiting_rows = IF(h %% 10 = 0, on_roll, 0),
  held_files = IF(h %% 41 = 0, 1, 0),
  missing = IF(h %% 3 = 0, h DIV 8 %% 6, 0), unmatched = IF(h %% 4 = 0, h DIV 16 %% 5, 0),
  conflicts_active = IF(h %% 5 < 2, h DIV 32 %% 4, 0), conflicts_other = IF(h %% 5 < 3, h DIV 64 %% 12, 0),
  rejected = IF(h %% 17 = 0, h DIV 128 %% 3, 0), claimed = IF(h %% 13 = 0, 1, 0), upn_problems = IF(h %% 11 = 0, h DIV 256 %% 4, 0),
  oldest_at = UTC_TIMESTAMP() - INTERVAL h DIV 512 %% 40 DAY,
  problem = IF(h %% 149 = 0, 'The file could not be read to its end. Ask the school to send it again.', ''),
  lease_by = 'bench', lease_until = UTC_TIMESTAMP() + INTERVAL 1 DAY; -- what waits has no file: no program may take it
DELETE FROM pause;
INSERT INTO pause (school_id, from_at, until_at, reason, on_resume, set_by, set_at)
  SELECT id, UTC_TIMESTAMP() - INTERVAL 1 DAY, UTC_TIMESTAMP() + INTERVAL 9 DAY, 'New management information system', 'N',
    (SELECT MIN(id) FROM person WHERE school_id IS NULL), UTC_TIMESTAMP() FROM school
  WHERE CRC32(CONCAT('school ', id)) %% 37 = 0 AND closed_on IS NULL;
DELETE FROM school_day;
INSERT INTO school_day (school_id, day, received, processed)
  SELECT id, UTC_DATE() - INTERVAL n.seq DAY, on_roll, on_roll - on_roll DIV 50 FROM school, seq_0_to_29 n WHERE closed_on IS NULL;
DELETE FROM authority_day;
INSERT INTO authority_day (day, received, processed)
  SELECT day, SUM(received), SUM(processed) FROM school_day WHERE day < UTC_DATE() GROUP BY day;
ANALYZE TABLE school, school_status, pause, school_day;
