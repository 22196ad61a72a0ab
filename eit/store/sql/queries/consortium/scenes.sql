-- Question: which scenes did a programme prepare for its meetings?
-- Rows: one per scene, in order.
SELECT * FROM scene WHERE programme_id = $programme_id ORDER BY rank, scene_id;
