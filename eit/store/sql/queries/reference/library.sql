-- Question: which substitutions are known, under which conditions, from which source?
-- Rows: one per row of the library; ghg_route counts where route_is_own (empty there: unknown), else that of the offered material.
SELECT known_synergy.* REPLACE (nullif(nullif(known_synergy.ghg_route, 'unknown'), 'same') AS ghg_route),
    coalesce(known_synergy.ghg_route <> 'same', false) AS route_is_own, offered.name_fr AS offer_material_fr, offered.name_en AS offer_material_en,
    wanted.name_fr AS demand_material_fr, wanted.name_en AS demand_material_en
FROM known_synergy
JOIN material AS offered ON offered.material_id = known_synergy.offer_material_id
JOIN material AS wanted ON wanted.material_id = known_synergy.demand_material_id
ORDER BY known_synergy.library_row;
