UPDATE programme SET levels = $levels WHERE programme_id = $programme_id;
