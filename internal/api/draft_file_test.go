package api

import (
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// withFiles is a part with attachments.
func withFiles(text string, files ...any1) any1 { return any1{"text": text, "attachments": files} }

// carrying lets the square take pictures.
func (d darkroom) carrying(media connector.MediaLimit) darkroom {
	d.t.Helper()
	out := d.api.Out
	out.Spec = func(switchboard.NetworkKey) (connector.Spec, bool) {
		spec := square()
		spec.Capabilities, spec.Media = append(spec.Capabilities, connector.Media), media
		return spec, true
	}
	o := d.api.Options
	o.Out, o.In.Out = out, out
	var err error
	if d.api, err = newServer(o); err != nil {
		d.t.Fatal(err)
	}
	if d.handler, err = d.api.handler(); err != nil {
		d.t.Fatal(err)
	}
	return d
}

func TestADraftCarriesAFileToTheTimeline(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{}).carrying(connector.MediaLimit{Max: 1, MaxBytes: 1000, Types: []string{"image/png"}})
	c := d.led()
	up := d.upload(anna, pixel, "")
	var draft switchboard.Draft
	d.ask(anna, "POST", at(c, "/drafts"), any1{"parts": []any1{withFiles("Like this.", any1{"blob": up.Hash, "name": "lid.png",
		"alt": "the lid", "size": 5, "media_type": "text/html"})}}, 201, &draft)
	a := draft.Parts[0].Attachments[0]
	if a.Size != int64(len(pixel)) || a.MediaType != "image/png" || a.Alt != "the lid" {
		t.Errorf("attachment %+v", a)
	}
	got := d.get(anna, of(draft, "/attachments/0/0"), nil)
	if got.Code != 200 || got.Body.String() != pixel || got.Header().Get("Content-Security-Policy") != filePolicy {
		t.Errorf("%d %q", got.Code, got.Body)
	}
	for _, place := range []string{"1/0", "0/1", "0/x", "-1/0"} {
		if got := d.get(anna, of(draft, "/attachments/"+place), nil); got.Code != 404 {
			t.Errorf("place %s: %d", place, got.Code)
		}
	}
	if got := d.get(guest, of(draft, "/attachments/0/0"), nil); got.Code != 403 {
		t.Errorf("a viewer: %d", got.Code)
	}
	var sent Sent
	d.ask(anna, "POST", of(draft, "/send"), any1{"version": 1}, 200, &sent)
	if sent.Draft.State != switchboard.DraftSending {
		t.Fatalf("ruling %+v", sent.Draft.Ruling)
	}
	d.send(connector.Outcome{Kind: connector.Sent, ExternalID: "a1"})
	m := d.message("a1")
	if got := d.get(anna, attachmentOf(m, "0"), nil); got.Code != 200 || got.Body.String() != pixel {
		t.Errorf("on the timeline: %d", got.Code)
	}
}

func TestWhatTheNetworkDoesNotCarryIsBlockedWithAWayOut(t *testing.T) {
	t.Parallel()
	limits := map[string]*connector.MediaLimit{"no files at all": nil, "other types": {Types: []string{"image/gif"}},
		"smaller ones": {MaxBytes: 10}, "fewer": {Max: 1}}
	for name, limit := range limits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDarkroom(t, blob.Limits{})
			if limit != nil {
				d = d.carrying(*limit)
			}
			c, up := d.led(), any1{"blob": d.upload(anna, pixel, "").Hash, "name": "lid.png"}
			var draft switchboard.Draft
			d.ask(anna, "POST", at(c, "/drafts"), any1{"parts": []any1{withFiles("Like this.", up, up)}}, 201, &draft)
			var ruling switchboard.Ruling
			d.ask(anna, "POST", of(draft, "/check"), nil, 200, &ruling)
			if ruling.Outcome != switchboard.RulingBlock || ruling.Reasons[0].Rule != "attachments" || ruling.Reasons[0].Hint == "" {
				t.Errorf("ruling %+v", ruling)
			}
		})
	}
}

