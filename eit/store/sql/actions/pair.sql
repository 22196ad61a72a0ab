-- Question: of which programme is a pair of flows, and can they meet at all?
-- Rows: one, or none when one of the flows does not exist or stands on the wrong side.
SELECT offer.programme_id, demand.programme_id AS other_programme_id,
    (SELECT min(distance_km) FROM candidate WHERE offer_id = $offer_id AND demand_id = $demand_id) AS distance_km,
    (SELECT count(*) FROM rejected_pair WHERE offer_id = $offer_id AND demand_id = $demand_id) AS rejections
FROM flow AS offer, flow AS demand
WHERE offer.flow_id = $offer_id AND offer.direction = 'offer' AND demand.flow_id = $demand_id AND demand.direction = 'demand';
