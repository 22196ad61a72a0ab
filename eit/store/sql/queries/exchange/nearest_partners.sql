-- Question: how far is the nearest compatible partner of each flow, whatever the radius and whoever it serves already?
-- Rows: one per flow that has a candidate up to the largest radius; rejected pairs do not count; km, geodesic.
WITH open_pair AS (
    SELECT * FROM candidate ANTI JOIN (SELECT * FROM rejection WHERE stands) AS refused USING (offer_id, demand_id) WHERE programme_id = $programme_id
)
SELECT offer_id AS flow_id, min(distance_km) AS nearest_km, arg_min(demand_id, (distance_km, demand_id)) AS nearest_id
FROM open_pair GROUP BY offer_id
UNION ALL
SELECT demand_id, min(distance_km), arg_min(offer_id, (distance_km, offer_id)) FROM open_pair GROUP BY demand_id
ORDER BY flow_id;
