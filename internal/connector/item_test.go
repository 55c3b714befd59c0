package connector

import (
	"errors"
	"strings"
	"testing"
	"time"

	"switchboard"
)

var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

func plain() Item {
	return Item{Change: Said, ExternalID: "p7", ThreadKey: "p1", ParentKey: "p3",
		Author:    switchboard.Author{ID: "u1", Handle: "@mirela", Name: "Mirela"},
		Direction: switchboard.In, Visibility: switchboard.Public, Kind: switchboard.KindReply,
		Content: switchboard.Content{Text: "The hinge squeaks."}, URL: "https://board.example/p7",
		Published: noon.Add(-time.Hour), Addressed: true}
}

func TestCheckAcceptsWhatNetworksGive(t *testing.T) {
	t.Parallel()
	rating := 2.0
	cases := map[string]func(*Item){
		"plain":       func(*Item) {},
		"no thread":   func(i *Item) { i.ThreadKey, i.ParentKey = "", "" },
		"deletion":    func(i *Item) { *i = Item{Change: Deleted, ExternalID: "p7"} },
		"rating only": func(i *Item) { i.Content = switchboard.Content{Rating: &rating} },
		"a day ahead": func(i *Item) { i.Published = noon.Add(24 * time.Hour) },
		"longest":     func(i *Item) { i.Content.Text = strings.Repeat("ü", MaxText) },
		"mailto":      func(i *Item) { i.URL = "mailto:mirela@example.org" },
	}
	for name, change := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := plain()
			change(&item)
			if err := item.Check(noon); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCheckNamesTheField(t *testing.T) {
	t.Parallel()
	cases := map[string]struct {
		change func(*Item)
		field  string
		code   switchboard.Code
	}{
		"change":           {func(i *Item) { i.Change = "rumour" }, "change", switchboard.CodeInvalid},
		"id":               {func(i *Item) { i.ExternalID = "" }, "id", switchboard.CodeInvalid},
		"long id":          {func(i *Item) { i.ExternalID = strings.Repeat("x", MaxKey+1) }, "id", switchboard.CodeTooLarge},
		"id two lines":     {func(i *Item) { i.ExternalID = "a\nb" }, "id", switchboard.CodeInvalid},
		"itself":           {func(i *Item) { i.ParentKey = "p7" }, "in_reply_to", switchboard.CodeInvalid},
		"thread":           {func(i *Item) { i.ThreadKey = "\xff" }, "thread", switchboard.CodeInvalid},
		"quote":            {func(i *Item) { i.QuoteKey = "a\x00" }, "quote_of", switchboard.CodeInvalid},
		"bytes of nothing": {func(i *Item) { i.Files = map[int][]byte{0: {1}} }, "attachments[0].data", switchboard.CodeInvalid},
		"bytes before":     {func(i *Item) { i.Files = map[int][]byte{-1: {1}} }, "attachments[-1].data", switchboard.CodeInvalid},
		"no bytes": {func(i *Item) {
			i.Content.Attachments, i.Files = []switchboard.Attachment{{Name: "a"}}, map[int][]byte{0: {}}
		}, "attachments[0].data", switchboard.CodeInvalid},
		"too many bytes": {func(i *Item) {
			i.Content.Attachments, i.Files = []switchboard.Attachment{{Name: "a"}}, map[int][]byte{0: make([]byte, MaxFile+1)}
		}, "attachments[0].data", switchboard.CodeTooLarge},
		"direction":     {func(i *Item) { i.Direction = "up" }, "direction", switchboard.CodeInvalid},
		"visibility":    {func(i *Item) { i.Visibility = "" }, "visibility", switchboard.CodeInvalid},
		"kind":          {func(i *Item) { i.Kind = "song" }, "kind", switchboard.CodeInvalid},
		"author":        {func(i *Item) { i.Author.ID = "" }, "author.id", switchboard.CodeInvalid},
		"author name":   {func(i *Item) { i.Author.Name = "\xc3\x28" }, "author.name", switchboard.CodeInvalid},
		"followers":     {func(i *Item) { n := int64(-1); i.Author.Followers = &n }, "author.followers", switchboard.CodeInvalid},
		"silent":        {func(i *Item) { i.Content.Text = "" }, "text", switchboard.CodeInvalid},
		"nul":           {func(i *Item) { i.Content.Text = "a\x00" }, "text", switchboard.CodeInvalid},
		"long":          {func(i *Item) { i.Content.Text = strings.Repeat("ü", MaxText+1) }, "text", switchboard.CodeTooLarge},
		"html":          {func(i *Item) { i.Content.HTML = strings.Repeat("x", MaxHTML+1) }, "html", switchboard.CodeTooLarge},
		"role":          {func(i *Item) { i.Content.Recipients = []switchboard.Recipient{{Role: "x", Address: "a"}} }, "recipients[0].role", switchboard.CodeInvalid},
		"address":       {func(i *Item) { i.Content.Recipients = []switchboard.Recipient{{Role: "to"}} }, "recipients[0].address", switchboard.CodeInvalid},
		"crowd":         {func(i *Item) { i.Content.Recipients = make([]switchboard.Recipient, MaxRecipients+1) }, "recipients", switchboard.CodeTooLarge},
		"size":          {func(i *Item) { i.Content.Attachments = []switchboard.Attachment{{Size: -1}} }, "attachments[0].size", switchboard.CodeInvalid},
		"attached":      {func(i *Item) { i.Content.Attachments = make([]switchboard.Attachment, MaxAttachments+1) }, "attachments", switchboard.CodeTooLarge},
		"attached url":  {func(i *Item) { i.Content.Attachments = []switchboard.Attachment{{URL: "x"}} }, "attachments[0].url", switchboard.CodeInvalid},
		"url":           {func(i *Item) { i.URL = "javascript:alert(1)" }, "url", switchboard.CodeInvalid},
		"no time":       {func(i *Item) { i.Published = time.Time{} }, "created_at", switchboard.CodeInvalid},
		"too old":       {func(i *Item) { i.Published = time.Unix(1_700_000, 0) }, "created_at", switchboard.CodeInvalid},
		"too far ahead": {func(i *Item) { i.Published = noon.Add(49 * time.Hour) }, "created_at", switchboard.CodeInvalid},
		"edited":        {func(i *Item) { i.EditedAt = time.Unix(0, 0) }, "edited_at", switchboard.CodeInvalid},
		"deleted":       {func(i *Item) { *i = Item{Change: Deleted, ExternalID: "x", DeletedAt: time.Unix(0, 0)} }, "deleted", switchboard.CodeInvalid},
		"extra":         {func(i *Item) { i.Extra = []byte("{") }, "extra", switchboard.CodeInvalid},
		"raw":           {func(i *Item) { i.Raw = make([]byte, MaxRaw+1) }, "raw", switchboard.CodeTooLarge},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			item := plain()
			c.change(&item)
			var fault *switchboard.Error
			if err := item.Check(noon); !errors.As(err, &fault) {
				t.Fatalf("Check = %v", err)
			}
			if fault.Field != c.field || fault.Code != c.code || fault.Hint == "" {
				t.Errorf("%s on %q, hint %q", fault.Code, fault.Field, fault.Hint)
			}
		})
	}
}
