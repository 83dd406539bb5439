development-not-a-clinician 2026-11-24 Z5eAeQQfv4kowAC/2jKFEie2iLHn+B6s/x7/XAT9j4Y9YFTCuuBwXIasRQKXqLzT3Dxci5r1JeAe4Wp05I1yDg==
