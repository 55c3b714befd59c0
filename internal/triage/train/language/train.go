package language

import (
	"cmp"
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"switchboard/internal/triage/chance"
	"switchboard/internal/triage/language"
)

// Plan is how the languages of one script are learned.
type Plan struct {
	Script    language.Script
	Languages []string
	Bits      uint8 // of a hash that name a row
	Cells     int   // how many weights may ship
}

// Plans are the scripts that several languages share. Hindi is also written in Latin letters, and Serbian in both.
var Plans = []Plan{
	{language.Latin, []string{"af", "az", "bs", "ca", "cs", "cy", "da", "de", "en", "es", "et", "eu", "fi", "fr", "ga", "gl",
		"hi", "hr", "hu", "id", "is", "it", "lt", "lv", "ms", "nl", "no", "pl", "pt", "ro", "sk", "sl", "sq", "sr", "sv",
		"sw", "tl", "tr", "und", "vi"}, 19, 1_700_000},
	{language.Cyrillic, []string{"be", "bg", "kk", "mk", "mn", "ru", "sr", "uk"}, 17, 160_000},
	{language.Arabic, []string{"ar", "fa", "ur"}, 15, 40_000},
	{language.Devanagari, []string{"hi", "mr", "ne"}, 15, 40_000},
	{language.Han, []string{"ja", "zh"}, 16, 60_000},
}

// Recipe of the learning. The bounds say how many texts of a language one round reads.
const (
	rounds    = 5
	fewest    = 3000
	most      = 30000
	mostRare  = 8000
	rate      = 0.4
	power     = 0.5
	seldom    = 3     // n-grams in fewer texts are forgotten
	ignored   = 0.002 // a chance this wrong teaches nothing
	keptBack  = 20    // one text of so many is kept back to set the step by
	junkTexts = 12000
)

// Doubt goes for the languages that many customers write, and against those that fewer write than their relatives.
// Japanese is not rare, but shows by its syllables.
var (
	common = strings.Fields("de en es fr id it nl pl pt ru tr zh")
	rare   = strings.Fields("af az be bs cy eu ga gl is ja kk mk mn mr ms ne sq sw ur")
)

// Train learns a model from samples. The same samples in the same order and the same seed give the same model. It takes
// minutes; when the context ends, it gives up with its error.
func Train(ctx context.Context, samples []Sample, seed uint64) (*language.Model, error) {
	by := sort(samples)
	var groups []*language.Group
	for _, plan := range Plans {
		l := newLearner(plan, by[plan.Script], rand.New(rand.NewPCG(seed, uint64(plan.Script))))
		if l == nil {
			continue
		}
		if err := l.sift(ctx); err != nil {
			return nil, err
		}
		for round := range rounds {
			if err := l.round(ctx, round); err != nil {
				return nil, err
			}
		}
		g := l.group()
		l.temper(g)
		groups = append(groups, g)
	}
	if len(groups) == 0 {
		return nil, errors.New("no samples of a language to learn")
	}
	return language.New(groups...), nil
}

// sort puts the samples in heaps by script and language.
func sort(samples []Sample) map[language.Script]map[string][]Sample {
	by := map[language.Script]map[string][]Sample{}
	var buf []uint32
	for _, s := range samples {
		script, features := language.Features(buf[:0], s.Text)
		buf = features
		if by[script] == nil {
			by[script] = map[string][]Sample{}
		}
		by[script][s.Language] = append(by[script][s.Language], s)
	}
	return by
}

// learner is a model under way: dense weights of each row and language.
type learner struct {
	plan     Plan
	random   *rand.Rand
	texts    [][]Sample // by language
	kept     []example
	weights  []float32
	squares  []float32 // of the gradients so far
	bias     []float32
	seen     []uint8 // how many texts had the row, up to seldom
	chances  []float64
	sums     []float32
	features []uint32
}

// example is a text kept back.
type example struct {
	text     string
	language int
}

