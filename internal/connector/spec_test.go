package connector

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"switchboard"
)

// complete is a Spec with everything, that tests spoil one thing of.
func complete() Spec {
	return Spec{
		Key: "fencepost", Name: "Fencepost", Summary: "A village notice board.", RealmKind: RealmServer,
		Realm: func(config map[string]string) switchboard.Realm {
			return switchboard.Realm("fencepost:" + config["server"])
		},
		Config: []Field{
			{Name: "server", Label: "Server", Kind: FieldURL, Required: true, Help: "Where the board is.",
				Example: "https://board.example"},
			{Name: "token", Label: "Token", Kind: FieldSecret, Secret: true, Required: true, Help: "From its settings.",
				Example: "t0ken"},
			{Name: "tone", Label: "Tone", Kind: FieldChoice, Default: "mild", Help: "How loud it rings.",
				Choices: []Choice{{"mild", "Mild"}, {"shrill", "Shrill"}}},
			{Name: "watch", Label: "Watch", Kind: FieldList, Help: "Words to listen for.", Advanced: true},
			{Name: "pages", Label: "Pages", Kind: FieldNumber, Default: "3", Help: "How many pages to read."},
			{Name: "media", Label: "Media", Kind: FieldBool, Default: "false", Help: "Whether to fetch pictures."},
		},
		Capabilities:    []Capability{ListenMentions, PostPublic, Threaded, Media, ReadBackPost},
		Lanes:           []LaneOffer{{Lane: LanePoll, Every: time.Minute}, {Lane: LaneFill}},
		Text:            TextLimit{Max: 300, Unit: Graphemes, LinkLength: 23, Source: "https://board.example/rules"},
		Parts:           3,
		Media:           MediaLimit{Max: 2, MaxBytes: 1 << 20, Types: []string{"image/png"}, Source: "board rules, page 2"},
		Rates:           []Rate{{Name: "Posts", Points: 30, Window: time.Minute, Scope: "account", Source: "board rules"}},
		Limits:          []Limit{{Name: "Price of a post", Value: 0.01, Unit: "USD", Source: "board prices"}},
		Windows:         []ReplyWindow{{Visibility: switchboard.Public, OpenedBy: OpenedByMention, Length: 24 * time.Hour, Quota: 2, HumanOnly: time.Hour, Resets: true, Afterward: "nothing", Source: "board rules"}},
		VisibilityDelay: time.Minute, ProofOfAbsence: 2 * time.Minute,
		Dedup:    Dedup{Kind: DedupClientKey, Window: time.Hour, Echo: true},
		ReadBack: ReadBackByClientKey,
		Setup:    []Step{{Title: "Ask the warden.", Text: "They hand out tokens.", URL: "https://board.example/warden"}},
		Terms:    []Note{{Text: "No shouting.", Source: "board rules"}},
		Open:     func(context.Context, Env) (Conn, error) { return nil, nil },
	}
}

func TestCompleteSpecIsValid(t *testing.T) {
	t.Parallel()
	if err := complete().Validate(); err != nil {
		t.Fatal(err)
	}
}

func TestAnyProofDoesWhereRepeatsAreRecognisedForGood(t *testing.T) {
	t.Parallel()
	s := complete()
	s.Dedup.Window, s.ProofOfAbsence = 0, time.Minute+time.Second
	if err := s.Validate(); err != nil {
		t.Fatal(err)
	}
}

