UPDATE scene SET title = $title, sentence = $sentence, title_en = $title_en, sentence_en = $sentence_en,
    address = $address
WHERE scene_id = $scene_id;
