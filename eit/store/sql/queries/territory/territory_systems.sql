-- Question: by whose register is each territory of the data known?
-- Rows: one per territory; code_system: a jurisdiction for a unit that an imported layer made, else the name of a register.
SELECT territory_id, code_system FROM territory ORDER BY territory_id;
