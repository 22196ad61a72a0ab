DELETE FROM scene WHERE scene_id = $scene_id;
