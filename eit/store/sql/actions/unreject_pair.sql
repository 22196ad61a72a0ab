-- Takes a rejection back.
DELETE FROM rejected_pair WHERE offer_id = $offer_id AND demand_id = $demand_id;
