-- Must return no row: a family that has a family of its own (the hierarchy has two levels).
SELECT child.material_id FROM material AS child JOIN material AS parent ON parent.material_id = child.parent_id WHERE parent.parent_id IS NOT NULL;
