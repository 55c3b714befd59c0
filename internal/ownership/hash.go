package ownership

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"time"

	"switchboard"
)

// FactsHash is the SHA-256 of the canonical JSON of facts in hexadecimal.
func FactsHash(f switchboard.Facts) string { return hashCanonical(Canonical(f)) }

func hashCanonical(f switchboard.Facts) string {
	var room [1024]byte
	sum := sha256.Sum256(appendCanonical(room[:0], &f))
	var text [2 * sha256.Size]byte
	hex.Encode(text[:], sum[:])
	return string(text[:])
}

// appendCanonical writes canonical facts exactly as encoding/json does, in a fraction of the time: every decision is
// hashed.
func appendCanonical(b []byte, f *switchboard.Facts) []byte {
	b = appendField(append(b, '{'), "network", string(f.Network))
	b = appendField(append(b, ','), "account", f.Account)
	b = appendOptional(b, "brand", f.Brand)
	b = appendField(append(b, ','), "purpose", string(f.Purpose))
	b = appendField(append(b, ','), "visibility", string(f.Visibility))
	b = appendField(append(b, ','), "intent", string(f.Intent))
	b = appendFloat(append(b, `,"intent_confidence":`...), f.IntentSure)
	b = appendIntents(b, f.OtherIntents)
	b = appendTopics(b, f.Topics)
	b = appendField(append(b, ','), "language", f.Language)
	b = appendField(append(b, ','), "sentiment", string(f.Sentiment))
	b = appendField(append(b, ','), "urgency", string(f.Urgency))
	b = appendFlags(b, f.Flags)
	b = appendAuthor(append(b, `,"author":`...), &f.Author)
	b = f.At.AppendFormat(append(b, `,"at":"`...), time.RFC3339Nano)
	b = appendOptional(append(b, '"'), "model", f.Model)
	b = appendWaiting(b, f.Waiting)
	b = appendOptional(b, "matter", f.Matter)
	return append(b, '}')
}

func appendAuthor(b []byte, a *switchboard.AuthorFacts) []byte {
	b = strconv.AppendBool(append(b, `{"known":`...), a.Known)
	b = appendOptional(b, "segment", a.Segment)
	b = strconv.AppendBool(append(b, `,"open_conversation":`...), a.OpenConversation)
	b = appendOptional(b, "last_department", string(a.LastDepartment))
	if a.OptedOut {
		b = append(b, `,"opted_out":true`...)
	}
	return append(b, '}')
}

func appendIntents(b []byte, others map[switchboard.Intent]float64) []byte {
	if len(others) == 0 {
		return b
	}
	lead := `,"other_intents":{`
	for _, intent := range intentsByName {
		if chance, said := others[intent]; said {
			b = append(append(append(append(b, lead...), '"'), intent...), `":`...)
			b = appendFloat(b, chance)
			lead = ","
		}
	}
	return append(b, '}')
}

var intentsByName = slices.Sorted(slices.Values(switchboard.Intents()))

func appendTopics(b []byte, topics []string) []byte {
	for i, topic := range topics {
		if i == 0 {
			b = append(b, `,"topics":[`...)
		} else {
			b = append(b, ',')
		}
		b = appendString(b, topic)
	}
	if len(topics) > 0 {
		b = append(b, ']')
	}
	return b
}

func appendFlags(b []byte, flags map[switchboard.Flag]float64) []byte {
	if len(flags) == 0 {
		return b
	}
	lead := `,"flags":{`
	for _, flag := range flagsByName {
		if sure, set := flags[flag]; set {
			b = append(append(b, lead...), '"')
			b = appendFloat(append(append(b, flag...), `":`...), sure)
			lead = ","
		}
	}
	return append(b, '}')
}

func appendWaiting(b []byte, waiting map[switchboard.DepartmentKey]int) []byte {
	if len(waiting) == 0 {
		return b
	}
	return appendAny(append(b, `,"waiting":`...), waiting)
}

var flagsByName = slices.Sorted(slices.Values(switchboard.Flags()))

func appendOptional(b []byte, key, value string) []byte {
	if value == "" {
		return b
	}
	return appendField(append(b, ','), key, value)
}

func appendField(b []byte, key, value string) []byte {
	b = append(append(append(b, '"'), key...), `":`...)
	return appendString(b, value)
}

func appendString(b []byte, s string) []byte {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c > '~' || c == '"' || c == '\\' || c == '<' || c == '>' || c == '&' {
			return appendAny(b, s)
		}
	}
	return append(append(append(b, '"'), s...), '"')
}

func appendFloat(b []byte, x float64) []byte {
	if n := int(x*1e4 + 0.5); n > 0 && n < 1e4 && float64(n)/1e4 == x {
		return appendShare(b, n)
	}
	if x != 0 && math.Abs(x) < 1e-6 {
		return appendAny(b, x)
	}
	return strconv.AppendFloat(b, x, 'f', -1, 64)
}

// appendShare writes so many ten-thousandths, which is what nearly every confidence is.
func appendShare(b []byte, n int) []byte {
	b = append(b, '0', '.', byte('0'+n/1000), byte('0'+n/100%10), byte('0'+n/10%10), byte('0'+n%10))
	for b[len(b)-1] == '0' {
		b = b[:len(b)-1]
	}
	return b
}

// appendAny leaves what is rare to encoding/json, which cannot fail on strings, finite numbers and maps of them.
func appendAny[T string | float64 | map[switchboard.DepartmentKey]int](b []byte, value T) []byte {
	text, err := json.Marshal(value)
	if err != nil {
		return append(b, "null"...)
	}
	return append(b, text...)
}
