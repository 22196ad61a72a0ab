-- Makes `touched_flow`: flows that came, went, or whose pairs are made of something else than those that are held.
-- In braces, ours: the flows as they are now (`placed_basis.sql`).
CREATE OR REPLACE TEMP TABLE placed_now AS {placed};
CREATE OR REPLACE TEMP TABLE touched_flow AS
SELECT flow_id FROM (SELECT flow_id, basis FROM placed_now EXCEPT SELECT flow_id, basis FROM numbered_flow)
UNION
SELECT flow_id FROM (SELECT flow_id, basis FROM numbered_flow EXCEPT SELECT flow_id, basis FROM placed_now);
