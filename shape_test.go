package switchboard_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"switchboard"
	"switchboard/internal/testkit/golden"
)

var update = flag.Bool("update", false, "write the golden files of JSON shapes again")

// nouns whose JSON others store, send and read. Their shape may gain fields; a field that is renamed, or that stops
// being left out when empty, breaks somebody.
var nouns = map[string]func() any{
	"account":      func() any { return new(switchboard.Account) },
	"agent":        func() any { return new(switchboard.Agent) },
	"alternative":  func() any { return new(switchboard.Alternative) },
	"amendment":    func() any { return new(switchboard.Amendment) },
	"brand":        func() any { return new(switchboard.Brand) },
	"conversation": func() any { return new(switchboard.Conversation) },
	"customer":     func() any { return new(switchboard.Customer) },
	"decision":     func() any { return new(switchboard.Decision) },
	"delivery":     func() any { return new(switchboard.Delivery) },
	"department":   func() any { return new(switchboard.Department) },
	"draft":        func() any { return new(switchboard.Draft) },
	"event":        func() any { return new(switchboard.Event) },
	"facts":        func() any { return new(switchboard.Facts) },
	"identity":     func() any { return new(switchboard.Identity) },
	"leg":          func() any { return new(switchboard.Leg) },
	"message":      func() any { return new(switchboard.Message) },
	"ruling":       func() any { return new(switchboard.Ruling) },
	"thread":       func() any { return new(switchboard.Thread) },
	"topic":        func() any { return new(switchboard.Topic) },
	"verdict":      func() any { return new(switchboard.Verdict) },
}

// fill gives every field a value of its own that is not zero: numbers count up, texts name their field.
type filler struct{ next int }

func (f *filler) fill(t *testing.T, v reflect.Value, name string) {
	t.Helper()
	f.next++
	if f.special(v) {
		return
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		f.fill(t, v.Elem(), name)
	case reflect.Struct:
		for i := range v.NumField() {
			f.fill(t, v.Field(i), strings.ToLower(v.Type().Field(i).Name))
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		f.fill(t, v.Index(0), name)
	case reflect.Map:
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		f.fill(t, key, "key")
		f.fill(t, value, name)
		v.Set(reflect.MakeMap(v.Type()))
		v.SetMapIndex(key, value)
	case reflect.String:
		v.SetString(name)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(f.next))
	case reflect.Float64:
		v.SetFloat(float64(f.next) / 1000)
	default:
		t.Fatalf("%s: the test cannot fill a %s", name, v.Type())
	}
}

// special fills what is more than its parts.
func (f *filler) special(v reflect.Value) bool {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2026, 1, 2, 3, 4, 5, f.next*1000, time.UTC)))
	case v.Type() == reflect.TypeFor[json.RawMessage]():
		v.SetBytes([]byte(`{"kept":"as it came"}`))
	case v.Kind() == reflect.Array: // an ID
		reflect.Copy(v, reflect.ValueOf(bytes.Repeat([]byte{byte(f.next)}, v.Len())))
	default:
		return false
	}
	return true
}

func TestShapesAreStable(t *testing.T) {
	t.Parallel()
	for name, fresh := range nouns {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			full := fresh()
			new(filler).fill(t, reflect.ValueOf(full).Elem(), name)
			got := fmt.Sprintf("empty: %s\nfull: %s\n", indented(t, fresh()), indented(t, full))
			golden.Check(t, "testdata/shape/"+name+".txt", got, *update)
		})
	}
}

func indented(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	t.Parallel()
	for name, fresh := range nouns {
		full := fresh()
		new(filler).fill(t, reflect.ValueOf(full).Elem(), name)
		if d, ok := full.(*switchboard.Delivery); ok {
			d.Fence = 0 // which lease it was claimed under is nobody's business
		}
		text, err := json.Marshal(full)
		if err != nil {
			t.Fatal(err)
		}
		again := fresh()
		if err := json.Unmarshal(text, again); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(full, again); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestFieldsHaveNamesOfOneForm(t *testing.T) {
	t.Parallel()
	for name, fresh := range nouns {
		of := reflect.TypeOf(fresh()).Elem()
		seen := map[string]bool{}
		for i := range of.NumField() {
			tag, _, _ := strings.Cut(of.Field(i).Tag.Get("json"), ",")
			if tag == "-" {
				continue
			}
			if strings.Trim(tag, "abcdefghijklmnopqrstuvwxyz_") != "" || tag == "" || seen[tag] {
				t.Errorf("%s.%s is written as %q", name, of.Field(i).Name, tag)
			}
			seen[tag] = true
		}
	}
}

func TestEventsHoldNoText(t *testing.T) {
	t.Parallel()
	// The journal is kept when a customer asks to be forgotten. What could hold their words has no place in it.
	for i := range reflect.TypeFor[switchboard.Event]().NumField() {
		field := reflect.TypeFor[switchboard.Event]().Field(i)
		for _, word := range []string{"Text", "Handle", "Name", "Content", "Preview", "Note", "URL", "Author"} {
			if strings.Contains(field.Name, word) {
				t.Errorf("an event has a field %s", field.Name)
			}
		}
	}
}
