development-not-a-clinician 2026-11-24 XXnka2QVKBq2cW8SSDtCUG05bP/vxvId+jgfOmlevzGy6BPeLj0yt4WcSPiK0X0HQL+d/ePQvc0ON7LQfb7JBw==
