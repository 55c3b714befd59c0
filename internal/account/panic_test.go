package account_test

import (
	"strings"
	"testing"
	"time"

	"switchboard/internal/connector"
)

// TestAConnectorThatPanicsHurtsNobodyElse lets one lane panic for half an hour: the process lives, the health says so,
// it is tried again, and the other lane goes on.
func TestAConnectorThatPanicsHurtsNobodyElse(t *testing.T) {
	t.Parallel()
	inWorld(t, 0, func(t *testing.T, dir string, _ uint64) {
		begun := time.Now()
		s := &script{read: func(_ int, e connector.Errand, _ connector.Handover) (connector.Pass, error) {
			if e.Lane == connector.LanePoll && time.Since(begun) < 30*time.Minute {
				panic("a connector's mistake")
			}
			return connector.Pass{Wait: time.Minute}, nil
		}}
		w, d := scripted(t, dir, s)
		defer d.Close()
		w.spec.Lanes = []connector.LaneOffer{{Lane: connector.LanePoll, Every: time.Minute}}
		p := w.calm(d)
		defer p.quit()
		time.Sleep(29 * time.Minute)
		if h := w.health(d); h.Code != string(connector.ClassRetry) || !strings.Contains(h.Text, "fault of our own") {
			t.Errorf("%+v", h)
		}
		if n := len(s.errands(connector.LanePoll)); n < 5 || n > 100 {
			t.Errorf("%d attempts in half an hour", n)
		}
		time.Sleep(30 * time.Minute)
		if h := w.health(d); h.Code != "" || h.LastSuccess.IsZero() {
			t.Errorf("after it recovered: %+v", h)
		}
	})
}
