-- Question: which pairs are potential exchanges of a selection?
-- Rows: one per candidate pair within $radius_km, the nearest first; what each side is, is in `sides`, per flow and not per pair.
-- $territory_id, $material_id, $company_id: NULL = all; $bases, $category_ids: lists (empty categories = all).
-- Rejected pairs are among them: `rejections` says which, and whether the rejection stands.
-- `side` and `near` are materialised on purpose: planned as one join, DuckDB may first build every pair of compatible flows.
WITH side AS MATERIALIZED (
    SELECT
        flow.flow_id, flow.company_id, material.material_id, material.parent_id, material.category_id,
        flow.company_id IN (SELECT company_territory.company_id FROM company_territory WHERE territory_id = $territory_id) AS inside
    FROM flow JOIN material ON material.material_id = flow.material_id
    WHERE flow.programme_id = $programme_id
),
near AS MATERIALIZED (
    SELECT
        candidate.offer_id, candidate.demand_id, candidate.distance_km, candidate.value,
        offer.material_id AS offer_material_id, demand.material_id AS demand_material_id
    FROM candidate
    JOIN side AS offer ON offer.flow_id = candidate.offer_id
    JOIN side AS demand ON demand.flow_id = candidate.demand_id
    WHERE candidate.programme_id = $programme_id AND candidate.distance_km <= $radius_km
        AND (len($category_ids) = 0 OR list_contains($category_ids, offer.category_id))
        AND ($material_id IS NULL OR $material_id IN (offer.material_id, demand.material_id, offer.parent_id, demand.parent_id))
        AND ($company_id IS NULL OR $company_id IN (offer.company_id, demand.company_id))
        AND ($territory_id IS NULL OR offer.inside OR demand.inside)
)
SELECT
    near.offer_id, near.demand_id, compatibility.basis, compatibility.score AS compatibility_score, compatibility.library_row,
    near.distance_km, near.distance_km * (SELECT circuity FROM programme WHERE programme_id = $programme_id) AS road_km_estimate,
    near.value
FROM near
JOIN compatibility USING (offer_material_id, demand_material_id)
WHERE list_contains($bases, compatibility.basis)
ORDER BY near.distance_km, near.offer_id, near.demand_id;
