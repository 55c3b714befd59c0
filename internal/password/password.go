// Package password hashes, verifies and judges passwords.
//
// Hashes are argon2id in the PHC string format with 19 MiB of memory, 2 passes and 1 lane: the first choice of OWASP's
// Password Storage Cheat Sheet (m=19456, t=2, p=1), equal in strength to its 46 MiB, 1 pass variant. The smaller memory
// is deliberate: an installation should idle in 80 MB, and every sign-in under way takes this much. A Hasher therefore
// also bounds how many run at once.
//
// Passwords are compared after Unicode normalisation NFKC, as NIST SP 800-63B recommends, so that the same password
// typed on another keyboard or system matches.
package password

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"
)

// MaxLength is the longest password taken, in bytes as typed. It keeps hashing cheap to refuse.
const MaxLength = 1024

// Errors a caller may branch on.
var (
	ErrTooLong   = errors.New("the password is longer than 1,024 bytes; choose a shorter one")
	ErrNotText   = errors.New("the password is not valid UTF-8 text")
	ErrBusy      = errors.New("too many people are signing in at once; try again in a moment")
	ErrMalformed = errors.New("the stored password hash cannot be read")
)

// current is what new hashes are made with.
func current() params { return params{memory: 19456, passes: 2, lanes: 1} }

const (
	saltLen = 16
	hashLen = 32
)

// Hasher hashes and verifies with bounded memory. It is safe for use by several goroutines.
type Hasher struct {
	params  params
	running chan struct{}
	waiting chan struct{}
	decoy   phc
}

// waitersPerSlot is how many calls may wait for each that runs. A call takes some 30 ms, so the last waits less than two
// seconds; whoever comes after that is told at once.
const waitersPerSlot = 50

// NewHasher returns a Hasher that runs at most parallel computations at once (at least 1), each taking 19 MiB.
func NewHasher(parallel int) *Hasher { return newHasher(parallel, current()) }

func newHasher(parallel int, p params) *Hasher {
	parallel = max(1, parallel)
	return &Hasher{
		params:  p,
		running: make(chan struct{}, parallel),
		waiting: make(chan struct{}, parallel*(1+waitersPerSlot)),
		decoy:   phc{params: p, salt: make([]byte, saltLen), hash: make([]byte, hashLen)},
	}
}

// Hash returns the PHC string to store. Errors: ErrTooLong, ErrNotText, ErrBusy, or the context's cause. It does not
// judge the password: see Check.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	text, err := normalise(password)
	if err != nil {
		return "", err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	made := phc{params: h.params, salt: make([]byte, saltLen)}
	_, _ = rand.Read(made.salt) // never fails
	made.hash = made.compute(text, hashLen)
	return made.String(), nil
}

// Verify reports whether password is the one behind the stored PHC string, in constant time. An empty stored string
// never matches but takes as long, so that the time taken does not tell whether an account exists. Errors: ErrMalformed,
// ErrBusy, or the context's cause; a password that Hash would refuse merely does not match.
func (h *Hasher) Verify(ctx context.Context, stored, password string) (bool, error) {
	against := h.decoy
	if stored != "" {
		parsed, err := parsePHC(stored)
		if err != nil {
			return false, err
		}
		against = parsed
	}
	text, err := normalise(password)
	if err != nil {
		return false, nil
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return false, err
	}
	defer leave()
	same := subtle.ConstantTimeCompare(against.compute(text, len(against.hash)), against.hash) == 1
	return same && stored != "", nil
}

// NeedsRehash reports whether a stored hash was made with other parameters than today's, so that the next successful
// sign-in should store a new one. What cannot be read needs it too.
func (h *Hasher) NeedsRehash(stored string) bool {
	parsed, err := parsePHC(stored)
	return err != nil || parsed.params != h.params || len(parsed.salt) != saltLen || len(parsed.hash) != hashLen
}

// enter waits for one of the slots, unless too many wait already.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.waiting <- struct{}{}:
	default:
		return nil, ErrBusy
	}
	select {
	case h.running <- struct{}{}:
		return func() { <-h.running; <-h.waiting }, nil
	case <-ctx.Done():
		<-h.waiting
		return nil, fmt.Errorf("wait to check a password: %w", context.Cause(ctx))
	}
}

func (p phc) compute(text string, length int) []byte {
	return argon2.IDKey([]byte(text), p.salt, p.passes, p.memory, p.lanes, uint32(length))
}

func normalise(password string) (string, error) {
	if len(password) > MaxLength {
		return "", ErrTooLong
	}
	if !utf8.ValidString(password) {
		return "", ErrNotText
	}
	return norm.NFKC.String(password), nil
}
