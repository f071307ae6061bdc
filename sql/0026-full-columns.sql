-- filled, of import and school_status, are since then the fields that at least half of the rows of pupils on roll fill, not all with
-- anything in them. Which of the last file's are so nobody knows any more: the next file shows it.
UPDATE school_status SET filled = 0;
