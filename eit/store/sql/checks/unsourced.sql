-- Must return no row: a reference row without source, year, unit or a confidence that the method knows.
SELECT 'factor' AS what, factor_id AS id FROM factor
WHERE trim(source) = '' OR trim(year) = '' OR trim(unit) = '' OR confidence NOT IN ('seen', 'secondary', 'derived', 'recalled', 'proxy', 'assumption')
UNION ALL SELECT 'material', material_id FROM material
WHERE trim(source) = '' OR trim(year) = '' OR confidence NOT IN ('seen', 'secondary', 'derived', 'recalled', 'proxy', 'assumption')
UNION ALL SELECT 'known_synergy', library_id FROM known_synergy
WHERE trim(source) = '' OR confidence NOT IN ('seen', 'secondary', 'derived', 'recalled', 'proxy', 'assumption')
UNION ALL SELECT 'minimum_volume', material_id FROM minimum_volume
WHERE trim(source) = '' OR trim(year) = '' OR confidence NOT IN ('seen', 'secondary', 'derived', 'recalled', 'proxy', 'assumption');
