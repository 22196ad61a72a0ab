-- Question: which candidate pairs does a programme hold, in numbers only, for answers at any size?
-- Rows: one per candidate pair without a rejection that stands, nearest first; distance in km; `value` orders the partners of one offer.
-- offer and demand are row numbers of `flows_by_number.sql` (0 = the first flow_id).
WITH numbered AS MATERIALIZED (
    SELECT flow_id, (row_number() OVER (ORDER BY flow_id) - 1)::INTEGER AS number FROM flow WHERE programme_id = $programme_id
)
SELECT offer.number AS offer, demand.number AS demand, candidate.distance_km AS km, candidate.value
FROM candidate
ANTI JOIN (SELECT offer_id, demand_id FROM rejection WHERE stands) AS refused USING (offer_id, demand_id)
JOIN numbered AS offer ON offer.flow_id = candidate.offer_id
JOIN numbered AS demand ON demand.flow_id = candidate.demand_id
WHERE candidate.programme_id = $programme_id
ORDER BY km, offer, demand;
