-- Rows: one per offer and demand of one programme that are compatible and at most the largest radius apart, in no order.
-- The one definition of a potential exchange: different companies, a compatible pair of materials, the same unit,
-- two known positions, and a distance within the practical reach of the material where it has one.
-- The value orders the partners of one offer: the quantity that both sides can move, times the score of the material, times
-- the score of the distance (half at $half_km); a quantity that neither side told comes after, nearest first.
-- $chord2: square of the chord [km2] under the largest radius; $diameter_km: twice the mean radius of the Earth;
-- $left_out: programmes that are too large for all their pairs. The names and conditions in braces are ours:
-- every flow, or those that an edit touched.
-- `placed` and `wanted` are materialised on purpose: left free, the planner starts from every offer with every demand of a
-- programme, a hundred times more pairs than are compatible.
WITH placed AS MATERIALIZED (
    SELECT flow.flow_id, flow.programme_id, flow.company_id, flow.direction, flow.material_id, flow.unit,
        flow.quantity_per_year AS quantity, company.x_km, company.y_km, company.z_km
    FROM flow JOIN company ON company.company_id = flow.company_id
    WHERE company.x_km IS NOT NULL AND company.closed_on IS NULL AND NOT list_contains($left_out, flow.programme_id)
),
wanted AS MATERIALIZED (
    SELECT placed.*, compatibility.demand_material_id, compatibility.score, material.reach_km
    FROM placed
    JOIN compatibility ON compatibility.offer_material_id = placed.material_id
    JOIN material ON material.material_id = placed.material_id
    WHERE placed.direction = 'offer' AND {offers}
),
pair AS (
    SELECT
        offer.programme_id, offer.flow_id AS offer_id, demand.flow_id AS demand_id, offer.reach_km, offer.score,
        least(offer.quantity, demand.quantity) AS quantity,
        (offer.x_km - demand.x_km) * (offer.x_km - demand.x_km) + (offer.y_km - demand.y_km) * (offer.y_km - demand.y_km)
            + (offer.z_km - demand.z_km) * (offer.z_km - demand.z_km) AS chord2
    FROM wanted AS offer
    JOIN (SELECT * FROM placed WHERE direction = 'demand' AND {demands}) AS demand
        ON demand.material_id = offer.demand_material_id AND demand.programme_id = offer.programme_id AND demand.unit = offer.unit
    WHERE demand.company_id <> offer.company_id
),
near AS (
    SELECT *, $diameter_km * asin(least(1e0, sqrt(chord2) / $diameter_km)) AS distance_km FROM pair WHERE chord2 <= $chord2
)
SELECT programme_id, offer_id, demand_id, distance_km, coalesce(quantity * score / (1e0 + distance_km / $half_km), -distance_km) AS value
FROM near WHERE reach_km IS NULL OR distance_km <= reach_km
