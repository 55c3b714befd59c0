package triage

import "switchboard"

type Input struct{ ID, Text, Lang, Network string }
type Triager interface{ Classify(in Input) switchboard.Verdict }
