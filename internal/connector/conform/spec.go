package conform

import (
	"context"
	"encoding/json"
	"reflect"
	"runtime"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/connector"
)

func specChecks() []check {
	dials := func(s connector.Spec) bool { return len(s.Lanes) > 0 || s.Posts() }
	return []check{
		{"spec/valid", nil, specValid},
		{"spec/settings", nil, specSettings},
		{"spec/faces", nil, specFaces},
		{"spec/pages", nil, specPages},
		{"conn/check", nil, connCheck},
		{"conn/classes", dials, connClasses},
		{"conn/no_goroutines_left", dials, connLeavesNothing},
	}
}

func specValid(b *bench) {
	if err := b.spec.Validate(); err != nil {
		b.Fatal(err)
	}
}

// A cleaned configuration is clean already, secrets lie apart, and a setting nobody knows is refused.
func specSettings(b *bench) {
	clean, secrets, err := b.spec.CheckConfig(b.world.Config)
	if err != nil {
		b.Fatal(err)
	}
	again := map[string]string{}
	for _, part := range []map[string]string{clean, secrets} {
		for name, value := range part {
			again[name] = value
		}
	}
	cleanTwice, secretsTwice, err := b.spec.CheckConfig(again)
	if err != nil || !reflect.DeepEqual(clean, cleanTwice) || !reflect.DeepEqual(secrets, secretsTwice) {
		b.Errorf("cleaning twice changed something: %v", err)
	}
	for _, field := range b.spec.Config {
		if _, open := clean[field.Name]; open && field.Sealed() {
			b.Errorf("the secret %s lies open", field.Name)
		}
	}
	again["no_such_setting"] = "x"
	if _, _, err := b.spec.CheckConfig(again); !switchboard.IsCode(err, switchboard.CodeUnknownField) {
		b.Errorf("an unknown setting: %v", err)
	}
	if b.spec.Realm(clean) == "" {
		b.Error("the realm is empty")
	}
}

// What the Spec promises the connection implements, and nothing else.
func specFaces(b *bench) {
	_, reads := b.conn.(connector.Reader)
	_, sends := b.conn.(connector.Sender)
	_, edits := b.conn.(connector.Editor)
	_, deletes := b.conn.(connector.Deleter)
	_, hides := b.conn.(connector.Hider)
	_, finds := b.conn.(connector.ReadBacker)
	faces := []struct {
		what       string
		says, does bool
	}{
		{"reads", len(b.spec.Lanes) > 0, reads}, {"posts", b.spec.Posts(), sends},
		{"edits", b.spec.Can(connector.EditPost), edits}, {"deletes", b.spec.Can(connector.DeletePost), deletes},
		{"hides", b.spec.Can(connector.HidePost), hides}, {"reads back", b.spec.Can(connector.ReadBackPost), finds},
	}
	for _, face := range faces {
		if face.says != face.does {
			b.Errorf("%s: the Spec says %v, the connection %v", face.what, face.says, face.does)
		}
	}
}

func specPages(b *bench) {
	raw, err := json.Marshal(b.spec.Form())
	if err != nil {
		b.Fatal(err)
	}
	page := b.spec.Markdown()
	_, secrets, err := b.spec.CheckConfig(b.world.Config)
	if err != nil {
		b.Fatal(err)
	}
	for name, value := range secrets {
		if strings.Contains(string(raw), value) || strings.Contains(page, value) {
			b.Errorf("the value of %s is on a page", name)
		}
	}
	for _, field := range b.spec.Config {
		if !strings.Contains(page, "`"+field.Name+"`") {
			b.Errorf("the page lacks the setting %s", field.Name)
		}
	}
}

func connCheck(b *bench) {
	self, err := b.conn.Check(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	if self.ID == "" || self.Handle == "" {
		b.Errorf("Check does not say who we are: %+v", self)
	}
}

func connClasses(b *bench) {
	for fault, class := range readingClasses() {
		b.world.Break(fault, false)
		if _, err := b.conn.Check(b.Context()); connector.ClassOf(err) != class {
			b.Errorf("%s: %v, want class %s", fault, err, class)
		} else if fault == Busy && connector.RetryAfter(err) <= 0 {
			b.Errorf("the time to wait was lost: %v", err)
		}
	}
	if _, err := b.conn.Check(b.Context()); err != nil {
		b.Errorf("it does not recover: %v", err)
	}
}

func readingClasses() map[Fault]connector.Class {
	return map[Fault]connector.Class{LockedOut: connector.ClassAuth, Busy: connector.ClassRateLimited,
		Unavailable: connector.ClassRetry, Garbage: connector.ClassRetry, Half: connector.ClassRetry,
		CutBefore: connector.ClassRetry}
}

// Nothing of the connector's own package runs on after Close.
func connLeavesNothing(b *bench) {
	for _, offer := range b.spec.Lanes {
		if offer.Lane == connector.LaneFill {
			continue
		}
		ctx, cancel := context.WithTimeout(b.Context(), 200*time.Millisecond)
		b.conn.(connector.Reader).Read(ctx, connector.Errand{Lane: offer.Lane}, &basket{}) //nolint:errcheck // not asked
		cancel()
	}
	if b.spec.Posts() && b.world.Say != nil {
		b.send(b.outgoing())
	}
	b.conn.Close()
	b.settleConnections()
	home := packageOf(b.spec.Open)
	for until := time.Now().Add(patience); ; time.Sleep(20 * time.Millisecond) {
		left := running(home)
		if left == "" {
			return
		}
		if time.Now().After(until) {
			b.Fatalf("still running:\n%s", left)
		}
	}
}

// packageOf is the package a function is from, as stacks write it.
func packageOf(f any) string {
	name := runtime.FuncForPC(reflect.ValueOf(f).Pointer()).Name()
	slash := strings.LastIndexByte(name, '/') + 1
	dot := strings.IndexByte(name[slash:], '.')
	return name[:slash+dot+1]
}

// running is the first goroutine with a function of the package that is not a test's own.
func running(home string) string {
	stacks := make([]byte, 1<<20)
	stacks = stacks[:runtime.Stack(stacks, true)]
	for stack := range strings.SplitSeq(string(stacks), "\n\n") {
		if strings.Contains(stack, home) && !strings.Contains(stack, "testing.tRunner") {
			return stack
		}
	}
	return ""
}
