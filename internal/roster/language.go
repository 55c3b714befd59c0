package roster

import (
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// LanguageName is what people call the language of a BCP 47 tag: French for fr. What is no known language stays as it is.
func LanguageName(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	if name := display.English.Languages().Name(parsed); name != "" {
		return name
	}
	return tag
}
