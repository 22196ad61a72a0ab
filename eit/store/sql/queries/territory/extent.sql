-- Question: between which degrees do the sites of a programme lie?
-- Rows: one; NULL when no site has a position.
SELECT min(longitude) AS west, min(latitude) AS south, max(longitude) AS east, max(latitude) AS north
FROM company WHERE programme_id = $programme_id AND latitude IS NOT NULL AND longitude IS NOT NULL;
