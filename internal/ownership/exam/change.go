package exam

import (
	"strconv"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/ownership/document"
)

// Change is one thing that two decisions of the same facts, or two policies, differ in.
type Change struct {
	What   string `json:"what" enum:"owner,shared,cover,required_level,deadline,round,second_look,approver,deputy,helpers,informs,quarantine,mode,accept,same_person_hours,caseload_cap,keep_until_resolved"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// duty is one thing that a decision means for people, in words.
type duty struct {
	what string
	said func(switchboard.Decision) string
}

// duties are all of them: what a decision has beside these is what it was made from, by which rule, and why.
var duties = []duty{
	{"owner", func(d switchboard.Decision) string { return string(d.Department) }},
	{"shared", func(d switchboard.Decision) string { return said(document.Join(d.Shared)) }},
	{"cover", covered},
	{"required_level", func(d switchboard.Decision) string { return strconv.Itoa(d.RequiredLevel) }},
	{"deadline", func(d switchboard.Decision) string { return d.Deadline.Duration().String() }},
	{"round", func(d switchboard.Decision) string { return moment(d.Round) }},
	{"second_look", func(d switchboard.Decision) string { return d.SecondLook.Duration().String() }},
	{"approver", func(d switchboard.Decision) string { return said(d.Approver) }},
	{"deputy", func(d switchboard.Decision) string { return said(d.Deputy) }},
	{"helpers", func(d switchboard.Decision) string { return said(document.Join(d.Helpers)) }},
	{"informs", func(d switchboard.Decision) string { return said(document.Join(d.Informs)) }},
	{"quarantine", func(d switchboard.Decision) string { return strconv.FormatBool(d.Quarantine) }},
}

// Changes lists everything that two decisions mean differently for people: neither which rule it was nor why. It is the one
// answer to whether two decisions are the same.
func Changes(a, b switchboard.Decision) []Change {
	out := []Change{}
	for _, duty := range duties {
		if before, after := duty.said(a), duty.said(b); before != after {
			out = append(out, Change{duty.what, before, after})
		}
	}
	return out
}

// covered is who stands in and how: the one who does first alone, where nothing else is said.
func covered(d switchboard.Decision) string {
	c := d.Cover
	if c == nil {
		return document.CoverNone
	}
	words := []string{strings.Join(c.Chain, ", ")}
	if c.Cause != "" {
		words = append(words, string(c.Cause))
	}
	if c.Takes != "" {
		words = append(words, "queue of "+string(c.Takes))
	}
	if c.After > 0 {
		words = append(words, "next after "+c.After.Duration().String())
	}
	if !c.Until.IsZero() {
		words = append(words, "until "+moment(c.Until))
	}
	return strings.Join(words, "; ")
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "none"
	}
	return t.UTC().Format(time.RFC3339)
}
