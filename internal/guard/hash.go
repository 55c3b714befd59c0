package guard

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"

	"switchboard"
)

// Hash identifies what a draft would say and where: leg, what it answers, whom it goes to, and its parts in order with the exact bytes of
// their text and their attachments (content, name, type, description). It is a SHA-256 in hexadecimal over fields that
// each carry their length, so that no two different drafts run into the same bytes.
func Hash(draft switchboard.Draft) string {
	h := sha256.New()
	field(h, "switchboard draft 1")
	field(h, draft.LegID.String())
	field(h, draft.ReplyTo)
	count(h, len(draft.Parts))
	for _, part := range draft.Parts {
		field(h, part.Text)
		count(h, len(part.Attachments))
		for _, each := range part.Attachments {
			field(h, each.Blob)
			field(h, each.Name)
			field(h, each.MediaType)
			field(h, each.Alt)
		}
	}
	if draft.To != "" {
		field(h, draft.To)
	}
	return hex.EncodeToString(h.Sum(nil))
}

func field(h hash.Hash, text string) {
	count(h, len(text))
	h.Write([]byte(text))
}

func count(h hash.Hash, n int) {
	var size [8]byte
	binary.BigEndian.PutUint64(size[:], uint64(n))
	h.Write(size[:])
}
