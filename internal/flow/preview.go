package flow

import (
	"strings"

	"github.com/rivo/uniseg"

	"switchboard"
)

// previewLength is what a list row shows of a message, in characters as people see them.
const previewLength = 140

// Preview is the beginning of a message on one line.
func Preview(c switchboard.Content) string {
	text := c.Text
	if c.Subject != "" {
		text = c.Subject + ": " + text
	}
	if len(text) > 16*previewLength {
		text = strings.ToValidUTF8(text[:16*previewLength], "")
	}
	text = strings.Join(strings.Fields(text), " ")
	if len(text) <= previewLength {
		return text
	}
	var out strings.Builder
	state, cluster := -1, ""
	for n := 0; text != ""; n++ {
		if n == previewLength {
			out.WriteString("…")
			break
		}
		cluster, text, _, state = uniseg.FirstGraphemeClusterInString(text, state)
		out.WriteString(cluster)
	}
	return out.String()
}
