development-not-a-clinician 2026-11-24 ABMRQhF7lYboEKQ+dNFJmnT5cS/7fTrDoTe5A5w7qpX9dU/KDrUd2keNH2TLuLzaGATwZtYkJx8jieRbq6koDw==
