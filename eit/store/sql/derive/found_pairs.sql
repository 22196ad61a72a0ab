-- Puts the pairs that the search found into `candidate`, with the ids of their flows, nearest first.
INSERT INTO candidate
SELECT $programme_id, offer.flow_id, demand.flow_id, found_pair.km, found_pair.value
FROM found_pair
JOIN numbered_offer AS offer ON offer.row = found_pair.offer
JOIN numbered_demand AS demand ON demand.row = found_pair.demand
ORDER BY found_pair.km;
