-- The authority's list of removed pupils for whom nobody gave a ground.
CREATE INDEX without_ground ON pupil (state, ground, left_on);
