development-not-a-clinician 2026-11-24 KAAtmrL6ou/momF31OzIyXk47mI4e4d8u/8omPwWUS5HwfNAOL9IKCSthmdqieqcCMOiHVajl/8aCjakgnwGCA==
