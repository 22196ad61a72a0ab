-- Makes `chosen_pair`: what of the fresh pairs may be held. Of an offer of $programmes those that are worth as much as its $best th and
-- as the worst partner that it holds when it holds as many already. `held`: how many the offer holds before. `keep_best.sql` ends it.
-- In braces, ours: the pairs of the offers that are asked anew, and those of the other offers with the demands that an edit touched.
CREATE OR REPLACE TEMP TABLE chosen_pair AS
WITH asked AS MATERIALIZED ({asked}),
asked_best AS (SELECT offer, max(value, $best)[$best] AS worst FROM asked WHERE len($programmes) > 0 GROUP BY offer),
kept AS (SELECT offer, min(value) AS worst, count(*) AS held FROM flow_pair WHERE len($programmes) > 0 GROUP BY offer),
other AS ({others})
SELECT asked.*, list_contains($programmes, asked.programme_id) AS best_only, 0 AS held
FROM asked LEFT JOIN asked_best ON asked_best.offer = asked.offer
WHERE NOT best_only OR asked_best.worst IS NULL OR asked.value >= asked_best.worst
UNION ALL
SELECT other.*, list_contains($programmes, other.programme_id) AS best_only, coalesce(kept.held, 0) AS held
FROM other LEFT JOIN kept ON kept.offer = other.offer
WHERE NOT best_only OR kept.held IS NULL OR kept.held < $best OR other.value >= kept.worst;
