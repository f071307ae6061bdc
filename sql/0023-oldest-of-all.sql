-- The oldest open item counts claims, UPN problems and rejected rows as well: what stands in school_status is out of date. The nightly
-- recount puts it right, and comes at once where it has run today.
DELETE FROM task_day WHERE task = 'recount';
