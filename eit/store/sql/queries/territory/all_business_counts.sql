-- Question: how many businesses were counted on the territories of a programme, by sector and size?
-- Rows: one per count.
SELECT * FROM business_count WHERE programme_id = $programme_id ORDER BY ALL;
