-- Takes out of `flow_pair` what is not among the $best partners by value of an offer that got a new one. What goes is never worth
-- more than the best that came: else all that came, worth less, would go before it, and that is more than has to go.
DELETE FROM flow_pair WHERE rowid IN (
    SELECT flow_pair.rowid
    FROM flow_pair
    JOIN (
        SELECT offer, max(value) AS highest, max(held) + count(*) - $best AS surplus
        FROM chosen_pair WHERE best_only GROUP BY offer HAVING surplus > 0
    ) AS more ON more.offer = flow_pair.offer AND flow_pair.value <= more.highest
    JOIN numbered_flow AS demand ON demand.number = flow_pair.demand
    QUALIFY row_number() OVER (
        PARTITION BY flow_pair.offer ORDER BY flow_pair.value, flow_pair.distance_km DESC, demand.flow_id DESC
    ) <= more.surplus
);
