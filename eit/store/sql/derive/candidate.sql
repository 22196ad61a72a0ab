-- Rows: one per offer and demand of one programme that are compatible and at most the largest radius apart, nearest first.
-- The one definition of a potential exchange: different companies, a compatible pair of materials, the same unit,
-- two known positions, and a distance within the practical reach of the material where it has one.
-- $chord2: square of the chord [km2] under the largest radius; $diameter_km: twice the mean radius of the Earth.
-- `placed` and `wanted` are materialised on purpose: left free, the planner starts from every offer with every demand of a
-- programme, a hundred times more pairs than are compatible.
INSERT INTO candidate
WITH placed AS MATERIALIZED (
    SELECT flow.flow_id, flow.programme_id, flow.company_id, flow.direction, flow.material_id, flow.unit, company.x_km, company.y_km, company.z_km
    FROM flow JOIN company ON company.company_id = flow.company_id WHERE company.x_km IS NOT NULL
),
wanted AS MATERIALIZED (
    SELECT placed.*, compatibility.demand_material_id, material.reach_km
    FROM placed
    JOIN compatibility ON compatibility.offer_material_id = placed.material_id
    JOIN material ON material.material_id = placed.material_id
    WHERE placed.direction = 'offer'
),
pair AS (
    SELECT
        offer.programme_id, offer.flow_id AS offer_id, demand.flow_id AS demand_id, offer.reach_km,
        (offer.x_km - demand.x_km) ** 2 + (offer.y_km - demand.y_km) ** 2 + (offer.z_km - demand.z_km) ** 2 AS chord2
    FROM wanted AS offer
    JOIN (SELECT * FROM placed WHERE direction = 'demand') AS demand
        ON demand.material_id = offer.demand_material_id AND demand.programme_id = offer.programme_id AND demand.unit = offer.unit
    WHERE demand.company_id <> offer.company_id
),
near AS (
    SELECT *, $diameter_km * asin(least(1e0, sqrt(chord2) / $diameter_km)) AS distance_km FROM pair WHERE chord2 <= $chord2
)
SELECT programme_id, offer_id, demand_id, distance_km
FROM near WHERE reach_km IS NULL OR distance_km <= reach_km
ORDER BY programme_id, distance_km, offer_id, demand_id;
