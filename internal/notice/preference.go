package notice

import (
	"encoding/json"
	"fmt"
	"time"

	"switchboard"
	"switchboard/internal/calendar"
)

// Timing says whether and when a way is used.
type Timing struct {
	On    bool `json:"on"`
	After int  `json:"after_seconds,omitempty" minimum:"0" maximum:"86400" doc:"Seconds it may wait to be seen before it is told in this way"`
}

// Detail is how much of a conversation may leave the installation in a push, an email or a chat.
type Detail string

// Details.
const (
	DetailEvent   Detail = "event"   // what happened, and nothing of whom
	DetailTitle   Detail = "title"   // and the name of the customer
	DetailPreview Detail = "preview" // and the beginning of the last message
)

// Preferences are what a person wants to be told of.
type Preferences struct {
	Ways   map[switchboard.NoticeEvent]map[switchboard.Way]Timing `json:"ways" doc:"By event and way. The console has everything, always"`
	Quiet  *calendar.Spec                                         `json:"quiet,omitempty" doc:"When nothing but an alarm may disturb; the hours of a calendar, with its zone"`
	Detail Detail                                                 `json:"detail" enum:"event,title,preview" doc:"How much leaves the installation"`
}

// longest is how long a way may wait at most.
const longest = 24 * 60 * 60

// unseenFor is after how many seconds unseen an email is sent unless the person says otherwise.
const unseenFor = 15 * 60

// Default is what people who never said are told: everything in the console; what cannot wait by push and in their chat
// tool; by email what nobody looked at for a while.
func Default() Preferences {
	p := Preferences{Ways: map[switchboard.NoticeEvent]map[switchboard.Way]Timing{}, Detail: DetailTitle}
	for _, event := range switchboard.NoticeEvents() {
		p.Ways[event] = usual(event)
	}
	return p
}

func usual(event switchboard.NoticeEvent) map[switchboard.Way]Timing {
	w := map[switchboard.Way]Timing{switchboard.WayConsole: {On: true}, switchboard.WayPush: {}, switchboard.WayChat: {},
		switchboard.WayEmail: {On: true, After: unseenFor}}
	switch event {
	case switchboard.NoticeSafety, switchboard.NoticeCrisis, switchboard.NoticeUnheard:
		for _, way := range switchboard.Ways() {
			w[way] = Timing{On: true}
		}
	case switchboard.NoticeOffer:
		w[switchboard.WayPush], w[switchboard.WayChat] = Timing{On: true}, Timing{On: true}
		w[switchboard.WayEmail] = Timing{After: unseenFor} // it is over before a mail is read
	case switchboard.NoticeMention, switchboard.NoticeTransfer, switchboard.NoticeHelper, switchboard.NoticeLate,
		switchboard.NoticeUncovered, switchboard.NoticeUnstaffed:
		w[switchboard.WayChat] = Timing{On: true}
	case switchboard.NoticeCover:
		w[switchboard.WayPush], w[switchboard.WayChat] = Timing{On: true}, Timing{On: true}
	case switchboard.NoticeNotes:
		w[switchboard.WayPush] = Timing{On: true}
		w[switchboard.WayEmail] = Timing{After: unseenFor} // the shift is over before a mail is read
	case switchboard.NoticeApproved, switchboard.NoticeDueSoon:
		w[switchboard.WayEmail] = Timing{After: unseenFor}
	}
	return w
}

// ParsePreferences reads stored preferences; what they do not say is as usual. Nil is nothing said.
func ParsePreferences(body []byte) (Preferences, error) {
	var said Preferences
	if len(body) > 0 {
		if err := json.Unmarshal(body, &said); err != nil {
			return Default(), fmt.Errorf("notice: preferences: %w", err)
		}
	}
	return said.Complete(), nil
}

// Complete fills in what is not said.
func (p Preferences) Complete() Preferences {
	full := Default()
	for event, ways := range p.Ways {
		for way, timing := range ways {
			if full.Ways[event] != nil {
				full.Ways[event][way] = timing
			}
		}
		if full.Ways[event] != nil {
			full.Ways[event][switchboard.WayConsole] = Timing{On: true}
		}
	}
	full.Quiet = p.Quiet
	if p.Detail != "" {
		full.Detail = p.Detail
	}
	return full
}

// Check refuses what no preferences can be, with code invalid and the field.
func (p Preferences) Check() error {
	for event, ways := range p.Ways {
		if !switchboard.OneOf(event, switchboard.NoticeEvents()) {
			return invalid("ways", "%q is nothing that people are told of.", event)
		}
		for way, timing := range ways {
			field := "ways." + string(event) + "." + string(way)
			switch {
			case !switchboard.OneOf(way, switchboard.Ways()):
				return invalid(field, "%q is no way to be told.", way).WithHint("Ways are console, push, email and chat.")
			case timing.After < 0 || timing.After > longest:
				return invalid(field, "A way waits between 0 and %d seconds.", longest)
			case way == switchboard.WayConsole && (!timing.On || timing.After != 0):
				return invalid(field, "The console has every notice at once.").WithHint("Leave the console out, or on.")
			}
		}
	}
	return p.checkQuiet()
}

func (p Preferences) checkQuiet() error {
	if p.Detail != "" && !switchboard.OneOf(p.Detail, []Detail{DetailEvent, DetailTitle, DetailPreview}) {
		return invalid("detail", "The detail is event, title or preview.")
	}
	if p.Quiet == nil {
		return nil
	}
	hours, err := calendar.Parse(*p.Quiet)
	if err != nil {
		return invalid("quiet", "These hours cannot be read.").WithCause(err).
			WithHint("Give a time zone, and hours such as 22:00-07:00 by day.")
	}
	someday := time.Date(2026, 1, 5, 0, 0, 0, 0, time.UTC) // any time: weeks are alike
	if now := hours.NextEnd(someday); now.Sub(someday) > 14*24*time.Hour {
		return invalid("quiet", "These hours never end, so nothing would ever come through.").
			WithHint("Switch the ways off that you do not want instead.")
	}
	return nil
}

// Due is when a way is used for something that happens now; ok is false when it is not used.
func (p Preferences) Due(event switchboard.NoticeEvent, way switchboard.Way, now time.Time) (due time.Time, ok bool) {
	timing := p.Ways[event][way]
	if !timing.On || way == switchboard.WayConsole {
		return time.Time{}, false
	}
	due = now.Add(time.Duration(timing.After) * time.Second)
	if event.Loud() {
		return due, true
	}
	return p.Awake(due), true
}

// Awake is the first instant at or after t outside quiet hours.
func (p Preferences) Awake(t time.Time) time.Time {
	if p.Quiet == nil {
		return t
	}
	hours, err := calendar.Parse(*p.Quiet)
	if err != nil { // a zone this system does not know: rather disturb than lose
		return t
	}
	return hours.NextEnd(t).UTC()
}

func invalid(field, text string, args ...any) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, text, args...).WithField(field)
}
