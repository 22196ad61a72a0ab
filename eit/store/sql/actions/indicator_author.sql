UPDATE indicator SET author = $author WHERE indicator_id = $indicator_id;
