package api

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
	"switchboard/internal/store"
)

// pixel is the beginning of a picture, as far as anybody looks.
const pixel = "\x89PNG\r\n\x1a\n and then the colours of a kettle"

// darkroom is a gateway that keeps files.
type darkroom struct {
	*gateway
	blobs *blob.Store
}

func newDarkroom(t *testing.T, limits blob.Limits) darkroom {
	t.Helper()
	kept, err := blob.Open(t.TempDir(), limits)
	if err != nil {
		t.Fatal(err)
	}
	d := darkroom{gateway: newGateway(t), blobs: kept}
	// The handlers were declared without a place for files; this one has it.
	o := d.api.Options
	o.Blobs, o.In.Files = kept, kept
	if d.api, err = newServer(o); err != nil {
		t.Fatal(err)
	}
	if d.handler, err = d.api.handler(); err != nil {
		t.Fatal(err)
	}
	return d
}

// file is an attachment of a record.
func file(name, media, content string) any1 {
	return any1{"name": name, "media_type": media, "data": base64.StdEncoding.EncodeToString([]byte(content))}
}

// bring pushes one record with attachments and works it.
func (d darkroom) bring(id string, more any1) RecordResult {
	d.t.Helper()
	d.clock.Advance(time.Second)
	body := said(id, "@kettles", more)
	out, answer := d.push(body, d.sign(body))
	if out.Code != http.StatusOK {
		d.t.Fatalf("push: %d %s", out.Code, out.Body)
	}
	d.work()
	return answer.Results[0]
}

func (d darkroom) message(id string) (m switchboard.Message) {
	d.t.Helper()
	d.update(func(tx *store.Tx) (err error) {
		m, _, err = tx.MessageByKey("square", id)
		return err
	})
	return m
}

func (d darkroom) inUse(hash string) (used bool) {
	d.t.Helper()
	d.update(func(tx *store.Tx) (err error) {
		used, err = tx.BlobInUse(hash)
		return err
	})
	return used
}

func (d darkroom) get(as switchboard.Role, path string, headers map[string]string) *httptest.ResponseRecorder {
	d.t.Helper()
	return d.do(request{Method: "GET", Path: base + path, As: as, Headers: headers})
}

func attachmentOf(m switchboard.Message, n string) string {
	return "/messages/" + m.ID.String() + "/attachments/" + n
}

func TestAFileComesInWithARecordAndGoesOutAsADownload(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	files := any1{"attachments": []any1{{"name": "elsewhere.png", "url": "https://pics.example/1.png"},
		file("lid.png", "image/gif", pixel)}}
	if r := d.bring("1", files); r.Result != OutcomeStored {
		t.Fatalf("record %+v, %+v", r, r.Error)
	}
	m := d.message("1")
	kept := m.Content.Attachments[1]
	if kept.Size != int64(len(pixel)) || kept.MediaType != "image/png" || !d.inUse(kept.Blob) || m.Content.Attachments[0].Blob != "" {
		t.Errorf("attachments %+v", m.Content.Attachments)
	}
	got := d.get(anna, attachmentOf(m, "1"), nil)
	if got.Code != http.StatusOK || got.Body.String() != pixel {
		t.Fatalf("status %d: %q", got.Code, got.Body)
	}
	for name, want := range map[string]string{"Content-Type": "image/png", "X-Content-Type-Options": "nosniff",
		"Content-Disposition": `attachment; filename="lid.png"`, "Content-Security-Policy": "sandbox; default-src 'none'",
		"Cross-Origin-Resource-Policy": "same-origin", "Cache-Control": "no-store"} {
		if all := got.Header().Values(name); len(all) != 1 || all[0] != want {
			t.Errorf("%s: %q, want %q", name, all, want)
		}
	}
	part := d.get(anna, attachmentOf(m, "1"), map[string]string{"Range": "bytes=1-3"})
	if part.Code != http.StatusPartialContent || part.Body.String() != "PNG" {
		t.Errorf("range: %d %q", part.Code, part.Body)
	}
	if past := d.get(anna, attachmentOf(m, "1"), map[string]string{"Range": "bytes=999-"}); past.Code != 416 {
		t.Errorf("range behind the end: %d", past.Code)
	}
	if r := d.bring("1", files); r.Result != OutcomeDuplicate {
		t.Errorf("the same again: %+v", r)
	}
	files["attachments"].([]any1)[1] = file("lid.png", "image/gif", pixel+"!")
	if r := d.bring("1", files); r.Result != OutcomeRevised {
		t.Errorf("other bytes under the same name: %+v", r)
	}
	if after := d.message("1").Content.Attachments[1]; after.Blob == kept.Blob || !d.inUse(after.Blob) || !d.inUse(kept.Blob) {
		t.Errorf("the revision has %+v", after)
	}
}

