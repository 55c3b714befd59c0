package backup_test

import (
	"archive/tar"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"switchboard"
	"switchboard/internal/backup"
)

// entry is one member of an invented archive.
type entry struct {
	name    string
	kind    byte // tar.TypeReg when zero
	content string
	link    string
}

func archive(t testing.TB, entries ...entry) []byte {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, e := range entries {
		if e.kind == 0 {
			e.kind = tar.TypeReg
		}
		head := &tar.Header{Typeflag: e.kind, Name: e.name, Linkname: e.link, Size: int64(len(e.content)), Mode: 0o600}
		if err := w.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, e.content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func sum(content string) string {
	s := sha256.Sum256([]byte(content))
	return hex.EncodeToString(s[:])
}

func member(name, content string) backup.Member {
	return backup.Member{Name: name, Size: int64(len(content)), SHA256: sum(content)}
}

func blobOf(content string) (string, backup.Member) {
	name := "blobs/" + sum(content)[:2] + "/" + sum(content)
	return name, member(name, content)
}

func listing(t testing.TB, change func(*backup.Manifest)) entry {
	t.Helper()
	m := backup.Manifest{Format: "switchboard-backup", Version: 1, Product: "9", Schema: 1, Incarnation: "x", TakenAt: opened,
		Members: []backup.Member{member("switchboard.db", "rows")}}
	if change != nil {
		change(&m)
	}
	text, err := json.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return entry{name: "manifest.json", content: string(text)}
}

func TestHostileArchives(t *testing.T) {
	t.Parallel()
	rows := entry{name: "switchboard.db", content: "rows"}
	name, picture := blobOf("picture")
	with := func(more ...backup.Member) entry {
		return listing(t, func(m *backup.Manifest) { m.Members = append(m.Members, more...) })
	}
	evil := func(path string) []entry {
		return []entry{with(member(path, "evil")), rows, {name: path, content: "evil"}}
	}
	whole := archive(t, with(picture), rows, entry{name: name, content: "picture"})
	if m, err := backup.Verify(t.Context(), bytes.NewReader(whole)); err != nil || m.Size() != 11 {
		t.Fatalf("the sound one: %+v, %v", m, err)
	}
	for what, entries := range map[string][]entry{
		"nothing":                  nil,
		"another tar":              {{name: "letter.txt", content: "Dear all"}},
		"no list":                  {rows},
		"a list that is a link":    {{name: "manifest.json", kind: tar.TypeSymlink, link: "/etc/passwd"}, rows},
		"a list that is no JSON":   {{name: "manifest.json", content: "{"}, rows},
		"an empty list":            {{name: "manifest.json", content: "{}"}, rows},
		"another format":           {listing(t, func(m *backup.Manifest) { m.Format = "other" }), rows},
		"no time":                  {listing(t, func(m *backup.Manifest) { m.TakenAt = time.Time{} }), rows},
		"no database":              {listing(t, func(m *backup.Manifest) { m.Members[0] = picture }), {name: name, content: "picture"}},
		"a checksum that is none":  {listing(t, func(m *backup.Manifest) { m.Members[0].SHA256 = "x" }), rows},
		"a negative size":          {listing(t, func(m *backup.Manifest) { m.Members[0].Size = -1 }), rows},
		"another size":             {listing(t, func(m *backup.Manifest) { m.Members[0].Size = 5 }), rows},
		"another content":          {listing(t, nil), {name: "switchboard.db", content: "cows"}},
		"a member too few":         {with(picture), rows},
		"a member too many":        {listing(t, nil), rows, {name: name, content: "picture"}},
		"a member twice":           {with(picture, picture), rows, {name: name, content: "picture"}, {name: name, content: "picture"}},
		"another order":            {with(picture), {name: name, content: "picture"}, rows},
		"a link for an attachment": {with(picture), rows, {name: name, kind: tar.TypeSymlink, link: "../../../etc/passwd"}},
		"a hard link":              {with(picture), rows, {name: name, kind: tar.TypeLink, link: "switchboard.db"}},
		"a folder":                 {with(picture), rows, {name: name, kind: tar.TypeDir}},
		"the way up":               evil("../evil"),
		"the way up inside":        evil("blobs/../../evil"),
		"an absolute path":         evil("/tmp/evil"),
		"a home folder":            evil("blobs/aa/~"),
		"a key file":               evil("keys"),
		"a name with a zero":       evil("blobs/aa/" + strings.Repeat("0", 63) + "x"),
		"the hash of another": {listing(t, func(m *backup.Manifest) {
			m.Members = append(m.Members, backup.Member{Name: name, Size: 4, SHA256: sum("evil")})
		}), rows, {name: name, content: "evil"}},
	} {
		refusedWhole(t, what, archive(t, entries...), switchboard.CodeInvalid)
	}
	refusedWhole(t, "holes that unpack to more than was given", sparse(t), switchboard.CodeInvalid)
	refusedWhole(t, "a newer format", archive(t, listing(t, func(m *backup.Manifest) { m.Version = 2 }), rows), switchboard.CodeUnsupported)
	refusedWhole(t, "a newer schema", archive(t, listing(t, func(m *backup.Manifest) { m.Schema = 9999 }), rows), switchboard.CodeUnsupported)
	refusedWhole(t, "no tar", []byte(strings.Repeat("kettle ", 1000)), switchboard.CodeInvalid)
}

// sparse is an archive whose database is one hole of a gigabyte, with the right size and checksum. A tar.Writer makes no
// such member, so its records are made under names of the same length and renamed.
func sparse(t *testing.T) []byte {
	t.Helper()
	const size = 1 << 30
	hole := sha256.New()
	if _, err := io.CopyN(hole, zeros{}, size); err != nil {
		t.Fatal(err)
	}
	list := listing(t, func(m *backup.Manifest) {
		m.Members[0].Size, m.Members[0].SHA256 = size, hex.EncodeToString(hole.Sum(nil))
	})
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	content := "0\n" + strings.Repeat("\x00", 510)
	for _, head := range []*tar.Header{
		{Typeflag: tar.TypeReg, Name: "manifest.json", Size: int64(len(list.content)), Mode: 0o600},
		{Typeflag: tar.TypeReg, Name: "switchboard.db", Size: int64(len(content)), Mode: 0o600, Format: tar.FormatPAX,
			PAXRecords: map[string]string{"XYZ.sparse.major": "1", "XYZ.sparse.minor": "0", "XYZ.sparse.name": "switchboard.db",
				"XYZ.sparse.realsize": "1073741824"}},
	} {
		if err := w.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		text := list.content
		if head.Name != "manifest.json" {
			text = content
		}
		if _, err := io.WriteString(w, text); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	raw := bytes.ReplaceAll(out.Bytes(), []byte("XYZ.sparse."), []byte("GNU.sparse."))
	archive := tar.NewReader(bytes.NewReader(raw))
	for range 2 {
		if head, err := archive.Next(); err != nil || head.Name == "switchboard.db" && head.Size != size {
			t.Fatalf("it is not sparse: %+v, %v", head, err)
		}
	}
	return raw
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

// refusedWhole restores an archive that must be refused before anything is written.
func refusedWhole(t *testing.T, what string, raw []byte, code switchboard.Code) {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "care.tar")
	if err := os.WriteFile(file, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := backup.Restore{File: file, Data: filepath.Join(folder, "data")}.Run(t.Context())
	var e *switchboard.Error
	if !asError(err, &e) || e.Code != code || e.Hint == "" {
		t.Errorf("%s: %v", what, err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("%s: something was written: %v, %v", what, left, err)
	}
}

func TestDamagedBackups(t *testing.T) {
	t.Parallel()
	s := found(t)
	s.put("a picture of a kettle", s.Brand.ID)
	file, _ := s.take()
	raw, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	end := len(raw) - 1024 // two empty blocks say that nothing follows; a reader does without
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(0, end-512).Draw(rt, "length")
		if _, err := backup.Verify(t.Context(), bytes.NewReader(raw[:n])); !switchboard.IsCode(err, switchboard.CodeInvalid) {
			rt.Fatalf("cut to %d of %d bytes: %v", n, len(raw), err)
		}
	})
	sound := map[string]bool{}
	_, err = backup.Read(t.Context(), bytes.NewReader(raw), func(m backup.Member, r io.Reader) error {
		content, err := io.ReadAll(r)
		sound[sum(string(content))] = true
		return err
	})
	if err != nil || len(sound) != 2 {
		t.Fatalf("the sound one: %v, %v", sound, err)
	}
	rapid.Check(t, func(rt *rapid.T) {
		at := rapid.IntRange(0, end-1).Draw(rt, "at")
		hurt := bytes.Clone(raw)
		hurt[at] ^= byte(rapid.IntRange(1, 255).Draw(rt, "by"))
		_, err := backup.Read(t.Context(), bytes.NewReader(hurt), func(m backup.Member, r io.Reader) error {
			_, err := io.Copy(io.Discard, r)
			return err
		})
		if err == nil && changedContent(t, hurt, sound) {
			rt.Fatalf("byte %d was changed and nobody noticed", at)
		}
	})
	refusedWhole(t, "cut in the middle", raw[:len(raw)/2], switchboard.CodeInvalid)
}

// changedContent reports whether reading gives anything but the contents known. A byte in the padding, or in a field of
// the list that only informs, changes none.
func changedContent(t *testing.T, raw []byte, sound map[string]bool) (changed bool) {
	_, err := backup.Read(t.Context(), bytes.NewReader(raw), func(_ backup.Member, r io.Reader) error {
		content, err := io.ReadAll(r)
		changed = changed || !sound[sum(string(content))]
		return err
	})
	return changed || err != nil
}

func FuzzRead(f *testing.F) {
	name, picture := blobOf("picture")
	rows := entry{name: "switchboard.db", content: "rows"}
	f.Add(archive(f, listing(f, nil), rows))
	f.Add(archive(f, listing(f, func(m *backup.Manifest) { m.Members = append(m.Members, picture) }), rows,
		entry{name: name, content: "picture"}))
	f.Add(archive(f, listing(f, func(m *backup.Manifest) { m.Members = append(m.Members, member("../evil", "evil")) }), rows,
		entry{name: "../evil", content: "evil"}))
	f.Fuzz(func(t *testing.T, raw []byte) {
		got := map[string]string{}
		m, err := backup.Read(t.Context(), bytes.NewReader(raw), func(member backup.Member, r io.Reader) error {
			if member.Name != "switchboard.db" && (!filepath.IsLocal(member.Name) || !strings.HasPrefix(member.Name, "blobs/") ||
				filepath.Clean(member.Name) != member.Name) {
				t.Errorf("it gives a member a name of its own: %q", member.Name)
			}
			content, err := io.ReadAll(r)
			got[member.Name] = string(content)
			return err
		})
		if err != nil {
			return
		}
		for _, member := range m.Members {
			if content, there := got[member.Name]; !there || sum(content) != strings.ToLower(member.SHA256) {
				t.Errorf("%s was accepted as %q", member.Name, content)
			}
		}
	})
}
