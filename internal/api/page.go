package api

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"switchboard"
	"switchboard/internal/store"
)

// PageInput asks for one page of a list.
type PageInput struct {
	After string `query:"after" maxLength:"200" doc:"The next of the page before; leave it out for the first page"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"50" doc:"Items on a page"`
}

// place is where the page begins.
func (p PageInput) place() (store.Place, error) { return store.ParsePlace(p.After) }

// Page is one page of a list.
type Page[T any] struct {
	Items []T    `json:"items" nullable:"false"`
	Next  string `json:"next,omitempty" doc:"Pass it as after for the page behind this one; absent on the last page"`
}

// PageOf is an answer that holds a page.
type PageOf[T any] struct{ Body Page[T] }

// pageOf makes a page of up to limit+1 items that were read; place is where an item stands in its list.
func pageOf[T any](items []T, limit int, place func(T) store.Place) *PageOf[T] {
	out := &PageOf[T]{Body: Page[T]{Items: items}}
	if len(items) > limit {
		out.Body.Items = items[:limit]
		out.Body.Next = place(items[limit-1]).String()
	}
	if out.Body.Items == nil {
		out.Body.Items = []T{}
	}
	return out
}

// allOf is a list short enough for one page.
func allOf[T any](items []T) *PageOf[T] {
	if items == nil {
		items = []T{}
	}
	return &PageOf[T]{Body: Page[T]{Items: items}}
}

// BodyOf is an answer that holds one thing.
type BodyOf[T any] struct{ Body T }

func bodyOf[T any](v T) *BodyOf[T] { return &BodyOf[T]{Body: v} }

// Tagged is an answer that holds one thing and names its state.
type Tagged[T any] struct {
	ETag string `header:"ETag" doc:"Names this state; send it back as If-Match to change only what you have seen"`
	Body T
}

// MatchInput carries the state a change is based on.
type MatchInput struct {
	IfMatch string `header:"If-Match" maxLength:"200" doc:"ETag of what you have seen; the change is refused as stale when it differs"`
}

// check refuses a change that is based on another state than the present one. Without the header everything passes.
func (m MatchInput) check(present string) error {
	if m.IfMatch == "" || m.IfMatch == "*" {
		return nil
	}
	for one := range strings.SplitSeq(m.IfMatch, ",") {
		if strings.TrimSpace(one) == present {
			return nil
		}
	}
	return switchboard.Refuse(switchboard.CodeStale, "Somebody else changed this since you looked at it.").
		WithField("If-Match").WithHint("Read it again, then decide.")
}

// versionTag is the ETag of something that counts its versions.
func versionTag(version int64) string { return `"` + strconv.FormatInt(version, 10) + `"` }

// stateTag is the ETag of something that does not: a fingerprint of what can be changed about it.
func stateTag(v any) string {
	text, err := json.Marshal(v)
	if err != nil {
		text = fmt.Append(nil, v)
	}
	sum := sha256.Sum256(text)
	return `"` + hex.EncodeToString(sum[:12]) + `"`
}
