// Package all links every network into a binary. Adding a network is its folder and one line here.
package all

import (
	_ "switchboard/internal/connector/email"    // registers itself
	_ "switchboard/internal/connector/feed"     // registers itself
	_ "switchboard/internal/connector/practice" // registers itself
	_ "switchboard/internal/connector/webhook"  // registers itself
)
