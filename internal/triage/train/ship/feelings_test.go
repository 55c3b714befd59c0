package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"switchboard/internal/triage/corpus/corpustest"
	"switchboard/internal/triage/feelings"
	"switchboard/internal/triage/linear"
)

// emotionSets is a data folder in which each emotion has a word of its own.
func emotionSets(t *testing.T) fstest.MapFS {
	t.Helper()
	var comments, tweets []string
	for i := range 8 {
		for _, emotion := range feelingEmotions() {
			comments = append(comments, fmt.Sprintf(`{"text":"word%s number %d","label":[%q]}`, emotion, i, emotion))
		}
		for _, sentiment := range []string{"negative", "neutral", "positive"} {
			tweets = append(tweets, fmt.Sprintf(`{"text":"tweet%s number %d","label":%q}`, sentiment, i, sentiment))
		}
	}
	return fstest.MapFS{"goemotions/train.jsonl.gz": corpustest.Packed(t, comments...), "sentiment-semeval/train.jsonl.gz": corpustest.Packed(t, tweets...),
		"multilingual-sentiment/train.jsonl.gz": corpustest.Packed(t, tweets[:6]...)}
}

func TestFeelingsAreLearned(t *testing.T) {
	t.Parallel()
	out := t.TempDir()
	if err := ship(t.Context(), io.Discard, folders{data: emotionSets(t)}, out, feelingsName); err != nil {
		t.Fatal(err)
	}
	file, err := os.ReadFile(filepath.Join(out, feelingsName+".model"))
	if err != nil {
		t.Fatal(err)
	}
	m, err := linear.Decode(file)
	if err != nil {
		t.Fatal(err)
	}
	if recipe := m.Recipe; len(m.Heads) != 11 || len(m.Sources) != 3 || recipe != feelings.Recipe() || m.Name != "feelings/2" {
		t.Errorf("%s has %d heads from %v", m.Name, len(m.Heads), m.Sources)
	}
	found := m.Answer(linear.Read("wordanger", m.Recipe))
	for i := range m.Heads[1:] {
		if yes := found[i+1].Label == "yes"; yes != (m.Heads[i+1].Name == "anger") {
			t.Errorf("%s: %+v", m.Heads[i+1].Name, found[i+1])
		}
	}
	if got := m.Answer(linear.Read("tweetpositive", m.Recipe))[0].Label; got != "positive" {
		t.Errorf("the sentiment is %s", got)
	}
}

// What people feel when they comment teaches no sentiment, and a tweet's sentiment no emotion.
func TestFeelingsAreLearnedFromTheirOwnSets(t *testing.T) {
	t.Parallel()
	texts, err := feltTexts(emotionSets(t))
	if err != nil {
		t.Fatal(err)
	}
	comment, tweet := texts[0], texts[len(texts)-1]
	if comment.right("sentiment") != "" || comment.right("admiration") != "yes" || comment.right("anger") != "no" {
		t.Errorf("a comment: %+v", comment)
	}
	if tweet.right("sentiment") == "" || tweet.right("anger") != "" {
		t.Errorf("a tweet: %+v", tweet)
	}
	if _, err := feltTexts(fstest.MapFS{}); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("without sets: %v", err)
	}
}
