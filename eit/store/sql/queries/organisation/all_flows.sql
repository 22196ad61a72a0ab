-- Question: what is on record about every flow, as typed and as understood?
-- Rows: one per flow of every programme, by id.
SELECT * FROM flow ORDER BY flow_id;
