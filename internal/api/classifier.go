package api

import (
	"context"
	"net/http"
	"strings"
	"time"

	"switchboard"
	"switchboard/internal/access"
	"switchboard/internal/capture"
	"switchboard/internal/redact"
	"switchboard/internal/secondread"
	"switchboard/internal/store"
	"switchboard/internal/store/classifiers"
	"switchboard/internal/triage"
	"switchboard/internal/triage/classifier"
)

func classifierRoutes(s *server) {
	on := func(method, path, id, summary, doc string, needs access.Permission) route {
		return route{ID: id, Method: method, Path: "/classifier" + path, Tag: "classifier", Needs: needs, Summary: summary, Doc: doc}
	}
	register(s, on("GET", "", "read-classifier", "The external classifier: what it may do, and how it is",
		"It is off until an administrator switches it on. Its key is never shown.", access.InstallationRead), s.readClassifier)
	register(s, on("PUT", "", "set-classifier", "Say what the external classifier may do", "With it on, the text of messages that the built-in models "+
		"are unsure of leaves the installation, without personal data. Without a key the present one stays, as long as the address "+
		"leads to the same server. All nodes go by it within a moment.", access.InstallationManage), s.setClassifier)
	try := on("POST", "/try", "try-classifier", "See what would be sent of a text, and what would follow from the answer",
		"Nothing is sent unless send is true; then it counts like any other call.", access.InstallationManage).withStatus(http.StatusOK)
	try.Takes = longestTry
	register(s, try, s.tryClassifier)
}

// longestTry is a little more than the longest a classifier is waited for.
const longestTry = 15 * time.Second

// ClassifierSettings are what the external classifier may do.
type ClassifierSettings struct{ classifier.Settings }

// ClassifierCount is what was asked of it in a day or a month.
type ClassifierCount struct{ classifiers.Count }

// Classifier is the external classifier.
type Classifier struct {
	Settings ClassifierSettings `json:"settings"`
	HasKey   bool               `json:"has_key"`
	// Inside says that private addresses may be used, and with them addresses without encryption.
	Inside     bool               `json:"inside" doc:"The operator lets addresses be private ones; those may do without encryption"`
	Heads      []switchboard.Head `json:"heads" nullable:"false" doc:"Everything it can be asked about"`
	Trouble    classifier.Trouble `json:"trouble,omitempty" enum:"timeout,unreachable,barred,key_refused,rate_limited,redirected,refused,server_error,too_large,unreadable" doc:"How the last call went wrong; absent when it did not"`
	TroubleAt  time.Time          `json:"trouble_at,omitzero" doc:"When a call last went wrong"`
	WorkedAt   time.Time          `json:"worked_at,omitzero" doc:"When it last answered"`
	RestsUntil time.Time          `json:"rests_until,omitzero" doc:"Until when it is left alone by this node because it failed too often"`
	Spent      classifiers.Period `json:"spent,omitempty" enum:"day,month" doc:"Which budget is used up; absent while none is"`
	Month      ClassifierCount    `json:"month"`
	Days       []ClassifierCount  `json:"days" nullable:"false" doc:"The last 14 days, the newest first; those without any are left out"`
}

// ClassifierBody says what it may do.
type ClassifierBody struct {
	Settings  ClassifierSettings `json:"settings"`
	Key       string             `json:"key,omitempty" maxLength:"500" doc:"Its API key; left out, the present one stays"`
	ForgetKey bool               `json:"forget_key,omitempty" doc:"Remove the key without a new one"`
}

// ClassifierTry is a text to try it with.
type ClassifierTry struct {
	Settings ClassifierSettings `json:"settings"`
	Text     string             `json:"text" minLength:"1" maxLength:"8000"`
	Author   string             `json:"author,omitempty" maxLength:"200" doc:"The name of whoever wrote it, to see it left out"`
	Send     bool               `json:"send,omitempty"`
}

// ClassifierTrial is what would be sent of a text, and what came of it.
type ClassifierTrial struct {
	URL     string                                   `json:"url" doc:"Where it goes"`
	Body    string                                   `json:"body" doc:"Everything that is sent, but for the key"`
	Text    string                                   `json:"text" doc:"The text in it"`
	Left    []string                                 `json:"left_out" nullable:"false" doc:"The kinds of personal data that are left out of it, each as often as it stands there in other words"`
	Tokens  int64                                    `json:"tokens" doc:"What the budget is charged unless the server says what it cost"`
	Sent    bool                                     `json:"sent"`
	Answer  string                                   `json:"answer,omitempty" doc:"As it came, cut short"`
	Trouble classifier.Trouble                       `json:"trouble,omitempty" enum:"timeout,unreachable,barred,key_refused,rate_limited,redirected,refused,server_error,too_large,unreadable"`
	Found   map[switchboard.Head]switchboard.Finding `json:"found" nullable:"false" doc:"What of the answer can be read"`
	Before  switchboard.Verdict                      `json:"before" doc:"The built-in reading"`
	After   switchboard.Verdict                      `json:"after" doc:"What it becomes"`
	Took    int64                                    `json:"took_ms"`
}