func TestWhoMayNotReadTheMessageFindsNoFile(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	d.colleague(petra, "comms", 3)
	d.bring("1", any1{"kind": "direct", "thread": "1", "attachments": []any1{file("bill.png", "", pixel)}})
	m := d.message("1")
	if m.Visibility != switchboard.Private || m.ConversationID.IsZero() {
		t.Fatalf("message %+v", m)
	}
	hash := m.Content.Attachments[0].Blob
	for name, c := range map[string]struct {
		as   switchboard.Role
		path string
		code switchboard.Code
	}{
		"a viewer, of something private": {guest, attachmentOf(m, "0"), switchboard.CodeNotFound},
		"another department":             {petra, attachmentOf(m, "0"), switchboard.CodeNotFound},
		"nobody":                         {"", attachmentOf(m, "0"), switchboard.CodeUnauthorized},
		"a place behind the last":        {anna, attachmentOf(m, "1"), switchboard.CodeNotFound},
		"a place before the first":       {anna, attachmentOf(m, "-1"), switchboard.CodeNotFound},
		"no place":                       {anna, attachmentOf(m, "x"), switchboard.CodeNotFound},
		"no id":                          {anna, "/messages/cnv_1/attachments/0", switchboard.CodeNotFound},
		"by its hash":                    {anna, "/blobs/" + hash, switchboard.CodeNotFound},
	} {
		if got := d.get(c.as, c.path, nil); got.Code != statusOf(c.code) || strings.Contains(got.Body.String(), "PNG") {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	if got := d.get(anna, attachmentOf(m, "0"), nil); got.Code != 200 {
		t.Errorf("anna, whose conversation it is: %d %s", got.Code, got.Body)
	}
	if err := d.blobs.Delete(mustHash(t, hash)); err != nil {
		t.Fatal(err)
	}
	if got := d.get(anna, attachmentOf(m, "0"), nil); got.Code != 404 || !strings.Contains(d.log.String(), "missing") {
		t.Errorf("bytes that are lost: %d %s", got.Code, got.Body)
	}
}

func mustHash(t *testing.T, text string) blob.Hash {
	t.Helper()
	h, err := blob.ParseHash(text)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// Whatever a sender calls it and says that it is, a browser gets nothing that it would run.
func TestHostileFilesAreOnlyBytes(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	cases := map[string]struct{ name, declared, content, want string }{
		"html":               {"a.html", "text/html", "<!doctype html><script>alert(1)</script>", "application/octet-stream"},
		"html as picture":    {"a.png", "image/png", "<html><body onload=x()>", "application/octet-stream"},
		"html behind blanks": {"a.txt", "text/plain", "  \n\t<script>x()</script>", "application/octet-stream"},
		"svg":                {"a.svg", "image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`, "application/octet-stream"},
		"svg as picture":     {"a.png", "image/png", "<?xml version='1.0'?><!-- " + strings.Repeat("x", 2000) + "--><SVG onload=x()>", "application/octet-stream"},
		"xml":                {"a.xml", "text/xml", "<?xml version='1.0'?><x/>", "application/octet-stream"},
		"script":             {"a.js", "text/javascript", "alert(1)", "text/plain; charset=utf-8"},
		"calendar":           {"a.ics", "text/calendar", "BEGIN:VCALENDAR", "text/plain; charset=utf-8"},
		"program":            {"a.exe", "image/jpeg", "MZ\x90\x00\x03\x00\x00\x00", "application/octet-stream"},
		"archive":            {"a.zip", "", "PK\x03\x04....", "application/octet-stream"},
		"film":               {"a.mp4", "video/mp4", "\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom", "application/octet-stream"},
		"pdf":                {"a.pdf", "", "%PDF-1.7", "application/pdf"},
		"jpeg":               {"a.jpg", "text/html", "\xff\xd8\xff\xe0", "image/jpeg"},
		"gif":                {"a.gif", "", "GIF89a<script>", "image/gif"},
		"webp":               {"a.webp", "", "RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"},
	}
	var all []any1
	var names []string
	for name, c := range cases {
		all, names = append(all, file(c.name, c.declared, c.content)), append(names, name)
	}
	d.bring("1", any1{"attachments": all})
	m := d.message("1")
	for n, name := range names {
		c := cases[name]
		got := d.get(anna, attachmentOf(m, fmt.Sprint(n)), nil)
		head := got.Header()
		if head.Get("Content-Type") != c.want || !strings.HasPrefix(head.Get("Content-Disposition"), "attachment;") ||
			head.Get("X-Content-Type-Options") != "nosniff" || head.Get("Content-Security-Policy") != filePolicy {
			t.Errorf("%s: %d %v", name, got.Code, head)
		}
		if got.Body.String() != c.content {
			t.Errorf("%s: the bytes are not those that were sent", name)
		}
	}
}

func TestARecordWhoseFileIsRefusedChangesNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		limits      blob.Limits
		none        bool
		code        switchboard.Code
		quarantined int
	}{
		"no place for files":  {blob.Limits{}, true, switchboard.CodeUnsupported, 1},
		"too large":           {blob.Limits{MaxSize: 8}, false, switchboard.CodeTooLarge, 1},
		"a disk that is full": {blob.Limits{Reserve: 1 << 60}, false, switchboard.CodeDiskReserve, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDarkroom(t, c.limits)
			if c.none {
				d.api.In.Files = nil
			}
			body := "[" + said("1", "@kettles", any1{"attachments": []any1{{"name": "x"}, file("a.png", "", pixel)}}) + "," +
				said("2", "@kettles", nil) + "]"
			out, answer := d.push(body, d.sign(body))
			if out.Code != 200 || answer.Results[0].Error == nil {
				t.Fatalf("status %d: %s", out.Code, out.Body)
			}
			if e := answer.Results[0].Error; e.Code != c.code || e.Field != "attachments[1].data" || e.Hint == "" {
				t.Errorf("refused with %+v", e)
			}
			if answer.Results[1].Result != OutcomeStored || d.messages() != 1 || len(d.quarantined()) != c.quarantined {
				t.Errorf("%+v; %d messages, %d in quarantine", answer.Results[1], d.messages(), len(d.quarantined()))
			}
		})
	}
}

// What a reader brings goes to quarantine when its file is refused, and is read again when there is no room.
func TestFilesThatReadersBring(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{MaxSize: 8})
	item := func(content string) connector.Item {
		return connector.Item{Files: map[int][]byte{0: []byte(content)}, Raw: []byte(content),
			Content: switchboard.Content{Text: "here", Attachments: []switchboard.Attachment{{Name: "a"}}}}
	}
	receipt, err := d.api.In.Take(t.Context(), d.handed(item("small"), item("much too large")), 0)
	if err != nil || receipt.Stored != 1 || receipt.Quarantined != 1 || len(receipt.Refused) != 1 || receipt.Refused[0].Index != 1 {
		t.Errorf("receipt %+v, %v", receipt, err)
	}
	full := newDarkroom(t, blob.Limits{Reserve: 1 << 60})
	_, err = full.api.In.Take(t.Context(), full.handed(item("small")), 0)
	if !switchboard.IsCode(err, switchboard.CodeDiskReserve) {
		t.Errorf("without room: %v", err)
	}
	if n := len(full.quarantined()); n != 0 {
		t.Errorf("%d in quarantine", n)
	}
	broken := full.api.In
	broken.Files = brokenFiles{}
	if _, err := broken.Take(t.Context(), full.handed(item("small")), 0); err == nil || switchboard.CodeOf(err) != switchboard.CodeInternal {
		t.Errorf("on a broken disk: %v", err)
	}
}

