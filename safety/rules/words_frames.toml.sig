development-not-a-clinician 2026-11-24 6F2N87W5wp4KTSgQinS3Rq4ADmSpf9qs4QWzAmtXuzqnjmlx4/+fTEoDh0LhO3VyQnOFqlb4OUQH4+prp4PyCw==
