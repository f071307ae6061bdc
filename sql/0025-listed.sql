-- How many children are on roll by the file, each once: what the next complete file is compared with, and school_status.in_file since then.
-- row_total counts all rows, those of former pupils too. Of older imports as far as their counts tell.
ALTER TABLE import ADD COLUMN listed INT UNSIGNED NOT NULL DEFAULT 0 AFTER row_done;
UPDATE import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id SET i.listed = COALESCE(b.count_new, 0) +
  COALESCE(b.count_changed, 0) + COALESCE(b.count_unchanged, 0) + COALESCE(b.count_left_out, 0) + i.count_unmatched
  WHERE b.state IN ('applied', 'listed');
UPDATE school_status SET in_file = (SELECT i.listed FROM import i JOIN batch b ON b.school_id = i.school_id AND b.id = i.batch_id WHERE
  i.school_id = school_status.school_id AND i.complete = 1 AND b.state IN ('applied', 'listed') ORDER BY i.batch_id DESC LIMIT 1)
  WHERE in_file IS NOT NULL;
