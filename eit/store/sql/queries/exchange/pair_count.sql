-- Question: how many candidate pairs does a programme hold, up to the largest radius?
-- Rows: one.
SELECT count(*) AS pairs FROM candidate WHERE programme_id = $programme_id;
