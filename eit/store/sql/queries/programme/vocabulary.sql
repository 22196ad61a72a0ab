-- Question: which words does a programme use, and what do they mean here?
-- Rows: one per term.
SELECT * FROM vocabulary WHERE programme_id = $programme_id ORDER BY list, rank, term_id;
