package main

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestTable(t *testing.T) {
	t.Parallel()
	figures := []figure{
		figure{Name: "lamps lit", Value: 300, Unit: "lamps/s"}.against(1000, "matches/s").atLeast(0.25),
		figure{Name: "lamps dark", Value: 12.34, Unit: "ms"}.atMost(10),
		{Name: "lamps seen", Value: 0.5, Unit: "µs", Spelling: "by daylight"},
	}
	want := []string{
		"0.300 lamps lit 300 lamps/s 1000 matches/s ≥ 0.250 met",
		"lamps dark 12.3 ms ≤ 10.0 MISSED",
		"lamps seen 0.500 µs by daylight",
	}
	var got []string
	for _, line := range strings.Split(strings.TrimSpace(table(figures)), "\n")[1:] {
		got = append(got, strings.Join(strings.Fields(line), " "))
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	got := markdown([]figure{figure{Name: "lamps lit", Value: 300, Unit: "lamps/s", Spelling: "at dusk"}.against(1000, "matches/s").atLeast(0.25)})
	want := "| 0.300 | lamps lit | 300 lamps/s | 1000 matches/s | ≥ 0.250 | met; at dusk |\n"
	if !strings.HasSuffix(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestJudgedByRatioWhereThereIsAFloor(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		f    figure
		met  bool
	}{
		{"ratio just enough", figure{Value: 25}.against(100, "x").atLeast(0.25), true},
		{"ratio too small", figure{Value: 24}.against(100, "x").atLeast(0.25), false},
		{"growth too large", figure{Value: 201}.against(100, "x").atMost(2), false},
		{"value within", figure{Value: 9.9}.atMost(10), true},
		{"no floor measured", figure{Value: 30}.against(0, "x").atLeast(25), true},
	} {
		if *c.f.Met != c.met {
			t.Errorf("%s: met is %v", c.name, *c.f.Met)
		}
	}
}

func TestShort(t *testing.T) {
	t.Parallel()
	for v, want := range map[float64]string{0: "0.000", 0.2468: "0.247", 1.239: "1.24", 12.34: "12.3", 1234.5: "1234"} {
		if got := short(v); got != want {
			t.Errorf("short(%v) = %q, want %q", v, got, want)
		}
	}
}

func TestQuantile(t *testing.T) {
	t.Parallel()
	if got := quantile(nil, 0.5); got != 0 {
		t.Errorf("of nothing: %v", got)
	}
	if got := median([]float64{9, 1, 5}); got != 5 {
		t.Errorf("median: %v", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		values := rapid.SliceOfN(rapid.Float64Range(-1e6, 1e6), 1, 50).Draw(t, "values")
		q := rapid.Float64Range(0, 1).Draw(t, "q")
		got := quantile(values, q)
		below, above := 0, 0
		for _, v := range values {
			if v < got {
				below++
			}
			if v > got {
				above++
			}
		}
		n := float64(len(values))
		if float64(below) > q*n || float64(above) > (1-q)*n {
			t.Fatalf("quantile %v of %d values has %d below and %d above", q, len(values), below, above)
		}
	})
}
