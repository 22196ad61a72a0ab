-- Must return no row: a route that a material or a known synergy names and that no factor knows.
WITH known AS (SELECT route_id FROM factor WHERE route_id IS NOT NULL UNION SELECT factor_id FROM factor)
SELECT material_id AS id, ghg_route FROM material WHERE ghg_route IS NOT NULL AND ghg_route NOT IN (SELECT route_id FROM known)
UNION ALL SELECT library_id, ghg_route FROM known_synergy WHERE ghg_route IS NOT NULL AND ghg_route NOT IN ('same', 'unknown') AND ghg_route NOT IN (SELECT route_id FROM known);
