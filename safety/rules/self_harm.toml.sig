development-not-a-clinician 2026-11-24 hSWs+VtgqjavyNzZ89oZlf2gJOiIelChQYmddOUzFIW5XRPOCyxKPB/UAv7UKhIaKUtY5tWzLKazK3Q5uqF+Ag==
