package topic

import (
	"switchboard"
	"switchboard/internal/triage/chance"
	"switchboard/internal/triage/linear"
)

// Model is what was learned of one topic.
type Model struct {
	Topic   switchboard.TopicKey `json:"topic"`
	Figures Figures              `json:"figures"`
	Resting []RestingTerm        `json:"resting,omitempty"` // terms that count no more
	Weights []Weight             `json:"weights,omitempty"` // in order of the buckets; none where only words count
	Bias    float64              `json:"bias,omitempty"`
	// Slope and Offset make a chance of a score by the logistic function, as measured on the parts held back.
	Slope     float64 `json:"slope,omitempty"`
	Offset    float64 `json:"offset,omitempty"`
	Threshold float64 `json:"threshold,omitempty"` // the score from which a text is taken to be about it
}

// Figures say how well a topic is told by its examples, measured on parts held back in turn.
type Figures struct {
	Yes       int     `json:"yes"` // examples and what people put there
	No        int     `json:"no"`  // what people took out, or put elsewhere
	Others    int     `json:"others"`
	Precision float64 `json:"precision,omitempty"`
	Recall    float64 `json:"recall,omitempty"`
	State     State   `json:"state" enum:"too_few,not_sure,confident"`
}

// State is what is done with what was learned of a topic.
type State string

// States.
const (
	TooFew    State = "too_few"   // there are not enough examples: only words count
	NotSure   State = "not_sure"  // it would be wrong too often: only words count
	Confident State = "confident" // it counts beside the words
)

// States lists all of them.
func States() []State { return []State{TooFew, NotSure, Confident} }

// RestingTerm is a term that people have contradicted so often that it counts no more, until the topic's words change.
type RestingTerm struct {
	Term     string `json:"term"`
	Language string `json:"language"`
	Right    int    `json:"right"`
	Wrong    int    `json:"wrong"`
}

// Weight is what one bucket of traces weighs.
type Weight struct {
	Bucket uint32  `json:"b"`
	Weight float32 `json:"w"`
}

// learned are the models that count, to be read in one go.
type learned struct {
	models []Model
	topic  []int
	first  []uint32 // for each bucket, where its weights begin in all
	all    []owned
}

// owned is a weight of a model's.
type owned struct {
	model  int32
	weight float32
}

func (l *learned) add(topic int, m Model) {
	if m.Figures.State == Confident && len(m.Weights) > 0 {
		l.models, l.topic = append(l.models, m), append(l.topic, topic)
	}
}

// index orders the weights by bucket.
func (l *learned) index() {
	if len(l.models) == 0 {
		return
	}
	l.first = make([]uint32, 1<<readAs().Bits+1)
	for _, m := range l.models {
		for _, w := range m.Weights {
			if int(w.Bucket)+1 < len(l.first) {
				l.first[w.Bucket+1]++
			}
		}
	}
	for i := range len(l.first) - 1 {
		l.first[i+1] += l.first[i]
	}
	l.all = make([]owned, l.first[len(l.first)-1])
	at := make([]uint32, len(l.first))
	copy(at, l.first)
	for number, m := range l.models {
		for _, w := range m.Weights {
			if int(w.Bucket)+1 < len(l.first) {
				l.all[at[w.Bucket]] = owned{int32(number), w.Weight}
				at[w.Bucket]++
			}
		}
	}
}

// read adds to what words found, in the order of keys.
func (l *learned) read(text string, r *Reader, found *[]switchboard.TopicFinding) {
	if len(l.models) == 0 {
		return
	}
	scores := make([]float64, len(l.models))
	buckets, values := linear.Read(text, readAs()).Vector(readAs())
	for i, b := range buckets {
		for _, w := range l.all[l.first[b]:l.first[b+1]] {
			scores[w.model] += float64(w.weight * values[i])
		}
	}
	for i, m := range l.models {
		if score := scores[i] + m.Bias; score >= m.Threshold {
			join(found, switchboard.TopicFinding{Topic: r.topics[l.topic[i]].Key, Basis: switchboard.TopicByLearned,
				Confidence: rounded(chance.Logistic(m.Slope*score + m.Offset))})
		}
	}
}

// join puts a finding in its place; where words found the topic already, the surer of the two is said.
func join(all *[]switchboard.TopicFinding, one switchboard.TopicFinding) {
	for i, f := range *all {
		switch {
		case f.Topic == one.Topic:
			(*all)[i].Confidence = max(f.Confidence, one.Confidence)
			return
		case f.Topic > one.Topic:
			*all = append(*all, switchboard.TopicFinding{})
			copy((*all)[i+1:], (*all)[i:])
			(*all)[i] = one
			return
		}
	}
	*all = append(*all, one)
}
