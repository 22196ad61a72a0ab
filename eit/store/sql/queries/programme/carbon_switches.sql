-- Question: which carbon do other methods count, for which routes, and how much?
-- Rows: one per switch and route; kg CO2e per tonne kept (or kept and formerly landfilled), added to the avoided GHG.
SELECT * FROM carbon_switch ORDER BY switch, route_id;