// newLearner shares out the samples of the plan's languages; nil when there are none.
func newLearner(plan Plan, by map[string][]Sample, random *rand.Rand) *learner {
	width, rows := len(plan.Languages), 1<<plan.Bits
	l := &learner{plan: plan, random: random, texts: make([][]Sample, width)}
	all := 0
	for i, code := range plan.Languages {
		for n, s := range by[code] {
			if n%keptBack == 0 {
				l.kept = append(l.kept, example{variant(s.Text, random), i})
				continue
			}
			l.texts[i] = append(l.texts[i], s)
		}
		all += len(l.texts[i])
	}
	if all == 0 {
		return nil
	}
	l.weights, l.squares = make([]float32, rows*width), make([]float32, rows*width)
	l.bias, l.seen, l.chances = make([]float32, width), make([]uint8, rows), make([]float64, width)
	l.sums = make([]float32, width)
	return l
}

// foreign is the chance of being English at which a text that passes for another language is taken for English.
const foreign = 0.9

// sift drops the texts that are English under another language's name: strings nobody translated, messages that only
// were sent from somewhere. It learns one round from all but the Hindi in Latin letters, which is half English, to tell.
func (l *learner) sift(ctx context.Context) error {
	english := slices.Index(l.plan.Languages, "en")
	if english < 0 {
		return nil
	}
	judge := *l
	judge.weights, judge.squares = make([]float32, len(l.weights)), make([]float32, len(l.weights))
	judge.bias, judge.seen = make([]float32, len(l.bias)), make([]uint8, len(l.seen))
	judge.texts = slices.Clone(l.texts)
	if hindi := slices.Index(l.plan.Languages, "hi"); hindi >= 0 {
		judge.texts[hindi] = nil
	}
	if err := judge.round(ctx, 0); err != nil {
		return err
	}
	wrong := func(text string) bool { return judge.chance(text, english) > foreign }
	for i := range l.texts {
		if i != english {
			l.texts[i] = slices.DeleteFunc(l.texts[i], func(s Sample) bool { return wrong(s.Text) })
		}
	}
	l.kept = slices.DeleteFunc(l.kept, func(e example) bool { return e.language != english && wrong(e.text) })
	return nil
}

// chance is that of the text being in the language, as far as it is learned.
func (l *learner) chance(text string, i int) float64 {
	var script language.Script
	script, l.features = language.Features(l.features[:0], text)
	if script != l.plan.Script || len(l.features) == 0 {
		return 0
	}
	l.rows()
	l.predict(math.Pow(float64(len(l.features)), -power))
	return l.chances[i]
}

// round reads a number of texts of each language in a mixed order, in steps that shrink from round to round.
func (l *learner) round(ctx context.Context, round int) error {
	order := l.order()
	for n, i := range order {
		done := (float64(round) + float64(n)/float64(len(order))) / rounds
		if n%4096 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		l.learn(l.text(i), i, rate*(1-done))
	}
	return nil
}

// order is the languages to read texts of, one entry a text, shuffled.
func (l *learner) order() []int {
	var out []int
	for i, code := range l.plan.Languages {
		for range share(code, len(l.texts[i])) {
			out = append(out, i)
		}
	}
	l.random.Shuffle(len(out), func(i, j int) { out[i], out[j] = out[j], out[i] })
	return out
}

// share is how many texts of a language a round reads when there are n.
func share(code string, n int) int {
	switch {
	case code == language.Undetermined:
		return junkTexts
	case n == 0:
		return 0
	case slices.Contains(common, code):
		return most
	case slices.Contains(rare, code):
		return min(max(n, fewest), mostRare)
	}
	return min(max(n, fewest), most)
}

func (l *learner) text(i int) string {
	if l.plan.Languages[i] == language.Undetermined {
		return junk(l.random)
	}
	return variant(l.texts[i][l.random.IntN(len(l.texts[i]))].Text, l.random)
}

