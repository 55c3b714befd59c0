package mime

import (
	"strings"
	"time"
)

// eventOf says in words what a calendar part (RFC 5545) asks for: its first event.
func eventOf(raw []byte) string {
	fields := map[string]string{}
	lines := strings.Split(unfoldCalendar(utf8Of(string(raw[:min(len(raw), 256<<10)]))), "\n")
	inside := false
	for _, one := range lines {
		name, value, found := strings.Cut(strings.TrimRight(one, "\r"), ":")
		name, _, _ = strings.Cut(strings.ToUpper(name), ";")
		switch {
		case !found:
		case name == "BEGIN" && strings.EqualFold(value, "VEVENT"):
			inside = true
		case name == "END" && strings.EqualFold(value, "VEVENT"):
			return wordsOfEvent(fields)
		case name == "METHOD", inside:
			if _, known := fields[name]; !known {
				fields[name] = line(unescapeCalendar(value), 500)
			}
		}
	}
	return wordsOfEvent(fields)
}

func unfoldCalendar(text string) string {
	return strings.NewReplacer("\r\n ", "", "\r\n\t", "", "\n ", "", "\n\t", "").Replace(text)
}

func unescapeCalendar(value string) string {
	return strings.NewReplacer(`\n`, " ", `\N`, " ", `\,`, ",", `\;`, ";", `\\`, `\`).Replace(value)
}

func wordsOfEvent(fields map[string]string) string {
	kind := map[string]string{"REPLY": "Answer to an invitation", "CANCEL": "Cancelled invitation"}[strings.ToUpper(fields["METHOD"])]
	if kind == "" {
		kind = "Invitation"
	}
	words := []string{kind + ": " + fields["SUMMARY"]}
	if at := whenOf(fields["DTSTART"]); at != "" {
		words = append(words, at)
	}
	if fields["LOCATION"] != "" {
		words = append(words, fields["LOCATION"])
	}
	return strings.Join(words, ", ")
}

// whenOf writes a calendar's time as people do, as it stands there; as it came when it is none.
func whenOf(value string) string {
	for form, shown := range map[string]string{"20060102T150405Z": "2006-01-02 15:04 UTC", "20060102T150405": "2006-01-02 15:04",
		"20060102": "2006-01-02"} {
		if at, err := time.Parse(form, value); err == nil {
			return at.Format(shown)
		}
	}
	return value
}
