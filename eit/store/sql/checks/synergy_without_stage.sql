-- Must return no row: a synergy that nothing ever happened to.
SELECT synergy_id FROM synergy ANTI JOIN synergy_stage USING (synergy_id);
