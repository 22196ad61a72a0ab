-- Rows: pairs with the numbers of their flows. In braces, ours: the pairs, by id.
SELECT offer.number AS offer, demand.number AS demand, found.distance_km, found.value, found.programme_id
FROM ({pairs}) AS found
JOIN numbered_flow AS offer ON offer.flow_id = found.offer_id
JOIN numbered_flow AS demand ON demand.flow_id = found.demand_id
