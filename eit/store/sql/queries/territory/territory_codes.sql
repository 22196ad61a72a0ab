-- Question: which territories does the data know, by which code, and in what does each lie?
-- Rows: one per territory. code NULL: the territory has no official code (parks, boroughs).
SELECT territory_id, kind, code, name, parent_id, country FROM territory ORDER BY territory_id;
