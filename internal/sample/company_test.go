package sample

import "testing"
import "time"

func TestX(t *testing.T) {
	c, err := New(1, time.Date(2026, 3, 6, 15, 7, 0, 0, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	t.Log(len(c.Matters), c.People[0].Shift(c.Opened), c.Matters[0], c.Matters[41])
}
