-- Question: whose flows are the two ends of a lead? Parameters: offer_id, demand_id.
-- Rows: one, or none when one of the flows does not exist, stands on the wrong side, or is of another programme.
SELECT offer.programme_id, offer.company_id AS offer_company_id, demand.company_id AS demand_company_id
FROM flow AS offer JOIN flow AS demand USING (programme_id)
WHERE offer.flow_id = $offer_id AND offer.direction = 'offer' AND demand.flow_id = $demand_id AND demand.direction = 'demand';
