development-not-a-clinician 2026-11-24 gkqR9ga526a/yYb/6QONbzl2OXnineVJozIGROLa843/X0+KT9xekzu043Hp9lp1fIl1tKsNsyZ1e0ZOSnd2BA==
