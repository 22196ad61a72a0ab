-- Question: which indices of transition does a programme follow, on each of its territories?
-- Rows: one per territory and slot; a name that nobody gave us is NULL and is never invented.
SELECT territory_id, slot, name_fr, name_en, value, state FROM index_slot
WHERE programme_id = $programme_id ORDER BY territory_id, slot;
