package switchboard_test

import (
	"errors"
	"fmt"
	"io/fs"
	"testing"

	"github.com/google/go-cmp/cmp"

	"switchboard"
)

func TestErrorText(t *testing.T) {
	t.Parallel()
	for want, err := range map[string]*switchboard.Error{
		"not_found: There is no such draft.": switchboard.Refuse(switchboard.CodeNotFound, "There is no such draft."),
		"invalid: Too long by 3. (text)": switchboard.Refuse(switchboard.CodeInvalid, "Too long by %d.", 3).
			WithField("text"),
		"internal: It broke.: file does not exist": switchboard.Refuse(switchboard.CodeInternal, "It broke.").
			WithCause(fs.ErrNotExist),
		"stale: Read again. (epoch): invalid: Older.": switchboard.Refuse(switchboard.CodeStale, "Read again.").
			WithField("epoch").WithCause(switchboard.Refuse(switchboard.CodeInvalid, "Older.")),
		"invalid: 100% sure is not 1%d": switchboard.Refuse(switchboard.CodeInvalid, "100% sure is not 1%d"),
	} {
		if got := err.Error(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestErrorKeepsWhatItWasGiven(t *testing.T) {
	t.Parallel()
	cause := errors.New("the disk says no")
	got := switchboard.Refuse(switchboard.CodeDiskReserve, "Only %d MB are left.", 12).
		WithHint("Free some space.").WithField("data").WithCause(cause)
	want := switchboard.Error{Code: "disk_reserve", Text: "Only 12 MB are left.", Hint: "Free some space.", Field: "data"}
	if got.Cause != cause || got.Unwrap() != cause {
		t.Errorf("the cause is %v", got.Cause)
	}
	got.Cause = nil
	if diff := cmp.Diff(want, *got); diff != "" {
		t.Error(diff)
	}
}

func TestHintStaysOutOfTheLog(t *testing.T) {
	t.Parallel()
	err := switchboard.Refuse(switchboard.CodeHeld, "It waits.").WithHint("Ask somebody of level 3.")
	if err.Error() != "held: It waits." {
		t.Errorf("the log says %q", err)
	}
}

func TestCodeOf(t *testing.T) {
	t.Parallel()
	stale := switchboard.Refuse(switchboard.CodeStale, "Older.")
	outer := switchboard.Refuse(switchboard.CodeConflict, "Twice.").WithCause(fmt.Errorf("draft: %w", stale))
	for name, tc := range map[string]struct {
		err  error
		want switchboard.Code
	}{
		"nothing":             {nil, ""},
		"foreign":             {fs.ErrNotExist, switchboard.CodeInternal},
		"plain":               {stale, switchboard.CodeStale},
		"wrapped":             {fmt.Errorf("send: %w", fmt.Errorf("part 2: %w", stale)), switchboard.CodeStale},
		"the outer one first": {outer, switchboard.CodeConflict},
		"joined":              {errors.Join(fs.ErrClosed, stale), switchboard.CodeStale},
		"text alone":          {errors.New(stale.Error()), switchboard.CodeInternal},
		"not wrapped":         {fmt.Errorf("send: %v", stale), switchboard.CodeInternal},
	} {
		if got := switchboard.CodeOf(tc.err); got != tc.want {
			t.Errorf("%s: %q, want %q", name, got, tc.want)
		}
		if tc.want != "" && !switchboard.IsCode(tc.err, tc.want) || switchboard.IsCode(tc.err, switchboard.CodeHeld) {
			t.Errorf("%s: IsCode does not agree", name)
		}
	}
	if !errors.Is(outer, stale) {
		t.Error("the inner refusal cannot be found in the chain")
	}
	var found *switchboard.Error
	if !errors.As(fmt.Errorf("import: %w", outer), &found) || found != outer {
		t.Errorf("As finds %v", found)
	}
}
