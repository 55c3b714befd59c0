package backup

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Read walks through a backup and hands every member to visit, which must read it to its end. Whatever is not just as
// the manifest says is refused: a member too many, missing, out of order, of another kind, size or content. Names come
// from the manifest alone, and it allows no others than a backup has, so no member can lead out of its folder. What visit
// was given counts only once Read has returned nil.
func Read(ctx context.Context, from io.Reader, visit func(Member, io.Reader) error) (Manifest, error) {
	archive := tar.NewReader(from)
	m, err := readManifest(archive)
	if err != nil {
		return m, err
	}
	for _, member := range m.Members {
		if ctx.Err() != nil {
			return m, context.Cause(ctx)
		}
		if err := readMember(archive, member, visit); err != nil {
			return m, err
		}
	}
	if _, err := archive.Next(); !errors.Is(err, io.EOF) {
		return m, notOurs("something follows after its end").WithCause(err)
	}
	return m, nil
}

// Verify reads a backup whole and says whether it is one.
func Verify(ctx context.Context, from io.Reader) (Manifest, error) {
	return Read(ctx, from, func(_ Member, content io.Reader) error {
		_, err := io.Copy(io.Discard, content)
		return err
	})
}

func readManifest(archive *tar.Reader) (Manifest, error) {
	head, err := archive.Next()
	if err != nil {
		return Manifest{}, notOurs("it is no tar file, or an empty one").WithCause(err)
	}
	if head.Name != manifestName || !plain(head) {
		return Manifest{}, notOurs("it does not begin with a list of contents")
	}
	return parseManifest(archive)
}

// plain reports whether a member is a file that stands in the archive byte for byte. A sparse one would unpack to more
// than was given.
func plain(head *tar.Header) bool {
	for key := range head.PAXRecords {
		if strings.HasPrefix(key, "GNU.sparse.") {
			return false
		}
	}
	return head.Typeflag == tar.TypeReg
}

func readMember(archive *tar.Reader, member Member, visit func(Member, io.Reader) error) error {
	head, err := archive.Next()
	switch {
	case err != nil:
		return notOurs("it breaks off before " + member.Name).WithCause(err)
	case head.Name != member.Name || !plain(head) || head.Size != member.Size:
		return notOurs(fmt.Sprintf("in the place of %s there is %.80q", member.Name, head.Name))
	}
	sum := sha256.New()
	content := &counted{from: io.TeeReader(archive, sum)}
	if err := visit(member, content); err != nil {
		if content.err != nil {
			return notOurs("it breaks off in " + member.Name).WithCause(err)
		}
		return err
	}
	if content.n != member.Size || hex.EncodeToString(sum.Sum(nil)) != member.SHA256 {
		return notOurs(member.Name + " is damaged")
	}
	return nil
}

// counted tells a fault of the archive from one of whoever reads it.
type counted struct {
	from io.Reader
	n    int64
	err  error // other than io.EOF
}

// Read implements io.Reader.
func (c *counted) Read(p []byte) (int, error) {
	n, err := c.from.Read(p)
	c.n += int64(n)
	if err != nil && !errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		c.err = err
	}
	return n, err
}