func (s *server) readClassifier(ctx context.Context, _ *struct{}) (out *BodyOf[Classifier], err error) {
	err = s.view(ctx, func(tx *store.Tx) error {
		shown, err := s.classifier(tx)
		out = bodyOf(shown)
		return err
	})
	return out, err
}

// classifierDays is how many days of it are shown.
const classifierDays = 14

func (s *server) classifier(tx *store.Tx) (c Classifier, err error) {
	settings, hasKey, err := secondread.Setting(tx)
	if err != nil {
		return c, err
	}
	kept, _, err := classifiers.In(tx.Tx).Setting()
	if err != nil {
		return c, err
	}
	days, month, err := classifiers.In(tx.Tx).Days(tx.Now(), classifierDays)
	c = Classifier{Settings: ClassifierSettings{settings}, HasKey: hasKey, Inside: s.MayBePrivate, Heads: classifier.Heads(),
		Trouble: classifier.Trouble(kept.Trouble), TroubleAt: kept.TroubleAt, WorkedAt: kept.WorkedAt, Month: ClassifierCount{month},
		Days: []ClassifierCount{}}
	for _, day := range days {
		c.Days = append(c.Days, ClassifierCount{day})
	}
	if s.Second != nil && settings.On {
		state := s.Second.State()
		c.RestsUntil, c.Spent = state.RestsUntil, state.Spent
	}
	return c, err
}

func (s *server) setClassifier(ctx context.Context, in *struct{ Body ClassifierBody }) (out *BodyOf[Classifier], err error) {
	if s.Second == nil {
		return nil, switchedOff("The external classifier")
	}
	b, actor := in.Body, actorOf(ctx)
	settings := b.Settings.Settings
	if err := settings.Check(s.MayBePrivate); err != nil {
		return nil, err
	}
	if err := checkKey(b.Key); err != nil {
		return nil, err
	}
	if err := s.checkNetworks(settings.Networks); err != nil {
		return nil, err
	}
	err = s.update(ctx, func(tx *store.Tx) error {
		if err := s.Second.Save(tx, settings, b.Key, b.ForgetKey, actor.Agent); err != nil {
			return err
		}
		return access.Audit(tx, actor, access.Act{Action: "classifier.set", Subject: "classifier", Detail: onOff(settings.On)})
	})
	if err != nil {
		return nil, err
	}
	if err := s.Second.Load(ctx); err != nil {
		return nil, err
	}
	return s.readClassifier(ctx, nil)
}

// checkNetworks refuses networks that are neither built in nor worked by hand: nothing ever comes from them.
func (s *server) checkNetworks(keys []switchboard.NetworkKey) error {
	for _, key := range keys {
		if _, built := s.spec(key); built {
			continue
		}
		if _, err := capture.Find(key); err != nil {
			return switchboard.Refuse(switchboard.CodeInvalid, "There is no network %q.", key).WithField("networks").WithCause(err).
				WithHint("They are listed at /api/v1/networks and /api/v1/networks/by-hand.")
		}
	}
	return nil
}

func onOff(on bool) string {
	if on {
		return "on"
	}
	return "off"
}

// checkKey refuses what cannot stand in a header.
func checkKey(key string) error {
	if strings.ContainsFunc(key, func(r rune) bool { return r <= ' ' || r > '~' }) {
		return switchboard.Refuse(switchboard.CodeInvalid, "A key has neither blanks nor letters beyond the plain ones.").WithField("key").
			WithHint("Copy it once more, without what stands around it.")
	}
	return nil
}

func (s *server) tryClassifier(ctx context.Context, in *struct{ Body ClassifierTry }) (*BodyOf[ClassifierTrial], error) {
	if s.Second == nil {
		return nil, switchedOff("The external classifier")
	}
	b := in.Body
	settings := b.Settings.Settings
	if b.Send {
		settings.On = true // what is off may be tried as well, and has to be as complete for that
	}
	if err := settings.Check(s.MayBePrivate); err != nil {
		return nil, err
	}
	before := s.read().Classify(triage.Input{Text: b.Text})
	t, err := s.Second.Try(ctx, settings, b.Text, redact.Person{Name: b.Author}, before, b.Send)
	if err != nil {
		return nil, err
	}
	out := ClassifierTrial{URL: t.Ask.URL, Body: string(t.Ask.Body), Text: t.Ask.Text, Left: append([]string{}, t.Ask.Left...), Tokens: t.Ask.Tokens,
		Sent: t.Sent, Answer: t.Answer, Trouble: t.Trouble, Found: t.Found.Found, Before: before, After: t.Merged, Took: t.Took.Milliseconds()}
	if out.Found == nil {
		out.Found = map[switchboard.Head]switchboard.Finding{}
	}
	return bodyOf(out), nil
}
