-- Takes out of `candidate` what is not among the $best partners by value of an offer of $programmes that got a new one.
DELETE FROM candidate WHERE rowid IN (
    SELECT rowid FROM candidate
    WHERE list_contains($programmes, programme_id) AND offer_id IN (SELECT DISTINCT offer_id FROM chosen_pair)
    QUALIFY row_number() OVER (PARTITION BY offer_id ORDER BY value DESC, distance_km, demand_id) > $best
);
