-- Question: of which programmes are only the best partners of each offer held as candidate pairs?
-- Rows: one per such programme; none: all pairs are held.
SELECT programme_id FROM best_only_programme ORDER BY programme_id;
