development-not-a-clinician 2026-11-24 T0qaNQAjPyAFr4nwwhQKbJwCJf1i9F/OFkXkskzxfxpB+62lXoAudnP5GFUDLviO/n4gq8jmd2HDf0lhRkKnBA==
