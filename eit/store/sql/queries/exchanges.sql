-- Question: which potential exchanges does a selection hold, with all that a score and a reason need?
-- Rows: one per candidate pair within $radius_km. distance in km (geodesic and road estimate), quantities per year in `unit`.
-- $territory_id, $material_id, $company_id: NULL = all; $bases, $category_ids: lists (empty categories = all).
-- rejected_reason, rejected_on: the pair was rejected; rejection_stands false: its facts have changed since, so it is proposed again.
-- `side` is materialised on purpose: two small join problems are planned in half the time of one with 12 tables.
WITH side AS MATERIALIZED (
    SELECT
        flow.flow_id, flow.kind, flow.quantity_per_year AS quantity, flow.unit, flow.months, flow.observed_on, flow.quality, flow.former_destination, flow.disposal_cost_per_t,
        company.company_id, company.name AS company, company.latitude, company.longitude, place.name AS municipality,
        material.material_id, material.parent_id, material.category_id, material.name_fr AS material_fr, material.name_en AS material_en,
        coalesce(material.hazardous = 'yes', false) AS hazardous,
        flow.company_id IN (SELECT company_territory.company_id FROM company_territory WHERE territory_id = $territory_id) AS inside, material.source, material.year, material.confidence, material.ghg_route
    FROM flow
    JOIN company ON company.company_id = flow.company_id
    JOIN territory AS place ON place.territory_id = company.municipality_id
    JOIN material ON material.material_id = flow.material_id
    WHERE flow.programme_id = $programme_id
)
SELECT
    candidate.offer_id, candidate.demand_id,
    offer.company_id AS offer_company_id, offer.company AS offer_company, demand.company_id AS demand_company_id, demand.company AS demand_company,
    offer.material_id AS offer_material_id, offer.material_fr AS offer_material_fr, offer.material_en AS offer_material_en,
    demand.material_id AS demand_material_id, demand.material_fr AS demand_material_fr, demand.material_en AS demand_material_en,
    offer.kind, offer.category_id, compatibility.basis, compatibility.score AS compatibility_score,
    library.condition_fr, library.condition_en, library.use_fr, library.use_en, library.status, library.library_id,
    coalesce(library.source, offer.source) AS source, coalesce(library.year, offer.year) AS source_year,
    coalesce(library.confidence, offer.confidence) AS confidence,
    CASE WHEN compatibility.basis = 'substitution' THEN library.ghg_route ELSE offer.ghg_route END AS ghg_route,
    candidate.distance_km, candidate.distance_km * (SELECT circuity FROM programme WHERE programme_id = $programme_id) AS road_km_estimate,
    offer.quantity AS offer_quantity, demand.quantity AS demand_quantity, offer.unit,
    offer.months AS offer_months, demand.months AS demand_months,
    offer.observed_on AS offer_observed_on, demand.observed_on AS demand_observed_on,
    offer.quality AS offer_quality, demand.quality AS demand_quality, offer.hazardous,
    offer.latitude AS offer_latitude, offer.longitude AS offer_longitude, demand.latitude AS demand_latitude, demand.longitude AS demand_longitude,
    offer.municipality AS offer_municipality, demand.municipality AS demand_municipality, offer.former_destination, offer.disposal_cost_per_t,
    refused.reason AS rejected_reason, refused.rejected_on, refused.stands AS rejection_stands
FROM candidate
LEFT JOIN rejection AS refused ON refused.offer_id = candidate.offer_id AND refused.demand_id = candidate.demand_id
JOIN side AS offer ON offer.flow_id = candidate.offer_id
JOIN side AS demand ON demand.flow_id = candidate.demand_id
JOIN compatibility ON compatibility.offer_material_id = offer.material_id AND compatibility.demand_material_id = demand.material_id
LEFT JOIN known_synergy AS library ON library.library_row = compatibility.library_row
WHERE candidate.programme_id = $programme_id AND candidate.distance_km <= $radius_km
    AND ($with_rejected OR NOT coalesce(refused.stands, false))
    AND list_contains($bases, compatibility.basis)
    AND (len($category_ids) = 0 OR list_contains($category_ids, offer.category_id))
    AND ($material_id IS NULL OR $material_id IN (offer.material_id, demand.material_id, offer.parent_id, demand.parent_id))
    AND ($company_id IS NULL OR $company_id IN (offer.company_id, demand.company_id))
    AND ($territory_id IS NULL OR offer.inside OR demand.inside)
ORDER BY candidate.distance_km, candidate.offer_id, candidate.demand_id;
