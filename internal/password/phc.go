package password

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"
)

// params are the costs of one hash.
type params struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

// phc is a hash in the PHC string format: $argon2id$v=19$m=19456,t=2,p=1$<salt>$<hash>, the last two in base64 without
// padding.
type phc struct {
	params
	salt, hash []byte
}

// Bounds on what is read, so that a stored hash somebody tampered with cannot eat the machine.
const (
	maxMemory = 256 << 10 // KiB
	maxPasses = 16
	maxLanes  = 16
	maxBytes  = 64
	minSalt   = 8
	minHash   = 16
)

// String writes the PHC string.
func (p phc) String() string {
	b64 := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.memory, p.passes, p.lanes,
		b64.EncodeToString(p.salt), b64.EncodeToString(p.hash))
}

// parsePHC reads exactly what String writes. Its errors wrap ErrMalformed and never quote the hash.
func parsePHC(text string) (phc, error) {
	fields := strings.Split(text, "$")
	if len(fields) != 6 || fields[0] != "" || fields[1] != "argon2id" {
		return phc{}, fmt.Errorf("%w: it is not an argon2id hash", ErrMalformed)
	}
	if fields[2] != "v="+strconv.Itoa(argon2.Version) {
		return phc{}, fmt.Errorf("%w: it has an unknown version", ErrMalformed)
	}
	costs, ok := parseParams(fields[3])
	if !ok {
		return phc{}, fmt.Errorf("%w: its costs are missing or out of bounds", ErrMalformed)
	}
	salt, saltOK := decode(fields[4], minSalt)
	hash, hashOK := decode(fields[5], minHash)
	if !saltOK || !hashOK {
		return phc{}, fmt.Errorf("%w: its salt or hash is damaged", ErrMalformed)
	}
	return phc{params: costs, salt: salt, hash: hash}, nil
}

func parseParams(text string) (params, bool) {
	fields := strings.Split(text, ",")
	if len(fields) != 3 {
		return params{}, false
	}
	memory, ok1 := parseCost(fields[0], "m=", maxMemory)
	passes, ok2 := parseCost(fields[1], "t=", maxPasses)
	lanes, ok3 := parseCost(fields[2], "p=", maxLanes)
	if !ok1 || !ok2 || !ok3 || memory < 8*lanes {
		return params{}, false
	}
	return params{memory: memory, passes: passes, lanes: uint8(lanes)}, true
}

func parseCost(text, prefix string, most uint64) (uint32, bool) {
	digits, ok := strings.CutPrefix(text, prefix)
	if !ok {
		return 0, false
	}
	value, err := strconv.ParseUint(digits, 10, 32)
	if err != nil || value == 0 || value > most || strconv.FormatUint(value, 10) != digits {
		return 0, false
	}
	return uint32(value), true
}

func decode(text string, least int) ([]byte, bool) {
	if len(text) > base64.RawStdEncoding.EncodedLen(maxBytes) || strings.ContainsAny(text, "\r\n") {
		return nil, false
	}
	raw, err := base64.RawStdEncoding.Strict().DecodeString(text)
	return raw, err == nil && len(raw) >= least
}