// handed is a batch from the square.
func (d darkroom) handed(items ...connector.Item) intake.Handed {
	for n := range items {
		i := &items[n]
		i.Change, i.Direction, i.Addressed, i.ExternalID = connector.Said, switchboard.In, true, fmt.Sprint("p", n)
		i.Visibility, i.Kind, i.Published = switchboard.Public, switchboard.KindMention, d.clock.Now()
		i.Author = switchboard.Author{ID: "u1"}
	}
	return intake.Handed{Account: d.account, Lane: connector.LanePoll, Batch: connector.Batch{Items: items}}
}

type brokenFiles struct{}

func (brokenFiles) PutBytes(context.Context, []byte, string) (blob.Ref, error) {
	return blob.Ref{}, errors.New("input/output error")
}

func TestDeletionLetsTheFileGo(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	d.bring("1", any1{"attachments": []any1{file("a.png", "", pixel)}})
	d.bring("2", any1{"attachments": []any1{file("b.png", "", pixel)}})
	one, two := d.message("1"), d.message("2")
	hash := one.Content.Attachments[0].Blob
	d.bring("1", any1{"deleted": true})
	if got := d.get(anna, attachmentOf(one, "0"), nil); got.Code != 404 {
		t.Errorf("of a deleted message: %d", got.Code)
	}
	if !d.inUse(hash) || d.get(anna, attachmentOf(two, "0"), nil).Code != 200 {
		t.Error("the other message with the same picture lost it")
	}
	d.bring("2", any1{"deleted": true})
	if d.inUse(hash) {
		t.Error("still in use")
	}
	if r := d.bring("2", any1{"attachments": []any1{file("b.png", "", pixel)}}); r.Result != OutcomeDuplicate || d.inUse(hash) {
		t.Errorf("a late copy of what was deleted: %+v, in use %t", r, d.inUse(hash))
	}
}

