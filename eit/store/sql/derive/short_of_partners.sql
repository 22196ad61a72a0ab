-- Makes `asked_offer`: the flows that are searched anew. They are the touched ones, and the offers of $programmes that hold all the
-- $best partners that are kept and lose one with them: what came next is not known any more.
CREATE OR REPLACE TEMP TABLE asked_offer AS
WITH touched AS (SELECT number FROM numbered_flow WHERE flow_id IN (SELECT flow_id FROM touched_flow)),
short AS (
    SELECT offer FROM flow_pair
    WHERE len($programmes) > 0 AND offer IN (SELECT offer FROM flow_pair WHERE demand IN (SELECT number FROM touched))
    GROUP BY offer HAVING count(*) >= $best
)
SELECT flow_id FROM touched_flow
UNION
SELECT flow_id FROM numbered_flow WHERE number IN (SELECT offer FROM short) AND list_contains($programmes, programme_id);
