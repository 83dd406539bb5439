development-not-a-clinician 2026-11-24 UHk32O1U/U8sYkwjkuJDeov6QnzJ7gPs9xe9NcNLIYkjOfR1pVAIif9aeKYVi+4nvx+G5Yh/weJX7fuHfXKRDw==
