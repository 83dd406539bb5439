development-not-a-clinician 2026-11-24 A1Nb+iGNQq0T+OeqhTHlrzmIkQAYrkfeUQA0OGTA/I0c9era+d/cy0Ui6z+pnyXswwDzKkr7fDKN+fWrt+grCg==
