-- Proposed leavers of all schools in one list, longest first.
ALTER TABLE missing_pupil ADD KEY by_age (state, since);
