development-not-a-clinician 2026-11-24 qJqg2HK9314rEaG+lu3zpjEfn8wREwFKRjTSsFhZBTjgf82h+74KzHYIVauYjS1/Qc9glFagnuYeWLsINfRcDA==
