-- Question: which indices of transition does a programme follow on a territory?
-- Rows: one per slot; a name that nobody gave us is NULL and is never invented.
SELECT slot, name_fr, name_en, value, state FROM index_slot
WHERE programme_id = $programme_id AND territory_id = $territory_id ORDER BY slot;
