package store

import (
	"encoding/base64"
	"encoding/binary"
	"time"

	"switchboard"
	"switchboard/internal/store/db"
)

// Place is a spot in a list ordered by (Sort, ID): the keyset a page goes on from. The zero Place is the beginning.
type Place struct {
	Sort int64
	ID   [16]byte
}

// After makes the Place behind an item ordered by a time.
func After(at time.Time, id [16]byte) Place { return Place{Sort: db.Micros(at), ID: id} }

// String is the opaque form the API hands out.
func (p Place) String() string {
	var raw [24]byte
	binary.BigEndian.PutUint64(raw[:8], uint64(p.Sort))
	copy(raw[8:], p.ID[:])
	return base64.RawURLEncoding.EncodeToString(raw[:])
}

// ParsePlace reads what String gave; empty text is the beginning.
func ParsePlace(s string) (Place, error) {
	var p Place
	if s == "" {
		return p, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err != nil || len(raw) != 24 {
		return p, switchboard.Refuse(switchboard.CodeInvalid, "That is not a place in a list.").
			WithField("after").WithHint("Use the `next` value of the page before, or leave it out.").WithCause(err)
	}
	p.Sort = int64(binary.BigEndian.Uint64(raw[:8]))
	copy(p.ID[:], raw[8:])
	return p, nil
}

// bytes is the ID as an argument; it is never NULL, since NULL compares with nothing.
func (p Place) bytes(t *Tx) any { return rawID(t, p.ID) }

// rawID passes an identifier that may be all zeros.
func rawID(t *Tx, id [16]byte) any {
	if t.Dialect() == db.Postgres {
		return uuidText(id)
	}
	return id[:]
}

func uuidText(id [16]byte) string {
	const digits = "0123456789abcdef"
	out := make([]byte, 0, 36)
	for i, b := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			out = append(out, '-')
		}
		out = append(out, digits[b>>4], digits[b&15])
	}
	return string(out)
}
