-- Question: what do people work on in a programme, and how far is it?
-- Rows: one per synergy with its current stage; mass in t/yr; positions of the giver and the taker.
SELECT
    synergy.synergy_id, synergy.title_fr, synergy.title_en, synergy.type,
    coalesce(vocabulary.name_fr, synergy.term_id) AS term_fr, coalesce(vocabulary.name_en, synergy.term_id) AS term_en,
    synergy_stage.stage, synergy_stage.stage_on, material.category_id, material.kind, material.material_id, material.name_fr AS material_fr, material.name_en AS material_en,
    synergy.quantity_per_year, synergy.unit, synergy.mass_t_per_year, synergy.share_refused, synergy.former_destination,
    synergy.previous_distance_km, synergy.attribution_share,
    coalesce(offer.quality, 'declared') AS quality, 
    CASE WHEN compatibility.basis = 'substitution' THEN library.ghg_route ELSE material.ghg_route END AS ghg_route, programme.circuity,
    giver.company_id AS giver_company_id, giver.name AS giver, taker.company_id AS taker_company_id, taker.name AS taker,
    giver.latitude AS offer_latitude, giver.longitude AS offer_longitude, taker.latitude AS demand_latitude, taker.longitude AS demand_longitude
FROM synergy
JOIN programme USING (programme_id)
JOIN synergy_stage USING (synergy_id)
JOIN material USING (material_id)
LEFT JOIN vocabulary ON vocabulary.programme_id = synergy.programme_id AND vocabulary.list = 'synergy_type' AND vocabulary.term_id = synergy.term_id
LEFT JOIN flow AS offer ON offer.flow_id = synergy.offer_flow_id
LEFT JOIN flow AS demand ON demand.flow_id = synergy.demand_flow_id
LEFT JOIN compatibility ON compatibility.offer_material_id = synergy.material_id AND compatibility.demand_material_id = demand.material_id
LEFT JOIN known_synergy AS library ON library.library_row = compatibility.library_row
LEFT JOIN (SELECT synergy_id, min(company_id) AS company_id FROM synergy_party WHERE role = 'giver' GROUP BY synergy_id) AS giving ON giving.synergy_id = synergy.synergy_id
LEFT JOIN (SELECT synergy_id, min(company_id) AS company_id FROM synergy_party WHERE role = 'taker' GROUP BY synergy_id) AS taking ON taking.synergy_id = synergy.synergy_id
LEFT JOIN company AS giver ON giver.company_id = giving.company_id
LEFT JOIN company AS taker ON taker.company_id = taking.company_id
WHERE synergy.programme_id = $programme_id
ORDER BY synergy.synergy_id;
