-- Writes a rejection with the facts of the day; a pair that was rejected before keeps only its last reason.
INSERT OR REPLACE INTO rejected_pair (offer_id, demand_id, reason, rejected_on, note, author, facts)
SELECT $offer_id, $demand_id, $reason, $on, $note, $author, offer.facts || ':' || demand.facts
FROM flow_facts AS offer, flow_facts AS demand WHERE offer.flow_id = $offer_id AND demand.flow_id = $demand_id;
