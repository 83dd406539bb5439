development-not-a-clinician 2026-11-24 OtvN+xS7oCP/jgH5gc+ByJU5chn4gDEGzkhbOp06VSRuGb3QnTWaoS1amUHHnGFPb/jwRa27t05ZSBO35tJ6Aw==
