package setup

import (
	"errors"
	"fmt"
	"net/mail"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
	"switchboard/internal/calendar"
)

// The most that answers may hold.
const (
	maxPeople      = 200
	maxDepartments = 30
	maxName        = 200
)

func invalid(field, text string, args ...any) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, text, args...).WithField("answers." + field)
}

// check refuses answers that make no sense, naming the field, and gives the hours as a calendar.
func (a Answers) check() (*calendar.Calendar, error) {
	for _, part := range []func() error{a.checkCompany, a.checkWishes, a.checkSpeakers, a.checkDepartments, a.checkPeople,
		a.checkPlaces} {
		if err := part(); err != nil {
			return nil, err
		}
	}
	hours, err := calendar.Parse(a.Hours)
	var e *switchboard.Error
	if errors.As(err, &e) {
		return nil, e.WithField("answers.hours." + strings.TrimPrefix(e.Field, "hours."))
	}
	return hours, err
}

func (a Answers) checkCompany() error {
	if !isName(a.Company) {
		return invalid("company", "A company needs a name of at most %d characters, on one line.", maxName)
	}
	return nil
}

// isName reports whether a text can name something: not empty, one line, not too long.
func isName(s string) bool {
	return strings.TrimSpace(s) != "" && utf8.ValidString(s) && utf8.RuneCountInString(s) <= maxName &&
		!strings.ContainsFunc(s, func(r rune) bool { return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' })
}

func (a Answers) checkWishes() error {
	for i, wish := range a.Wishes {
		switch {
		case !slices.Contains(Wishes(), wish):
			return invalid(fmt.Sprintf("wishes[%d]", i), "There is no wish of that name.")
		case slices.Contains(a.Wishes[:i], wish):
			return invalid(fmt.Sprintf("wishes[%d]", i), "A wish is ranked twice.")
		}
	}
	return nil
}

func (a Answers) checkSpeakers() error {
	switch {
	case a.Speak != OnlyMe && a.Speak != NamedPeople && a.Speak != Departments:
		return invalid("speak", "Only you, people you name, or several departments may speak.")
	case a.Speak == OnlyMe && len(a.People) > 0:
		return invalid("people", "Only you speak, and others are named.").WithHint("Say that people you name may speak.")
	case a.Speak != Departments && len(a.Departments) > 0:
		return invalid("departments", "Departments are named, and do not speak.").WithHint("Say that several departments may speak.")
	case len(a.People) > maxPeople:
		return invalid("people", "At most %d people can be named at once.", maxPeople).WithHint("Take the others in afterwards.")
	case len(a.Departments) > maxDepartments:
		return invalid("departments", "At most %d departments can be named at once.", maxDepartments)
	}
	return nil
}

func (a Answers) checkDepartments() error {
	var seen []string
	for i, d := range a.Departments {
		field := fmt.Sprintf("departments[%d]", i)
		switch {
		case !isName(d.Name):
			return invalid(field+".name", "A department needs a name of at most %d characters, on one line.", maxName)
		case d.Does != "" && !slices.Contains(Duties(), d.Does):
			return invalid(field+".does", "No department does that.")
		case slices.Contains(seen, fold(d.Name)):
			return invalid(field+".name", "%s is named twice.", strings.TrimSpace(d.Name))
		}
		seen = append(seen, fold(d.Name))
	}
	return nil
}

// fold is a name as it is compared.
func fold(name string) string { return strings.ToLower(strings.TrimSpace(name)) }

func (a Answers) checkPeople() error {
	seen, hats := map[string]bool{}, map[string]bool{}
	for i, p := range a.People {
		field := fmt.Sprintf("people[%d]", i)
		address, err := mail.ParseAddress(strings.TrimSpace(p.Email))
		switch {
		case !isName(p.Name):
			return invalid(field+".name", "A person needs a name of at most %d characters, on one line.", maxName)
		case err != nil || address.Address != strings.TrimSpace(p.Email) || len(p.Email) > 254:
			return invalid(field+".email", "%s has no email address that works.", strings.TrimSpace(p.Name)).
				WithHint("A mailbox needs an @, as in ada@example.org.")
		case seen[fold(p.Email)]:
			return invalid(field+".email", "Two people have the same address.")
		}
		seen[fold(p.Email)] = true
		if err := a.checkHats(field, p.Departments, hats); err != nil {
			return err
		}
	}
	return nil
}

func (a Answers) checkHats(field string, names []string, hats map[string]bool) error {
	for i, name := range names {
		at := fmt.Sprintf("%s.departments[%d]", field, i)
		if !isName(name) {
			return invalid(at, "A department needs a name of at most %d characters, on one line.", maxName)
		}
		if hats[fold(name)] = true; len(hats) > maxDepartments {
			return invalid(at, "At most %d departments can be named at once.", maxDepartments)
		}
		known := func(d Post) bool { return fold(d.Name) == fold(name) }
		if a.Speak == Departments && !slices.ContainsFunc(a.posts(), known) {
			return invalid(at, "There is no department %s.", strings.TrimSpace(name)).WithHint("Name it among the departments as well.")
		}
	}
	return nil
}

func (a Answers) checkPlaces() error {
	for i, n := range a.Networks {
		if !slices.Contains(Networks(), n) || slices.Contains(a.Networks[:i], n) {
			return invalid(fmt.Sprintf("networks[%d]", i), "This place is not known, or is named twice.")
		}
	}
	for i, code := range a.Languages {
		if len(code) != 2 || strings.Trim(code, "abcdefghijklmnopqrstuvwxyz") != "" || slices.Contains(a.Languages[:i], code) {
			return invalid(fmt.Sprintf("languages[%d]", i), "A language is two small letters, such as en or de, and is named once.")
		}
	}
	return nil
}
