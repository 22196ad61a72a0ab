-- Question: which pairs has an organisation on one side? Parameters: company_id, side ('offer' or 'demand').
-- Rows: offer_id, demand_id, programme_id, other_company_id; those of the table of candidates.
SELECT candidate.offer_id, candidate.demand_id, candidate.programme_id,
    CASE WHEN $side = 'offer' THEN demand.company_id ELSE offer.company_id END AS other_company_id
FROM candidate
JOIN flow AS offer ON offer.flow_id = candidate.offer_id
JOIN flow AS demand ON demand.flow_id = candidate.demand_id
WHERE CASE WHEN $side = 'offer' THEN offer.company_id ELSE demand.company_id END = $company_id
ORDER BY candidate.offer_id, candidate.demand_id;
