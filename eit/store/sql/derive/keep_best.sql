-- Takes out of `candidate` what is not among the $best partners by value of an offer that got a new one. What goes is never worth
-- more than the best that came: else all that came, worth less, would go before it, and that is more than has to go.
DELETE FROM candidate WHERE rowid IN (
    SELECT candidate.rowid
    FROM candidate
    JOIN (
        SELECT offer_id, max(value) AS highest, max(held) + count(*) - $best AS number
        FROM chosen_pair WHERE best_only GROUP BY offer_id HAVING number > 0
    ) AS more ON more.offer_id = candidate.offer_id AND candidate.value <= more.highest
    QUALIFY row_number() OVER (
        PARTITION BY candidate.offer_id ORDER BY candidate.value, candidate.distance_km DESC, candidate.demand_id DESC
    ) <= more.number
);
