-- Rows: the offers of $programmes that hold all the $best partners that are kept and lose one with `touched_flow`: what came
-- next is not known any more, so they are searched anew.
SELECT offer_id AS flow_id
FROM candidate
WHERE list_contains($programmes, programme_id) AND offer_id IN (
    SELECT offer_id FROM candidate WHERE demand_id IN (SELECT id FROM touched_flow)
)
GROUP BY offer_id HAVING count(*) >= $best
ORDER BY offer_id;
