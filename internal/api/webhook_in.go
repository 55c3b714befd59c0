package api

import (
	"encoding/json"
	"net/http"
	"time"

	"switchboard"
)

const (
	// maxPush is the largest webhook body, in bytes.
	maxPush = 5 << 20
	// pushTimeout bounds how long a body may take to arrive.
	pushTimeout = 30 * time.Second
	// pushesAtOnce bounds the bodies held in memory at a time; more are told to come back.
	pushesAtOnce = 8
)

// PushAnswer is what a webhook request is answered with.
type PushAnswer struct {
	Results []RecordResult  `json:"results"`
	Counts  map[Outcome]int `json:"counts"`
}

// webhookRoutes mounts the door for records that are pushed in. It stands outside /api: the signature is the only
// credential, so that it takes neither tokens nor cookies.
func webhookRoutes(s *server) {
	slots := make(chan struct{}, pushesAtOnce)
	s.mux.HandleFunc("POST /webhook/in/{account}", func(w http.ResponseWriter, r *http.Request) {
		callOf(r.Context()).route = "/webhook/in/{account}"
		answer, err := s.push(w, r, slots)
		if err != nil {
			s.pushed(string(switchboard.CodeOf(err)), 1)
			s.fail(w, r, err)
			return
		}
		for outcome, n := range answer.Counts {
			s.pushed(string(outcome), n)
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(answer) // whoever left sends it again and hears that it was taken
	})
}

func (s *server) pushed(result string, records int) {
	if s.Outside.Pushed != nil {
		s.Outside.Pushed(result, records)
	}
}

// push takes one request in, if there is room for it.
func (s *server) push(w http.ResponseWriter, r *http.Request, slots chan struct{}) (*PushAnswer, error) {
	if s.Outside.Keys == nil {
		return nil, switchedOff("Taking records in")
	}
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	default:
		return nil, switchboard.Refuse(switchboard.CodeUnavailable, "Too many requests are being taken in.").
			WithHint("Send it again in a moment; nothing of it was kept.")
	}
	door := Door{DB: s.DB, Inbound: s.In, Keys: s.Outside.Keys, Spec: s.spec, Time: s.Time}
	if s.Outside.Reserve != nil {
		if err := s.Outside.Reserve(); err != nil {
			return nil, err
		}
	}
	var account switchboard.AccountID
	if err := account.UnmarshalText([]byte(r.PathValue("account"))); err != nil {
		return nil, wrongDoor()
	}
	if r.Header.Get("Content-Encoding") != "" {
		return nil, refusal{status: http.StatusUnsupportedMediaType,
			what: switchboard.Refuse(switchboard.CodeInvalid, "The body must not be compressed.").WithField("body")}
	}
	_ = http.NewResponseController(w).SetReadDeadline(s.Time.Now().Add(pushTimeout)) // not every writer has one
	body, err := readBody(w, r, maxPush)
	if err != nil {
		return nil, err
	}
	return answerPush(door.Take(r.Context(), account, r.Header, body))
}

func answerPush(results []RecordResult, err error) (*PushAnswer, error) {
	if err != nil {
		return nil, err
	}
	answer := &PushAnswer{Results: results, Counts: map[Outcome]int{}}
	for _, result := range results {
		answer.Counts[result.Result]++
	}
	return answer, nil
}
