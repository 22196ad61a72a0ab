DELETE FROM indicator_value WHERE indicator_id = $indicator_id AND bound = $bound AND year = $year;
