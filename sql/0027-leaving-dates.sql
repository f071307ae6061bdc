-- The day on which the file itself says that a proposed leaver has left.
ALTER TABLE missing_pupil ADD left_on DATE NULL;
