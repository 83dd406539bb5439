development-not-a-clinician 2026-11-24 M1Kxo1J8y0CcahVwbXjAb0Tp+K/vX/MhlPXeKe9RFFfkSE/1KTVrlalvXgcermI8Hxh5CZZnvkQMl4G6fWYMAA==
