-- Question: which territories and materials exist?
-- Rows: one per id, with its kind.
SELECT 'territory' AS kind, territory_id AS id FROM territory UNION ALL SELECT 'material', material_id FROM material;
