development-not-a-clinician 2026-11-24 g6J/Pfx/l6Q5FRyzOjoLXtnMhWqo+pIp9KiqThhl2oko4zbjDOYU0BF0MqadvvkJLmEt5qEmZACy2eLwDWsTCw==
