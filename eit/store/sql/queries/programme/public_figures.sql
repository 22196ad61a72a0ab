-- Question: which organisations of a programme have quantities that anybody can read in a public register?
-- Rows: one per organisation, with where they are read.
SELECT * FROM public_figure WHERE programme_id = $programme_id ORDER BY company_id;
