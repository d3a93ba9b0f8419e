"""The frame around the pages: window, navigation, palette, status line, sign-in."""
