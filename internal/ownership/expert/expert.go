// Package expert lets a rule of the ownership policy ask what its plain conditions cannot: an expression in CEL, the
// Common Expression Language, over the same facts. Expressions are checked for their types before a policy may lead, end
// by construction, and are stopped when they cost too much.
package expert

import (
	"sync"
	"time"

	"cel.dev/cel-go/cel"

	"switchboard"
)

// costLimit is the most one look at the facts may cost, in the units of CEL: about one for each operation and each step
// through a list. Ordinary conditions cost under 20.
const costLimit = 2000

// Condition is a checked expression. It may be asked by several at once.
type Condition struct{ program cel.Program }

// Parse checks an expression. It refuses, with code `bad_policy`, what cannot be read, what asks for facts there are not,
// and what is not a yes or no.
func Parse(text string) (*Condition, error) {
	env, err := environment()
	if err != nil {
		return nil, err
	}
	ast, issues := env.Compile(text)
	if issues.Err() != nil {
		return nil, refuse(issues)
	}
	if ast.OutputType() != cel.BoolType {
		return nil, switchboard.Refuse(switchboard.CodeBadPolicy, "The expression gives a %s, not yes or no.", ast.OutputType()).
			WithHint("End it in a comparison, such as intent == \"billing\".")
	}
	program, err := env.Program(ast, cel.CostLimit(costLimit), cel.EvalOptions(cel.OptOptimize))
	if err != nil {
		return nil, switchboard.Refuse(switchboard.CodeBadPolicy, "The expression cannot be used.").WithCause(err)
	}
	return &Condition{program}, nil
}

func refuse(issues *cel.Issues) error {
	first := issues.Errors()[0]
	return switchboard.Refuse(switchboard.CodeBadPolicy, "The expression is wrong at letter %d: %s.",
		first.Location.Column()+1, first.Message).WithCause(issues.Err()).
		WithHint("Facts are named as in when: intent, flags, language, at, author.known.")
}

// environment is the facts an expression may look at. Follower count is not one of them.
var environment = sync.OnceValues(func() (*cel.Env, error) {
	return cel.NewEnv(
		cel.Variable("network", cel.StringType),
		cel.Variable("account", cel.StringType),
		cel.Variable("brand", cel.StringType),
		cel.Variable("purpose", cel.StringType),
		cel.Variable("visibility", cel.StringType),
		cel.Variable("intent", cel.StringType),
		cel.Variable("intent_confidence", cel.DoubleType),
		cel.Variable("other_intents", cel.MapType(cel.StringType, cel.DoubleType)),
		cel.Variable("topics", cel.ListType(cel.StringType)),
		cel.Variable("language", cel.StringType),
		cel.Variable("sentiment", cel.StringType),
		cel.Variable("urgency", cel.StringType),
		cel.Variable("flags", cel.MapType(cel.StringType, cel.DoubleType)),
		cel.Variable("at", cel.TimestampType),
		cel.Variable("author.known", cel.BoolType),
		cel.Variable("author.segment", cel.StringType),
		cel.Variable("author.open_conversation", cel.BoolType),
		cel.Variable("author.opted_out", cel.BoolType),
	)
})

// Holds asks the expression. One that fails, for want of a fact or because it costs too much, does not hold.
func (c *Condition) Holds(f *switchboard.Facts) bool {
	out, _, err := c.program.Eval(map[string]any{
		"network": string(f.Network), "account": f.Account, "brand": f.Brand, "purpose": string(f.Purpose),
		"visibility": string(f.Visibility), "intent": string(f.Intent), "intent_confidence": f.IntentSure,
		"other_intents": chancesOf(f.OtherIntents),
		"topics":        f.Topics, "language": f.Language, "sentiment": string(f.Sentiment), "urgency": string(f.Urgency),
		"flags": chancesOf(f.Flags), "at": at(f.At), "author.known": f.Author.Known, "author.segment": f.Author.Segment,
		"author.open_conversation": f.Author.OpenConversation, "author.opted_out": f.Author.OptedOut,
	})
	if err != nil {
		return false
	}
	yes, isBool := out.Value().(bool)
	return isBool && yes
}

func chancesOf[T ~string](set map[T]float64) map[string]float64 {
	out := make(map[string]float64, len(set))
	for name, sure := range set {
		out[string(name)] = sure
	}
	return out
}

// at is a time that CEL can hold: it begins with year 1.
func at(t time.Time) time.Time {
	if t.IsZero() {
		return time.Unix(0, 0).UTC()
	}
	return t
}
