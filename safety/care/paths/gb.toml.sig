development-not-a-clinician 2026-11-24 Yc7lj6k0Q0VSGAMQvAjk/NrjnOGnvltihbYvSgq29NSOa9/WhnJtals7+YQnAr4bzDoc/+A2Bqwt9qKD6Nh5BA==
