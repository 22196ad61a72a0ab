-- What of `fresh_pair` enters the table: of an offer of $programmes the $best by value only, and none that is worth less than the
-- worst partner of an offer that holds as many already.
CREATE OR REPLACE TEMP TABLE chosen_pair AS
WITH kept AS (
    SELECT offer_id, min(value) AS worst FROM candidate
    WHERE list_contains($programmes, programme_id) GROUP BY offer_id HAVING count(*) >= $best
)
SELECT fresh_pair.*
FROM fresh_pair LEFT JOIN kept ON kept.offer_id = fresh_pair.offer_id
WHERE kept.worst IS NULL OR fresh_pair.value >= kept.worst
QUALIFY NOT list_contains($programmes, fresh_pair.programme_id) OR row_number() OVER (
    PARTITION BY fresh_pair.offer_id ORDER BY fresh_pair.value DESC, fresh_pair.distance_km, fresh_pair.demand_id
) <= $best;
