-- More of what a school's system knows of a pupil: model/field.h's fields from former_forename on, in its order.
ALTER TABLE pupil
  ADD COLUMN former_forename     VARCHAR(100) NOT NULL DEFAULT '' AFTER service_child,
  ADD COLUMN sen_need            VARCHAR(4)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER former_forename,
  ADD COLUMN sen_need_2          VARCHAR(4)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER sen_need,
  ADD COLUMN looked_after        VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER sen_need_2,
  ADD COLUMN post_looked_after   VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER looked_after,
  ADD COLUMN young_carer         VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER post_looked_after,
  ADD COLUMN boarder             VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER young_carer,
  ADD COLUMN english_proficiency VARCHAR(1)   CHARACTER SET ascii COLLATE ascii_bin NOT NULL DEFAULT '' AFTER boarder;
