development-not-a-clinician 2026-11-24 I8Q6b/LLdgCZTMrus8hmS66M89b0rIQlFVj9XBbCUlpCesOH/Scwpa7XFNRQWGwBqNbOIY3pZzvjMY/a7b7CBA==
