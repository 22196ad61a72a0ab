-- Rows: one per offer and demand of one programme that are compatible and at most the largest radius apart, nearest first.
-- The one definition of a potential exchange: different companies, a compatible pair of materials, the same unit,
-- two known positions, and a distance within the practical reach of the material where it has one.
-- $chord2: square of the chord [km2] under the largest radius; $diameter_km: twice the mean radius of the Earth.
INSERT INTO candidate
WITH pair AS (
    SELECT
        offer.programme_id, offer.flow_id AS offer_id, demand.flow_id AS demand_id, material.reach_km,
        (giver.x_km - taker.x_km) ** 2 + (giver.y_km - taker.y_km) ** 2 + (giver.z_km - taker.z_km) ** 2 AS chord2
    FROM flow AS offer
    JOIN compatibility ON compatibility.offer_material_id = offer.material_id
    JOIN flow AS demand ON demand.material_id = compatibility.demand_material_id AND demand.programme_id = offer.programme_id
    JOIN company AS giver ON giver.company_id = offer.company_id
    JOIN company AS taker ON taker.company_id = demand.company_id
    JOIN material ON material.material_id = offer.material_id
    WHERE offer.direction = 'offer' AND demand.direction = 'demand' AND offer.unit = demand.unit
        AND giver.company_id <> taker.company_id AND giver.x_km IS NOT NULL AND taker.x_km IS NOT NULL
),
near AS (
    SELECT *, $diameter_km * asin(least(1e0, sqrt(chord2) / $diameter_km)) AS distance_km FROM pair WHERE chord2 <= $chord2
)
SELECT programme_id, offer_id, demand_id, distance_km
FROM near WHERE reach_km IS NULL OR distance_km <= reach_km
ORDER BY programme_id, distance_km, offer_id, demand_id;
