package exam_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/ownership/exam"
)

// made is what a decision was made from, by which rule, and why: no difference for anybody.
var made = []string{"PolicyName", "PolicyHash", "FactsHash", "Facts", "Rule", "Path", "Confidence"}

// TestEveryDutyCounts changes one field of a decision after the other, and of its cover: whatever is not why it was decided
// is a difference. A new field has to be one or the other.
func TestEveryDutyCounts(t *testing.T) {
	t.Parallel()
	for i := range reflect.TypeFor[switchboard.Decision]().NumField() {
		name := reflect.TypeFor[switchboard.Decision]().Field(i).Name
		var changed switchboard.Decision
		other(t, reflect.ValueOf(&changed).Elem().Field(i))
		differs(t, name, switchboard.Decision{}, changed, !slices.Contains(made, name))
	}
	for i := range reflect.TypeFor[switchboard.Cover]().NumField() {
		var changed switchboard.Cover
		other(t, reflect.ValueOf(&changed).Elem().Field(i))
		differs(t, "Cover."+reflect.TypeFor[switchboard.Cover]().Field(i).Name, switchboard.Decision{Cover: &switchboard.Cover{}},
			switchboard.Decision{Cover: &changed}, true)
	}
}

func differs(t *testing.T, name string, a, b switchboard.Decision, want bool) {
	t.Helper()
	changes := exam.Changes(a, b)
	if len(changes) != 1 && want || len(changes) != 0 && !want {
		t.Errorf("%s: %+v", name, changes)
	}
	if want && len(changes) == 1 && changes[0].Before == changes[0].After {
		t.Errorf("%s reads the same: %+v", name, changes)
	}
	if len(exam.Changes(b, b)) != 0 {
		t.Errorf("%s differs from itself", name)
	}
}

// other puts something else than nothing into a field.
func other(t *testing.T, v reflect.Value) {
	t.Helper()
	switch v.Interface().(type) {
	case time.Time:
		v.Set(reflect.ValueOf(time.Date(2026, 6, 9, 10, 0, 0, 0, time.UTC)))
		return
	case switchboard.Facts:
		v.Set(reflect.ValueOf(switchboard.Facts{Network: "x"}))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString("somebody")
	case reflect.Int, reflect.Int64:
		v.SetInt(int64(time.Minute))
	case reflect.Float64:
		v.SetFloat(1)
	case reflect.Bool:
		v.SetBool(true)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		if v.Index(0).Kind() == reflect.String {
			v.Index(0).SetString("somebody")
		}
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
	default:
		t.Fatalf("say what another %s is", v.Type())
	}
}
