-- Question: which pairs of a programme were refused, why, and do the facts still hold?
-- Rows: one per rejected pair; stands false: a fact changed since, so the pair is proposed again.
SELECT rejection.offer_id, rejection.demand_id, rejection.reason, rejection.rejected_on, rejection.note, rejection.stands,
    giver.name AS offer_company, taker.name AS demand_company, offered.name_fr AS material_fr, offered.name_en AS material_en
FROM rejection
JOIN flow AS offer ON offer.flow_id = rejection.offer_id
JOIN flow AS demand ON demand.flow_id = rejection.demand_id
JOIN company AS giver ON giver.company_id = offer.company_id
JOIN company AS taker ON taker.company_id = demand.company_id
JOIN material AS offered ON offered.material_id = offer.material_id
WHERE offer.programme_id = $programme_id ORDER BY rejection.rejected_on DESC, rejection.offer_id, rejection.demand_id;
