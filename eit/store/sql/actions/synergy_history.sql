-- Question: what happened to one synergy?
-- Rows: one per event, in the order of entry.
SELECT * FROM synergy_event WHERE synergy_id = $synergy_id ORDER BY rank;
