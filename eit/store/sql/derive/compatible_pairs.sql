-- Rows: one per programme with, before any distance, the number of compatible pairs: what deriving all of them would cost.
-- Counted per material and unit, so that no pair is ever formed.
WITH side AS MATERIALIZED (
    SELECT flow.programme_id, flow.direction, flow.material_id, flow.unit, count(*) AS flows
    FROM flow JOIN company USING (company_id) WHERE company.x_km IS NOT NULL AND company.closed_on IS NULL GROUP BY ALL
)
SELECT offer.programme_id, sum(offer.flows * demand.flows)::BIGINT AS pairs
FROM side AS offer
JOIN compatibility ON compatibility.offer_material_id = offer.material_id
JOIN side AS demand ON demand.material_id = compatibility.demand_material_id AND demand.programme_id = offer.programme_id
    AND demand.unit = offer.unit
WHERE offer.direction = 'offer' AND demand.direction = 'demand'
GROUP BY offer.programme_id ORDER BY offer.programme_id;
