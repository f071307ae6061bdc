-- What trying a rule looks up: the imports of the last days, the conflicts that began in them, how a pupil's conflicts ended.
ALTER TABLE batch ADD KEY by_applied (kind, applied_at);
ALTER TABLE conflict ADD KEY by_opened (opened_at);
ALTER TABLE conflict_end ADD KEY by_pupil (school_id, pupil_id, field);
