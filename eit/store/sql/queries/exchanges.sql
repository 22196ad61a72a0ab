-- Question: which potential exchanges does a selection hold, with all that a score and a reason need?
-- Rows: one per candidate pair within $radius_km. distance in km (geodesic and road estimate), quantities per year in `unit`.
-- $territory_id, $material_id, $company_id: NULL = all; $bases, $category_ids: lists (empty categories = all).
SELECT
    candidate.offer_id, candidate.demand_id,
    giver.company_id AS offer_company_id, giver.name AS offer_company, taker.company_id AS demand_company_id, taker.name AS demand_company,
    offered.material_id AS offer_material_id, offered.name_fr AS offer_material_fr, offered.name_en AS offer_material_en,
    wanted.material_id AS demand_material_id, wanted.name_fr AS demand_material_fr, wanted.name_en AS demand_material_en,
    offer.kind, offered.category_id, compatibility.basis, compatibility.score AS compatibility_score,
    library.condition_fr, library.condition_en, library.use_fr, library.use_en, library.status, library.library_id,
    coalesce(library.source, offered.source) AS source, coalesce(library.year, offered.year) AS source_year,
    coalesce(library.confidence, offered.confidence) AS confidence,
    CASE WHEN compatibility.basis = 'substitution' THEN library.ghg_route ELSE offered.ghg_route END AS ghg_route,
    candidate.distance_km, candidate.distance_km * programme.circuity AS road_km_estimate,
    offer.quantity_per_year AS offer_quantity, demand.quantity_per_year AS demand_quantity, offer.unit,
    offer.months AS offer_months, demand.months AS demand_months,
    offer.observed_on AS offer_observed_on, demand.observed_on AS demand_observed_on,
    offer.quality AS offer_quality, demand.quality AS demand_quality, coalesce(offered.hazardous = 'yes', false) AS hazardous,
    giver.latitude AS offer_latitude, giver.longitude AS offer_longitude, taker.latitude AS demand_latitude, taker.longitude AS demand_longitude,
    giver_place.name AS offer_municipality, taker_place.name AS demand_municipality, offer.former_destination
FROM candidate
JOIN programme USING (programme_id)
JOIN flow AS offer ON offer.flow_id = candidate.offer_id
JOIN flow AS demand ON demand.flow_id = candidate.demand_id
JOIN company AS giver ON giver.company_id = offer.company_id
JOIN company AS taker ON taker.company_id = demand.company_id
JOIN territory AS giver_place ON giver_place.territory_id = giver.municipality_id
JOIN territory AS taker_place ON taker_place.territory_id = taker.municipality_id
JOIN material AS offered ON offered.material_id = offer.material_id
JOIN material AS wanted ON wanted.material_id = demand.material_id
JOIN compatibility ON compatibility.offer_material_id = offer.material_id AND compatibility.demand_material_id = demand.material_id
LEFT JOIN known_synergy AS library ON library.library_row = compatibility.library_row
WHERE candidate.programme_id = $programme_id AND candidate.distance_km <= $radius_km
    AND list_contains($bases, compatibility.basis)
    AND (len($category_ids) = 0 OR list_contains($category_ids, offered.category_id))
    AND ($material_id IS NULL OR $material_id IN (offered.material_id, wanted.material_id, offered.parent_id, wanted.parent_id))
    AND ($company_id IS NULL OR $company_id IN (giver.company_id, taker.company_id))
    AND ($territory_id IS NULL OR EXISTS (
        SELECT 1 FROM company_territory
        WHERE company_territory.territory_id = $territory_id AND company_territory.company_id IN (giver.company_id, taker.company_id)
    ))
    AND ($with_rejected OR NOT EXISTS (
        SELECT 1 FROM rejected_pair WHERE rejected_pair.offer_id = candidate.offer_id AND rejected_pair.demand_id = candidate.demand_id
    ))
ORDER BY candidate.distance_km, candidate.offer_id, candidate.demand_id;
