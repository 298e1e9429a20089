"""Ways of looking from within: effective settings, read on the host itself by listed commands that change nothing."""
