-- Question: from which yearly volume is pooling a material worth it, and what does a truck hold of it?
-- Rows: one per material or family that has a minimum; t/yr and t.
SELECT * FROM minimum_volume ORDER BY material_id;
