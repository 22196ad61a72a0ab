-- Question: which synergies does a programme have?
-- Rows: one per synergy, by id, with its titles.
SELECT synergy_id, title_fr, title_en FROM synergy WHERE programme_id = $programme_id ORDER BY synergy_id;
