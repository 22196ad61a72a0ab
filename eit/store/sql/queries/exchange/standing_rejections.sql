-- Question: which rejections of pairs stand, of every programme?
-- Rows: one per rejected pair whose facts have not changed since.
SELECT offer_id, demand_id FROM rejection WHERE stands ORDER BY offer_id, demand_id;
