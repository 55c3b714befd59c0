package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/govern"
	"switchboard/internal/ownership"
	"switchboard/internal/ownership/exam"
	"switchboard/internal/record"
	"switchboard/internal/triage"
)

// policyDiff tells which past messages would have gone elsewhere.
type policyDiff struct {
	Old      string `arg:"" help:"A file, the name of a policy that comes with Switchboard, or active."`
	New      string `arg:"" help:"The same, for the other side."`
	History  string `default:"28d" help:"How far back in the data folder: 28d, or all."`
	Messages string `help:"Decide the message records of this file instead of the history; - is standard input." placeholder:"FILE"`
	Show     int    `default:"20" help:"How many messages to tell one by one."`
}

// Run compares message by message.
func (c *policyDiff) Run(r *run) error {
	list, err := r.everyPolicy([]string{c.Old, c.New})
	if err != nil {
		return err
	}
	differ := &exam.Differ{Old: list[0], New: list[1], Keep: max(0, c.Show)}
	if err := c.feed(r, differ); err != nil {
		return err
	}
	out := policyDiffers{differ.Result(), govern.Working(govern.Terms(list[0]), govern.Terms(list[1]))}
	if r.json {
		return json.NewEncoder(r.out).Encode(out)
	}
	out.print(r.out)
	return nil
}

// policyDiffers is what another policy would have changed.
type policyDiffers struct {
	exam.Comparison

	Working []exam.Change `json:"working"` // in how people work
}

func (out policyDiffers) print(w io.Writer) {
	fmt.Fprintf(w, "%d of %d messages would have gone elsewhere, %d differ in anything\n", out.Elsewhere, out.Messages, out.Changed)
	for _, f := range out.Flows {
		fmt.Fprintf(w, "%6d  %s → %s  (%s)\n", f.Messages, f.From, f.To, f.Rule)
	}
	for _, m := range out.Moved {
		fmt.Fprintf(w, "\n%s %s %s\n  before: %s\n  after:  %s\n", m.Facts.At.Format(time.RFC3339), m.Facts.Network, m.Message,
			m.Before.Sentence, m.After.Sentence)
		for _, c := range m.Changes {
			fmt.Fprintf(w, "  %s: %s → %s\n", c.What, c.Before, c.After)
		}
	}
	if rest := out.Changed - len(out.Moved); rest > 0 {
		fmt.Fprintf(w, "\nand %d more; --show says how many are told one by one\n", rest)
	}
	for _, c := range out.Working {
		fmt.Fprintf(w, "\nhow people work, %s: %s → %s\n", c.What, c.Before, c.After)
	}
}

func (c *policyDiff) feed(r *run, differ *exam.Differ) error {
	if c.Messages != "" {
		return r.said(c.Messages, differ.Add)
	}
	since, err := historyFrom(c.History, r.time.Now())
	if err != nil {
		return err
	}
	return r.decided(since, differ.Add)
}

// policyCompare sets policies side by side.
type policyCompare struct {
	Policies []string `arg:"" optional:"" name:"policy" help:"Files, names of policies that come with Switchboard, or active. Without any, all that come with it."`
	History  string   `default:"28d" help:"How far back in the data folder: 28d, or all."`
	Messages string   `help:"Decide the message records of this file instead of the history; - is standard input." placeholder:"FILE"`
}

// Run decides the same messages under each policy and prints who owns how many, who stands in, and which levels are asked
// for.
func (c *policyCompare) Run(r *run) error {
	list, err := r.everyPolicy(c.Policies)
	if err != nil {
		return err
	}
	replays := make([]*exam.Replay, len(list))
	for i, p := range list {
		replays[i] = &exam.Replay{Policy: p}
	}
	each := func(s exam.Said) {
		for _, replay := range replays {
			replay.Add(s)
		}
	}
	if err := c.feed(r, each); err != nil {
		return err
	}
	return printTallies(r, replays)
}

