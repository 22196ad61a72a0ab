-- Writes that a party left (or, with NULL, that it is back).
UPDATE synergy_party SET left_on = $left_on WHERE synergy_id = $synergy_id AND company_id = $company_id AND ($role IS NULL OR role = $role);
