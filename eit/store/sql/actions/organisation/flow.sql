-- Question: what is on record about one flow?
-- Rows: one, or none.
SELECT * FROM flow WHERE flow_id = $flow_id;
