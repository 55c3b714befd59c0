package connector

import (
	"errors"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
)

// MaxValue is how many bytes the value of one setting may have.
const MaxValue = 16 << 10

// ConfigError holds what is wrong with a configuration, one error per field, in the order of the Spec.
type ConfigError struct {
	Fields []*switchboard.Error
}

// Error lists the fields.
func (e *ConfigError) Error() string { return errors.Join(e.Unwrap()...).Error() }

// Unwrap gives the errors of the fields.
func (e *ConfigError) Unwrap() []error {
	list := make([]error, len(e.Fields))
	for i, field := range e.Fields {
		list[i] = field
	}
	return list
}

// CheckConfig brings settings into their canonical form, fills in defaults and parts them into what may be stored
// openly and what must be sealed. Anything wrong is a *ConfigError that names every field; a setting nobody knows is
// refused with the nearest name. No error repeats a value.
func (s Spec) CheckConfig(values map[string]string) (clean, secrets map[string]string, err error) {
	clean, secrets = map[string]string{}, map[string]string{}
	var wrong []*switchboard.Error
	for _, field := range s.Config {
		value, fault := field.canonical(values[field.Name])
		switch {
		case fault != nil:
			wrong = append(wrong, fault.WithField(field.Name))
		case value == "":
		case field.Sealed():
			secrets[field.Name] = value
		default:
			clean[field.Name] = value
		}
	}
	wrong = append(wrong, s.unknown(values)...)
	if len(wrong) > 0 {
		return nil, nil, &ConfigError{Fields: wrong}
	}
	return clean, secrets, nil
}

func (s Spec) unknown(values map[string]string) []*switchboard.Error {
	var wrong []*switchboard.Error
	names := make([]string, len(s.Config))
	for i, field := range s.Config {
		names[i] = field.Name
	}
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if slices.Contains(names, name) {
			continue
		}
		fault := switchboard.Refuse(switchboard.CodeUnknownField, "%s has no such setting.", s.Name).WithField(clip(name))
		if near := nearest(name, names); near != "" {
			fault = fault.WithHint("Did you mean " + near + "?")
		} else {
			fault = fault.WithHint("It has: " + strings.Join(names, ", ") + ".")
		}
		wrong = append(wrong, fault)
	}
	return wrong
}

func (field Field) canonical(value string) (string, *switchboard.Error) {
	if len(value) > MaxValue {
		return "", switchboard.Refuse(switchboard.CodeTooLarge, "%s is too long.", field.Label).
			WithHint("Use at most " + strconv.Itoa(MaxValue) + " bytes.")
	}
	if !utf8.ValidString(value) || strings.ContainsRune(value, 0) {
		return "", invalid("%s holds bytes that are not text.", field.Label).WithHint("Type it in again.")
	}
	value = strings.TrimSpace(value)
	if value == "" {
		value = field.Default
	}
	if value == "" {
		if field.Required {
			return "", invalid("%s is missing.", field.Label).WithHint(field.Help)
		}
		return "", nil
	}
	return field.checked(value)
}

func (field Field) checked(value string) (string, *switchboard.Error) {
	value, fault := field.byKind(value)
	if fault != nil || field.Check == nil {
		return value, fault
	}
	value, err := field.Check(value)
	if err == nil {
		return value, nil
	}
	var own *switchboard.Error
	if errors.As(err, &own) {
		return "", own
	}
	return "", invalid("%s is not right: %s", field.Label, err).WithHint(field.Help)
}

func (field Field) byKind(value string) (string, *switchboard.Error) {
	switch field.Kind {
	case FieldURL:
		return field.address(value)
	case FieldNumber:
		number, err := strconv.ParseInt(value, 10, 64)
		if err != nil {
			return "", invalid("%s must be a whole number.", field.Label).WithHint("Write digits only.")
		}
		return strconv.FormatInt(number, 10), nil
	case FieldBool:
		on, err := strconv.ParseBool(strings.ToLower(value))
		if err != nil {
			return "", invalid("%s must be true or false.", field.Label).WithHint("Write true or false.")
		}
		return strconv.FormatBool(on), nil
	case FieldChoice:
		return field.choice(value)
	case FieldList:
		return strings.Join(List(value), ","), nil
	case FieldText, FieldSecret:
		if strings.ContainsFunc(value, unicode.IsControl) {
			return "", invalid("%s holds a control character.", field.Label).WithHint("Paste it again on one line.")
		}
	}
	return value, nil
}

func (field Field) address(value string) (string, *switchboard.Error) {
	u, err := url.Parse(value)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" {
		return "", invalid("%s is not a web address.", field.Label).WithHint("Write it in full, beginning with https://.")
	}
	if u.User != nil {
		return "", invalid("%s holds a name or password.", field.Label).
			WithHint("Leave out what stands before the @ and use the field for it.")
	}
	u.Fragment = ""
	return strings.TrimRight(u.String(), "/"), nil
}

func (field Field) choice(value string) (string, *switchboard.Error) {
	values := make([]string, len(field.Choices))
	for i, choice := range field.Choices {
		values[i] = choice.Value
	}
	if slices.Contains(values, value) {
		return value, nil
	}
	return "", invalid("%s has no such choice.", field.Label).WithHint("Choose one of " + strings.Join(values, ", ") + ".")
}

// List parts the value of a list field. Commas and line ends separate, blanks around are dropped, repeats too.
func List(value string) []string {
	var list []string
	for part := range strings.FieldsFuncSeq(value, func(r rune) bool { return r == ',' || r == '\n' || r == '\r' }) {
		if part = strings.TrimSpace(part); part != "" && !slices.Contains(list, part) {
			list = append(list, part)
		}
	}
	return list
}

func invalid(text string, args ...any) *switchboard.Error {
	return switchboard.Refuse(switchboard.CodeInvalid, text, args...)
}

// nearest is the name at most a third of its letters away, empty when none is.
func nearest(name string, names []string) string {
	best, distance := "", len(name)
	for _, candidate := range names {
		if d := edits(clip(name), candidate); d < distance && d*3 <= max(len(candidate), 3) {
			best, distance = candidate, d
		}
	}
	return best
}

// edits is the Levenshtein distance in bytes.
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// clip shortens a foreign name so that it can be shown.
func clip(name string) string {
	const most = 64
	name = strings.ToValidUTF8(name, "\uFFFD")
	if len(name) <= most {
		return name
	}
	return strings.ToValidUTF8(name[:most], "") + "…"
}