// upload sends a file.
func (d darkroom) upload(as switchboard.Role, content, media string) (up Uploaded) {
	d.t.Helper()
	got := d.do(request{Method: "POST", Path: base + "/blobs", Body: content, As: as, Headers: map[string]string{"Content-Type": media}})
	if got.Code != http.StatusCreated {
		d.t.Fatalf("upload: %d %s", got.Code, got.Body)
	}
	if err := json.Unmarshal(got.Body.Bytes(), &up); err != nil {
		d.t.Fatal(err)
	}
	return up
}

func TestUpload(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	if up := d.upload(anna, pixel, "text/html"); up.Size != int64(len(pixel)) || up.MediaType != "image/png" || len(up.Hash) != 64 {
		t.Errorf("uploaded %+v", up)
	}
	if again, other := d.upload(anna, pixel, ""), d.upload(chief, pixel, ""); again != other {
		t.Errorf("the same bytes: %+v and %+v", again, other)
	}
	full := newDarkroom(t, blob.Limits{Reserve: 1 << 60})
	large := strings.Repeat("x", maxUpload)
	for name, c := range map[string]struct {
		in      darkroom
		as      switchboard.Role
		body    string
		headers map[string]string
		status  int
	}{
		"the largest":     {d, anna, large, nil, 201},
		"one byte more":   {d, anna, large + "x", nil, 413},
		"nothing":         {d, anna, "", nil, 422},
		"compressed":      {d, anna, pixel, map[string]string{"Content-Encoding": "gzip"}, 415},
		"a viewer":        {d, guest, pixel, nil, 403},
		"nobody":          {d, "", pixel, nil, 401},
		"on a full disk":  {full, anna, pixel, nil, 503},
		"where none keep": {darkroom{gateway: newGateway(t)}, anna, pixel, nil, 503},
	} {
		got := c.in.do(request{Method: "POST", Path: base + "/blobs", Body: c.body, As: c.as, Headers: c.headers})
		if got.Code != c.status {
			t.Errorf("%s: %d %s", name, got.Code, got.Body)
		}
	}
	req := d.newRequest(request{Method: "POST", Path: base + "/blobs", As: anna})
	req.Body = io.NopCloser(io.MultiReader(strings.NewReader("half"), cut{}))
	out := httptest.NewRecorder()
	d.handler.ServeHTTP(out, req)
	if out.Code != 400 {
		t.Errorf("a body that breaks off: %d %s", out.Code, out.Body)
	}
	cookie := d.signIn(anna)
	elsewhere := map[string]string{"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
	got := d.do(request{Method: "POST", Path: base + "/blobs", Body: pixel, Cookie: cookie, Headers: elsewhere})
	if got.Code != 403 {
		t.Errorf("from another site: %d", got.Code)
	}
}

type cut struct{}

func (cut) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// files lists what is in the store, by hash.
func (d darkroom) files() (all []string) {
	d.t.Helper()
	if err := d.blobs.Walk(func(i blob.Info) error { all = append(all, i.Hash.String()); return nil }); err != nil {
		d.t.Fatal(err)
	}
	return all
}

func TestARefusedUploadLeavesNothingBehind(t *testing.T) {
	t.Parallel()
	d := newDarkroom(t, blob.Limits{})
	d.do(request{Method: "POST", Path: base + "/blobs", Body: strings.Repeat("x", maxUpload+1), As: anna})
	d.do(request{Method: "POST", Path: base + "/blobs", Body: pixel, As: guest})
	if all := d.files(); len(all) != 0 {
		t.Errorf("stored %v", all)
	}
}