// learn moves the weights of one text's n-grams towards its language.
func (l *learner) learn(text string, right int, step float64) {
	var script language.Script
	script, l.features = language.Features(l.features[:0], text)
	if script != l.plan.Script || len(l.features) == 0 {
		return
	}
	l.rows()
	scale := math.Pow(float64(len(l.features)), -power)
	l.predict(scale)
	for i, p := range l.chances {
		miss := p
		if i == right {
			miss--
		}
		if math.Abs(miss) < ignored {
			continue
		}
		l.bias[i] -= float32(step * 0.05 * miss)
		l.move(i, float32(miss*scale), float32(step))
	}
}

// rows turns the hashes into numbers of rows, and counts them.
func (l *learner) rows() {
	for n, h := range l.features {
		row := h >> (32 - l.plan.Bits)
		l.features[n] = row
		if l.seen[row] < seldom {
			l.seen[row]++
		}
	}
}

func (l *learner) predict(scale float64) {
	width := len(l.chances)
	clear(l.sums)
	for _, row := range l.features {
		for i, w := range l.weights[int(row)*width : int(row+1)*width] {
			l.sums[i] += w
		}
	}
	for i, s := range l.sums {
		l.chances[i] = float64(l.bias[i]) + float64(s)*scale
	}
	chance.Softmax(l.chances)
}

func (l *learner) move(i int, slope, step float32) {
	width := len(l.chances)
	for _, row := range l.features {
		at := int(row)*width + i
		l.squares[at] += slope * slope
		l.weights[at] -= step * slope / float32(math.Sqrt(float64(l.squares[at])+1e-6))
	}
}

// group keeps the largest weights of the n-grams seen often enough, in steps that fit a byte.
func (l *learner) group() *language.Group {
	width := len(l.plan.Languages)
	floor, step := l.cut()
	g := &language.Group{Script: l.plan.Script, Languages: l.plan.Languages, Bias: l.bias, Step: step, Power: power,
		Bits: l.plan.Bits, Rows: make([]uint32, 1, 1<<l.plan.Bits+1)}
	for row := range l.seen {
		if l.seen[row] >= seldom {
			for i, w := range l.weights[row*width : (row+1)*width] {
				steps := math.Round(float64(w / step))
				if w = max(w, -w); w >= floor && steps != 0 {
					g.Cells = append(g.Cells, language.Cell{Language: uint8(i), Weight: int8(min(max(steps, -127), 127))})
				}
			}
		}
		g.Rows = append(g.Rows, uint32(len(g.Cells)))
	}
	return g
}

// cut is the size of the smallest weight to keep, and the step that the largest but a few need.
func (l *learner) cut() (floor, step float32) {
	width := len(l.plan.Languages)
	var sizes []float32
	for row := range l.seen {
		if l.seen[row] < seldom {
			continue
		}
		for _, w := range l.weights[row*width : (row+1)*width] {
			if w = max(w, -w); w > 0.01 {
				sizes = append(sizes, w)
			}
		}
	}
	if len(sizes) == 0 {
		return 0, 1
	}
	slices.SortFunc(sizes, func(a, b float32) int { return cmp.Compare(b, a) })
	step = sizes[len(sizes)/2000] / 127
	return sizes[min(l.plan.Cells, len(sizes)-1)], step
}

// temper stretches or shrinks the weights until the chances given to the texts kept back are as good as they can be.
func (l *learner) temper(g *language.Group) {
	step, best, least := g.Step, float32(1), math.Inf(1)
	bias := slices.Clone(g.Bias)
	for by := float32(0.4); by < 2; by *= 1.08 {
		g.Step = step * by
		for i := range bias {
			g.Bias[i] = bias[i] * by
		}
		if loss := l.loss(language.New(g), g); loss < least {
			best, least = by, loss
		}
	}
	g.Step = step * best
	for i := range bias {
		g.Bias[i] = bias[i] * best
	}
}

// loss is the mean surprise at the right languages of the texts kept back, in nats.
func (l *learner) loss(m *language.Model, g *language.Group) float64 {
	sum, n := 0.0, 0
	for _, e := range l.kept {
		if p, ok := m.Chance(e.text, g.Languages[e.language], g.Script); ok {
			sum -= math.Log(max(p, 1e-6))
			n++
		}
	}
	return sum / float64(max(n, 1))
}
