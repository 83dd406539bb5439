development-not-a-clinician 2026-11-24 RnwaODVpn6Zua8J1n8YKQ+5gyHDMrrEbwCldDd3CIfBbH8GsyCSw8QH6XHuAiptlxpL10yCn/6vTaY6+FxXpDQ==
