-- Numbers the flows that can have pairs, in the order of their ids. In braces, ours: `placed_basis.sql`.
INSERT INTO numbered_flow SELECT row_number() OVER (ORDER BY flow_id) - 1, flow_id, programme_id, basis FROM ({placed}) AS placed;
