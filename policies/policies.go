// Package policies holds the ownership policies the product comes with. Each is a whole answer to "who should own social
// here?", with tests that show what it decides; docs/guide/choosing-a-model.md says which suits whom.
package policies

import (
	"embed"
	"io/fs"
	"path"
	"slices"
	"strings"
)

//go:embed *.yaml
var files embed.FS

// Default is the name of the policy an installation starts with.
const Default = "service-led"

// Names lists the policies in alphabetical order.
func Names() []string {
	found, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil // the pattern is a constant: it cannot be wrong
	}
	names := make([]string, len(found))
	for i, file := range found {
		names[i] = strings.TrimSuffix(path.Base(file), ".yaml")
	}
	slices.Sort(names)
	return names
}

// Source is the text of a policy; found is false when there is none of that name.
func Source(name string) (source []byte, found bool) {
	source, err := files.ReadFile(name + ".yaml")
	return source, err == nil
}

// About is the sentence a policy's text begins with; empty when there is no policy of that name.
func About(name string) string {
	source, _ := Source(name)
	var words []string
	for line := range strings.Lines(string(source)) {
		said, comment := strings.CutPrefix(line, "#")
		if !comment {
			break
		}
		words = append(words, strings.Fields(said)...)
	}
	sentence, _, whole := strings.Cut(strings.Join(words, " "), ". ")
	if whole {
		sentence += "."
	}
	return sentence
}
