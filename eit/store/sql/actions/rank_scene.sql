UPDATE scene SET rank = $rank WHERE scene_id = $scene_id;
