development-not-a-clinician 2026-11-24 uM0bRc/fISo6ju/Z0+PODEc6JR/3CZMboQI11RkKKSdn1tr6NY3qQHFVNZ+YK8V91obPln58LvdhIf9fd+KEDA==
