-- Since when the oldest file waits that is not yet processed: a counter as the others, so that the dashboard need not go through all
-- batches for it each time.
ALTER TABLE school_status ADD COLUMN waiting_since DATETIME NULL;
UPDATE school_status SET waiting_since = (SELECT MIN(b.opened_at) FROM batch b WHERE b.school_id = school_status.school_id AND b.kind =
  'I' AND b.state = 'open');
