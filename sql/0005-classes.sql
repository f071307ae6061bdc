-- How many are in which class, and who: asked on every page of a list of pupils.
CREATE INDEX by_class ON pupil (school_id, state, nc_year, class);
