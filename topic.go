package switchboard

import (
	"strings"
	"time"
)

// TopicKey names a topic of the company's own list in policies, verdicts and addresses: `flat_tyre`.
type TopicKey string

// AnyLanguage stands where words of a topic count whatever language a message is in.
const AnyLanguage = "any"

// Topic is a thing the company wants to know a message is about. Words and Except are by language, ISO 639-1 or
// AnyLanguage, in the matching language of docs/reference/topics.md.
type Topic struct {
	Key         TopicKey            `json:"key"`
	Name        string              `json:"name"`
	Description string              `json:"description,omitempty"`
	Words       map[string][]string `json:"words,omitempty"`    // one of them is enough
	Except      map[string][]string `json:"except,omitempty"`   // where one of them stands, the words do not count
	Examples    []string            `json:"examples,omitempty"` // messages the company wrote itself, to learn from
	Archived    bool                `json:"archived,omitempty"` // not looked for any more; verdicts of before still name it
}

// KeptTopic is a topic of the list as it is stored.
type KeptTopic struct {
	Topic
	Version   int       `json:"version"` // counts the changes, from 1
	CreatedAt time.Time `json:"created_at"`
	ChangedAt time.Time `json:"changed_at"`
	ChangedBy AgentID   `json:"changed_by,omitzero"`
}

// TopicBasis says why a message is taken to be about a topic.
type TopicBasis string

// Bases of a topic's finding.
const (
	TopicByWords   TopicBasis = "words"   // one of its words or phrases stands in the text
	TopicByLearned TopicBasis = "learned" // it reads like the messages that people put there
	TopicByPerson  TopicBasis = "person"  // somebody said so
)

// TopicBases lists all of them.
func TopicBases() []TopicBasis { return []TopicBasis{TopicByWords, TopicByLearned, TopicByPerson} }

// TopicFinding says that a message is about a topic.
type TopicFinding struct {
	Topic      TopicKey   `json:"topic"`
	Basis      TopicBasis `json:"basis" enum:"words,learned,person"`
	Confidence float64    `json:"confidence"` // 0 to 1
	Evidence   []Span     `json:"evidence,omitempty"`
}

// headTopic begins the names of those heads that ask whether a message is about a topic.
const headTopic = "topic/"

// HeadOfTopic is the head under which people put a message into a topic, or take it out.
func HeadOfTopic(key TopicKey) Head { return Head(headTopic + string(key)) }

// Topic is the topic a head asks about; ok is false of every other head.
func (h Head) Topic() (key TopicKey, ok bool) {
	rest, ok := strings.CutPrefix(string(h), headTopic)
	return TopicKey(rest), ok
}

// maxTopicKey is the longest key of a topic, in bytes.
const maxTopicKey = 48

// Valid reports whether a key is 1 to 48 small letters, digits, - and _, of which the first is a letter or digit.
func (k TopicKey) Valid() bool {
	if k == "" || len(k) > maxTopicKey || k[0] == '-' || k[0] == '_' {
		return false
	}
	for _, c := range []byte(k) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' && c != '_' {
			return false
		}
	}
	return true
}

// About reports whether the verdict names the topic.
func (v Verdict) About(key TopicKey) bool {
	for _, found := range v.Topics {
		if found.Topic == key {
			return true
		}
	}
	return false
}

// TopicKeys are the topics the verdict names, in its order.
func (v Verdict) TopicKeys() []string {
	var keys []string
	for _, found := range v.Topics {
		keys = append(keys, string(found.Topic))
	}
	return keys
}