func TestADraftNamesOnlyWhatItsAuthorUploaded(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	d.colleague(boris, "service", 3)
	d.bring("1", any1{"attachments": []any1{file("bill.png", "", pixel+" of a customer")}})
	theirs := d.message("1").Content.Attachments[0].Blob
	up := d.upload(boris, pixel, "").Hash
	c := d.led()
	for name, one := range map[string]struct {
		file  any1
		field string
	}{
		"nothing":           {any1{"name": "a"}, "blob"},
		"no hash":           {any1{"blob": "lid"}, "blob"},
		"capitals":          {any1{"blob": strings.ToUpper(up)}, "blob"},
		"not stored":        {any1{"blob": strings.Repeat("0", 64)}, "blob"},
		"what others sent":  {any1{"blob": theirs}, "blob"},
		"what boris has":    {any1{"blob": up}, "blob"},
		"by address":        {any1{"blob": up, "url": "https://pics.example/1.png"}, "url"},
		"a name in lines":   {any1{"blob": up, "name": "a\nb"}, "name"},
		"an endless name":   {any1{"blob": up, "name": strings.Repeat("a", connector.MaxName+1)}, "name"},
		"an endless legend": {any1{"blob": up, "alt": strings.Repeat("a", maxPart+1)}, "alt"},
	} {
		p := d.refused(anna, "POST", at(c, "/drafts"), any1{"parts": []any1{{"text": "a"}, withFiles("b", one.file)}}, switchboard.CodeInvalid)
		if want := "parts[1].attachments[0]." + one.field; len(p.Errors) != 1 || p.Errors[0].Field != want || p.Hint == "" {
			t.Errorf("%s: %+v, want field %s", name, p, want)
		}
	}
	many := make([]any1, connector.MaxAttachments+1)
	for n := range many {
		many[n] = any1{"blob": up}
	}
	d.refused(anna, "POST", at(c, "/drafts"), any1{"parts": []any1{withFiles("b", many...)}}, switchboard.CodeTooLarge)
	none := newShop(t)
	none.refused(anna, "POST", at(none.led(), "/drafts"), any1{"parts": []any1{withFiles("b", any1{"blob": up})}}, switchboard.CodeUnavailable)
}

func TestADraftHoldsItsFilesWhileItHasThem(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	c, one, two := d.led(), d.upload(anna, pixel, "").Hash, d.upload(anna, pixel+"!", "").Hash
	var draft switchboard.Draft
	d.ask(anna, "POST", at(c, "/drafts"), any1{"parts": []any1{withFiles("a", any1{"blob": one})}}, 201, &draft)
	d.update(func(tx *store.Tx) error { // a day has passed
		for _, hash := range []string{one, two} {
			if _, err := tx.LetGoOfBlob(hash); err != nil {
				return err
			}
		}
		return nil
	})
	if !d.inUse(one) || d.inUse(two) {
		t.Error("the draft does not hold what it names")
	}
	d.clock.Advance(time.Hour)
	save := func(hash string) any1 {
		return any1{"version": draft.Version, "parts": []any1{withFiles("b", any1{"blob": hash})}}
	}
	d.ask(anna, "PUT", of(draft, ""), save(one), 200, &draft)
	d.refused(anna, "PUT", of(draft, ""), save(two), switchboard.CodeInvalid)
	d.upload(anna, pixel+"!", "")
	d.ask(anna, "PUT", of(draft, ""), save(two), 200, &draft)
	if d.inUse(one) || !d.inUse(two) {
		t.Error("the draft holds what it named before")
	}
	d.ask(anna, "DELETE", of(draft, ""), nil, 200, &draft)
	if d.inUse(two) {
		t.Error("a draft that was given up holds its file")
	}
}

// Files that are too much together are refused where they are attached, not when the answer is sent, and by what the
// account's own server takes.
func TestFilesThatAreTooMuchTogetherAreRefusedAtTheDraft(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{}).carrying(connector.MediaLimit{Max: 5, MaxBytes: 1000, MaxTotal: int64(2*len(pixel) + 1), Types: []string{"image/png"}})
	c, up := d.led(), any1{"blob": d.upload(anna, pixel, "").Hash, "name": "lid.png"}
	var draft switchboard.Draft
	d.ask(anna, "POST", at(c, "/drafts"), any1{"parts": []any1{withFiles("One.", up, up), withFiles("Two.", up, up)}}, 201, &draft)
	three := any1{"parts": []any1{withFiles("One.", up), withFiles("Two.", up, up, up)}}
	var p Problem
	d.ask(anna, "POST", at(c, "/drafts"), three, 413, &p)
	if p.Code != switchboard.CodeTooLarge || len(p.Errors) != 1 || p.Errors[0].Field != "parts[1].attachments[2]" || !strings.Contains(p.Detail, "together") || p.Hint == "" {
		t.Errorf("%+v", p)
	}
	three["version"] = 1
	d.ask(anna, "PUT", of(draft, ""), three, 413, nil)
	d.ask(anna, "GET", of(draft, ""), nil, 200, &draft)
	if draft.Version != 1 || len(draft.Parts[1].Attachments) != 2 {
		t.Errorf("what was refused changed the draft: %+v", draft)
	}
}
