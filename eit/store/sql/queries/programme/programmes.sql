-- Question: which programmes does the file hold?
-- Rows: one per programme, in their order; levels joined by |, radius in km.
SELECT programme.* FROM programme ORDER BY programme.rank, programme.programme_id;