func (c *policyCompare) feed(r *run, each func(exam.Said)) error {
	if c.Messages != "" {
		return r.said(c.Messages, each)
	}
	since, err := historyFrom(c.History, r.time.Now())
	if err != nil {
		return err
	}
	return r.decided(since, each)
}

func printTallies(r *run, replays []*exam.Replay) error {
	if r.json {
		for _, replay := range replays {
			if err := json.NewEncoder(r.out).Encode(replay.Tally()); err != nil {
				return err
			}
		}
		return nil
	}
	table := tabwriter.NewWriter(r.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "policy\tmessages\tby owner\tby who stands in\tby level")
	for _, replay := range replays {
		t := replay.Tally()
		fmt.Fprintf(table, "%s\t%d\t%s\t%s\t%s\n", replay.Policy.Name(), t.Messages, counted(t.Owners), counted(t.Cover), counted(t.Levels))
	}
	return table.Flush()
}

// counted is counts in words, the most first.
func counted(counts map[string]int) string {
	keys := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for i, key := range keys {
		keys[i] = key + ": " + strconv.Itoa(counts[key])
	}
	return strings.Join(keys, ", ")
}

// historyFrom is since when history counts; zero for all of it.
func historyFrom(text string, now time.Time) (time.Time, error) {
	if text == "all" {
		return time.Time{}, nil
	}
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || days <= 0 || days > 36500 || !strings.HasSuffix(text, "d") {
		return time.Time{}, switchboard.Refuse(switchboard.CodeInvalid, "%q is no stretch of history.", text).WithHint("Write 28d, or all.")
	}
	return now.AddDate(0, 0, -days), nil
}

// toldBad is how many lines that cannot be read are told one by one.
const toldBad = 10

// said reads message records, has triage read each message a customer wrote, and hands over the facts in their order.
func (r *run) said(name string, each func(exam.Said)) error {
	from, done, err := r.input(name)
	if err != nil {
		return err
	}
	defer done()
	read, ours, bad := triage.Shipped(), map[string]bool{}, 0
	for line := range record.Lines(from, r.time.Now, record.Options{}) {
		if line.Err != nil {
			if bad++; bad <= toldBad {
				fmt.Fprintf(r.err, "line %d: %v\n", line.Number, line.Err)
			}
			continue
		}
		item := line.Record.Item
		if item.Direction == switchboard.Out {
			ours[item.ExternalID] = true
			continue
		}
		each(exam.Said{Facts: factsOf(line.Record, read, ours[item.ParentKey]), Author: item.Author.ID, Matter: matterOf(item)})
	}
	if bad > 0 {
		fmt.Fprintf(r.err, "%d lines were passed over\n", bad)
	}
	return nil
}

func (r *run) input(name string) (from io.Reader, done func(), err error) {
	if name == "-" {
		return r.in, func() {}, nil
	}
	file, err := os.Open(name)
	if err != nil {
		return nil, nil, switchboard.Refuse(switchboard.CodeInvalid, "The file with the messages cannot be read.").WithCause(err)
	}
	return file, func() { file.Close() }, nil
}

func matterOf(item connector.Item) string {
	if item.ThreadKey != "" {
		return item.ThreadKey
	}
	return item.ExternalID
}

func factsOf(rec record.Record, read triage.Triager, replyToUs bool) switchboard.Facts {
	item := rec.Item
	verdict := read.Classify(triage.Input{ID: item.ExternalID, Text: item.Content.Text, Lang: item.Content.Lang, Network: string(rec.Network)})
	return ownership.FactsFrom(ownership.FactsInput{Verdict: verdict, ReplyToUs: replyToUs,
		Account: switchboard.Account{Handle: rec.Account}, Matter: matterOf(item),
		Message: switchboard.Message{Network: rec.Network, Direction: item.Direction, Kind: item.Kind, Visibility: item.Visibility,
			PublishedAt: item.Published}})
}
