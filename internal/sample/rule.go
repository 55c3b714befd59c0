package sample

import (
	"strings"
)

// Draft is a policy that people at Ferrywell work on, and who does.
type Draft struct {
	Name      string
	Source    string
	Why       string
	Objective string
	By        string // key of a Person; their department has agreed
}

// fleets answers at hours of its own: whoever sells to companies is there early.
const fleets = "{fleets}"

// rule reads the policy and lays the hours in it around the working day.
func (c *Company) rule() error {
	text, err := files.ReadFile("policy.yaml")
	if err != nil {
		return err
	}
	next, err := files.ReadFile("draft.yaml")
	if err != nil {
		return err
	}
	span := Person{Hours: "early"}.Shift(c.Opened).Hours["mon"][0]
	source := strings.ReplaceAll(string(text), fleets, span)
	c.Policy = []byte(source)
	c.Draft = Draft{Name: "owners-to-service", Source: strings.Replace(source, "topic:\n", "topic:\n"+string(next), 1), By: Predecessor,
		Why:       "Belts for bikes somebody has went to Sales, because they asked for an offer. The bakery that wants twelve bikes would come along: what tells them apart?",
		Objective: "Whoever owns a Ferrywell talks to one desk."}
	return nil
}
