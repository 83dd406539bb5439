development-not-a-clinician 2026-11-24 2bNiNXtDsL47+Jtm7CU2JYskFnebAX9E42LSEl+u/3fRVkmQc8gM06nSUWCdv1q6B4OMfog695B+zh7PMKETAg==