func TestValidateNamesWhatIsMissing(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		spoil func(*Spec)
		says  string
	}{
		"key":              {func(s *Spec) { s.Key = "Fence Post" }, "Key must be"},
		"name":             {func(s *Spec) { s.Name = "" }, "Name is missing"},
		"summary":          {func(s *Spec) { s.Summary = "A board" }, "Summary"},
		"realm kind":       {func(s *Spec) { s.RealmKind = "planet" }, "RealmKind"},
		"realm":            {func(s *Spec) { s.Realm = nil }, "Realm is missing"},
		"realm empty":      {func(s *Spec) { s.Realm = func(map[string]string) switchboard.Realm { return "" } }, "Realm is empty"},
		"realm wanders":    {func(s *Spec) { s.RealmKind = RealmNetwork }, "must not depend"},
		"open":             {func(s *Spec) { s.Open = nil }, "Open is missing"},
		"field twice":      {func(s *Spec) { s.Config = append(s.Config, s.Config[0]) }, "declared twice"},
		"field kind":       {func(s *Spec) { s.Config[0].Kind = "colour" }, "unknown kind"},
		"field label":      {func(s *Spec) { s.Config[0].Label = "" }, "no Label"},
		"field help":       {func(s *Spec) { s.Config[0].Help = "" }, "no Help"},
		"open secret":      {func(s *Spec) { s.Config[1].Secret = false }, "not Secret"},
		"no choices":       {func(s *Spec) { s.Config[2].Choices = nil }, "choices belong"},
		"required default": {func(s *Spec) { s.Config[0].Default = "x" }, "required and has a default"},
		"no example":       {func(s *Spec) { s.Config[0].Example = "" }, "no Example"},
		"bad example":      {func(s *Spec) { s.Config[0].Example = "board" }, "examples are not valid"},
		"secret default":   {func(s *Spec) { s.Config[1].Default = "x" }, "secret and has a default"},
		"no capability":    {func(s *Spec) { s.Capabilities = nil }, "Capabilities are missing"},
		"odd capability":   {func(s *Spec) { s.Capabilities[0] = "levitate" }, "not known"},
		"capability twice": {func(s *Spec) { s.Capabilities[0] = PostPublic }, "declared twice"},
		"lane":             {func(s *Spec) { s.Lanes[0].Lane = "fast" }, "lane"},
		"poll without pace": {func(s *Spec) { s.Lanes[0].Every = 0 },
			"Every belongs"},
		"no lane":       {func(s *Spec) { s.Lanes = nil }, "without a stream or poll"},
		"fill alone":    {func(s *Spec) { s.Lanes = s.Lanes[1:] }, "fills nothing"},
		"text":          {func(s *Spec) { s.Text.Max = 0 }, "Text.Max"},
		"unit":          {func(s *Spec) { s.Text.Unit = "ells" }, "Text.Unit"},
		"text source":   {func(s *Spec) { s.Text.Source = "" }, "Text.Source"},
		"parts":         {func(s *Spec) { s.Parts = 0 }, "Parts must"},
		"media":         {func(s *Spec) { s.Media = MediaLimit{} }, "Media.Max"},
		"media figures": {func(s *Spec) { s.Media.Types = nil }, "Media needs"},
		"rates":         {func(s *Spec) { s.Rates = nil }, "Rates are missing"},
		"rate figures":  {func(s *Spec) { s.Rates[0].Window = 0 }, "needs Name, Points"},
		"rate source":   {func(s *Spec) { s.Rates[0].Source = "" }, "figure is from"},
		"limit source":  {func(s *Spec) { s.Limits[0].Source = "" }, "figure is from"},
		"window opener": {func(s *Spec) { s.Windows[0].OpenedBy = "key" }, "opener"},
		"window source": {func(s *Spec) { s.Windows[0].Source = "" }, "figure is from"},
		"dedup":         {func(s *Spec) { s.Dedup.Kind = "maybe" }, "Dedup.Kind"},
		"dedup none":    {func(s *Spec) { s.Dedup.Kind = DedupNone }, "no window or echo"},
		"read-back":     {func(s *Spec) { s.ReadBack = ReadBackNone }, "go together"},
		"read-back id":  {func(s *Spec) { s.ReadBack = ReadBackByID }, "id we choose"},
		"named forgets": {func(s *Spec) { s.Dedup = Dedup{Kind: DedupNamed, Window: time.Hour} }, "remembers nothing"},
		"named is no proof": {func(s *Spec) {
			s.Dedup, s.ReadBack, s.ProofOfAbsence = Dedup{Kind: DedupNamed}, ReadBackByID, 70*time.Second
		}, "longest attempt"},
		"people":        {func(s *Spec) { s.People = "planet" }, "People"},
		"absence early": {func(s *Spec) { s.ProofOfAbsence = time.Minute }, "longer than VisibilityDelay"},
		"absence soon":  {func(s *Spec) { s.ProofOfAbsence = time.Minute + 49*time.Second }, "longest attempt"},
		"set-up":        {func(s *Spec) { s.Setup = nil }, "Setup is missing"},
		"step reads":    {func(s *Spec) { s.Setup[0].Title = "Ask the warden" }, "full stop"},
		"step address":  {func(s *Spec) { s.Setup[0].URL = "warden" }, "not one"},
		"terms":         {func(s *Spec) { s.Terms[0].Source = "" }, "terms note"},
		"mute with limits": {func(s *Spec) { s.Capabilities = []Capability{ListenMentions, ReadBackPost} },
			"does not post"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			spec := complete()
			c.spoil(&spec)
			if err := spec.Validate(); err == nil || !strings.Contains(err.Error(), c.says) {
				t.Errorf("Validate = %v, want it to say %q", err, c.says)
			}
		})
	}
}

func TestMarkdownShowsEveryFigureWithItsSource(t *testing.T) {
	t.Parallel()
	page := complete().Markdown()
	for _, want := range []string{
		"# Fencepost", "1. **Ask the warden.** They hand out tokens. <https://board.example/warden>",
		"| `token` | secret, sealed | yes |", "| `tone` | choice | no, `mild` | How loud it rings. One of `mild` Mild",
		"| `post_public` | yes |", "| `hide` | no |", "| Text of one post | 300 graphemes | https://board.example/rules |",
		"| Posts | 30 in 1m per account | board rules |", "| Price of a post | 0.01 USD | board prices |",
		"opened by mention, for 24h, 2 answers, by a person only after 1h, opened anew by every message, then nothing",
		"A repeated post is recognised by: client key.", "- 2m after the attempt", "- No shouting. (board rules)",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q:\n%s", want, page)
		}
	}
}

func TestFormIsJSONWithoutNullLists(t *testing.T) {
	t.Parallel()
	spec := complete()
	spec.Terms, spec.Windows, spec.Limits = nil, nil, nil
	raw, err := json.Marshal(spec.Form())
	if err != nil {
		t.Fatal(err)
	}
	var back map[string]any
	if err := json.Unmarshal(raw, &back); err != nil {
		t.Fatal(err)
	}
	for _, list := range []string{"fields", "capabilities", "lanes", "rates", "limits", "windows", "setup", "terms"} {
		if _, ok := back[list].([]any); !ok {
			t.Errorf("%s is %v, want a list", list, back[list])
		}
	}
	if back["proof_of_absence_seconds"] != 120.0 || back["key"] != "fencepost" {
		t.Errorf("form = %s", raw)
	}
}

func TestSpanDropsZeroUnits(t *testing.T) {
	t.Parallel()
	cases := map[time.Duration]string{0: "0s", 30 * time.Second: "30s", 10 * time.Minute: "10m", 24 * time.Hour: "24h",
		90 * time.Minute: "1h30m", 100 * time.Millisecond: "100ms", 20*time.Minute + 10*time.Second: "20m10s"}
	for d, want := range cases {
		if got := span(d); got != want {
			t.Errorf("span(%v) = %q, want %q", d, got, want)
		}
	}
}
