-- Question: of the pairs that the question in braces finds, which are worth the most, and how many are there in all?
-- Rows: at most $most, the most valuable first; `every`: how many there are, these and the others.
-- A rejection that stands takes a pair out, unless $with_rejected.
WITH asked AS MATERIALIZED ({question}),
open_pair AS (
    SELECT * FROM asked
    ANTI JOIN (SELECT offer_id, demand_id FROM rejection WHERE stands AND NOT $with_rejected) AS refused USING (offer_id, demand_id)
)
SELECT *, (SELECT count(*) FROM open_pair) AS every
FROM open_pair ORDER BY value DESC, distance_km, offer_id, demand_id LIMIT $most;
