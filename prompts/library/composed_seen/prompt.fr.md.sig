development-not-a-clinician 2026-11-24 OsiXhKTpUlzmxQNNTjysTHIqk0poo9eJDVTvB1QyvRvcbvMk/5Y6V0UOlIUFo9kuCVMbmGl1bAWz/Tdwj/H6Dg==
