development-not-a-clinician 2026-11-24 OP2sR6kfyb8sJGoxHcYxspWOqLKfuZKMqy+0L2JA2XraGPJ1ra469c7UlmYRkpFPeSx+EP+faw9RKUk8h0BZAQ==
