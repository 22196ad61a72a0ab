-- Takes flows out with what is about them alone. A synergy that was set aside keeps its history, without the flow.
DELETE FROM rejected_pair WHERE list_contains($flow_ids, offer_id) OR list_contains($flow_ids, demand_id);
DELETE FROM lead WHERE list_contains($flow_ids, offer_id) OR list_contains($flow_ids, demand_id);
DELETE FROM identifier WHERE table_name = 'flow' AND list_contains($flow_ids, row_id);
UPDATE synergy SET offer_flow_id = NULL WHERE list_contains($flow_ids, offer_flow_id);
UPDATE synergy SET demand_flow_id = NULL WHERE list_contains($flow_ids, demand_flow_id);
DELETE FROM flow WHERE list_contains($flow_ids, flow_id);
