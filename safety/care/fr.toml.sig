development-not-a-clinician 2026-11-24 daKM0dJwlIsy+/io2Q9HrnH0/VZhGnESOXLos8d4lVPLY1wuk0jfJZbGFcIh2PbdRKQkRJW5qkJefn7GHirXCA==
