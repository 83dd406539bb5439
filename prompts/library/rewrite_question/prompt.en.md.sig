development-not-a-clinician 2026-11-24 xOjecrm7CvP0Zm2QCTAKX1ov9gAFIQor1Lr9qbyDo4yxToPEZxGGuI/JkOb1/EOr3u+tmI+ER0MYXhAjKCY1BA==
