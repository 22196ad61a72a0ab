-- Takes out the pairs of the flows that are searched anew, and gives the touched ones that are there another number.
DELETE FROM flow_pair
WHERE offer IN (SELECT number FROM numbered_flow WHERE flow_id IN (SELECT flow_id FROM asked_offer))
    OR demand IN (SELECT number FROM numbered_flow WHERE flow_id IN (SELECT flow_id FROM touched_flow));
DELETE FROM numbered_flow WHERE flow_id IN (SELECT flow_id FROM touched_flow);
INSERT INTO numbered_flow
SELECT (SELECT coalesce(max(number), -1) FROM numbered_flow) + row_number() OVER (ORDER BY flow_id), flow_id, programme_id, basis
FROM placed_now WHERE flow_id IN (SELECT flow_id FROM touched_flow);
