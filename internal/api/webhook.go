package api

import (
	"context"
	"crypto/sha256"
	"net/http"
	"time"

	"switchboard"
	"switchboard/internal/connector"
	"switchboard/internal/flow"
	"switchboard/internal/intake"
	"switchboard/internal/record"
	"switchboard/internal/store"
	"switchboard/internal/timesource"
)

// Keys knows the signing keys of accounts whose records are pushed in.
type Keys interface {
	// Verify checks the signature of a body against the account's sealed secrets and returns what names the signed
	// request, the same whenever it is sent again. It refuses with code bad_signature.
	Verify(a switchboard.Account, sealed []byte, header http.Header, body []byte, now time.Time) (request string, err error)
	// Accepts reports whether the keys of the account may bring in records of an account, as the records name it.
	Accepts(a switchboard.Account, handle string) bool
}

// Outcome is what became of one pushed record.
type Outcome string

// Outcomes.
const (
	OutcomeStored    Outcome = "stored"
	OutcomeDuplicate Outcome = "duplicate"
	OutcomeRevised   Outcome = "revised"
	OutcomeDeleted   Outcome = "deleted"
	OutcomeRefused   Outcome = "refused"
)

// RecordResult is what became of one record of a request. A refused record that came from somebody who knows the key is
// also kept in quarantine, so that nothing authentic is lost, unless there is no room: then it has to be sent again.
type RecordResult struct {
	Index  int      `json:"index"` // in the request, from 0
	Result Outcome  `json:"result"`
	Error  *Refused `json:"error,omitempty"`
}

// Door takes message records that are pushed in over HTTP. The signature is the only credential. It answers once
// everything it reports is durable; what it refuses as a whole leaves no trace but a count.
type Door struct {
	DB      *store.DB
	Inbound flow.Inbound
	Keys    Keys
	Spec    func(switchboard.NetworkKey) (connector.Spec, bool)
	Time    timesource.Source
}

// Take verifies and stores one request. The good records are stored, the bad ones refused one by one.
func (d Door) Take(ctx context.Context, id switchboard.AccountID, header http.Header, body []byte) ([]RecordResult, error) {
	p, err := d.verify(ctx, id, header, body)
	if err != nil {
		return nil, err
	}
	records, err := splitRecords(body)
	if err != nil {
		return nil, err
	}
	for _, raw := range records {
		r, err := d.read(ctx, p.account, raw)
		if switchboard.IsCode(err, switchboard.CodeInternal) {
			return nil, err
		}
		p.records = append(p.records, pushed{raw: raw, record: r, err: err})
	}
	return d.store(ctx, p)
}

// read understands one record, if the keys of the account it came through may bring it in, and keeps the bytes that came
// with it. Its refusals are about the record; trouble of ours has code internal.
func (d Door) read(ctx context.Context, from switchboard.Account, raw []byte) (record.Record, error) {
	r, err := record.Parse(raw, d.Time.Now(), record.Options{})
	if err != nil {
		return r, err
	}
	if d.signed(from) && !d.Keys.Accepts(from, r.Account) {
		return r, switchboard.Refuse(switchboard.CodeForbidden, "The key may not bring in records of this account.").
			WithField("account").WithHint("Add the account to the webhook's list, or use another key.")
	}
	r.Item, err = d.Inbound.Keep(ctx, r.Item)
	return r, err
}

// signed reports whether records come through the account by its keys, and not by the import of a file.
func (d Door) signed(a switchboard.Account) bool {
	spec, known := d.Spec(a.Network)
	return known && spec.Can(connector.PushIn)
}

// Again understands a record that waited in quarantine as if it came now, and gives it as it is to be taken in: under
// the account that it names itself. From is the account that it came through.
func (d Door) Again(ctx context.Context, from switchboard.Account, raw []byte) (h intake.Handed, err error) {
	r, err := d.read(ctx, from, raw)
	if err != nil {
		return h, err
	}
	h = intake.Handed{Lane: connector.LaneStream, Batch: connector.Batch{Items: []connector.Item{r.Item}}}
	err = d.DB.Update(ctx, func(tx *store.Tx) (err error) {
		t := taking{door: d, tx: tx, from: from, accounts: map[accountKey]switchboard.Account{}}
		h.Account, err = t.account(accountKey{r.Network, r.Account})
		return err
	})
	return h, err
}

// push is one verified request.
type push struct {
	account switchboard.Account // whose key signed it
	seen    [sha256.Size]byte
	records []pushed
}

type pushed struct {
	raw    []byte
	record record.Record
	err    error
}

func (d Door) verify(ctx context.Context, id switchboard.AccountID, header http.Header, body []byte) (p push, err error) {
	var sealed []byte
	err = d.DB.View(ctx, func(tx *store.Tx) error {
		if p.account, err = tx.Account(id); err != nil {
			return err
		}
		sealed, err = tx.AccountSecrets(id)
		return err
	})
	switch {
	case switchboard.IsCode(err, switchboard.CodeNotFound), err == nil && !d.signed(p.account):
		return p, wrongDoor()
	case err != nil:
		return p, err
	}
	request, err := d.Keys.Verify(p.account, sealed, header, body, d.Time.Now())
	if err != nil {
		return p, err
	}
	if p.account.State == switchboard.AccountPaused {
		return p, switchboard.Refuse(switchboard.CodeUnavailable, "This webhook is paused.").
			WithHint("Send it again later; nothing of it was kept.")
	}
	p.seen = sha256.Sum256([]byte(id.String() + "\n" + request))
	return p, nil
}

// wrongDoor does not say whether there is such an account.
func wrongDoor() error {
	return switchboard.Refuse(switchboard.CodeBadSignature, "The signature does not fit this address.").
		WithHint("Copy the address of the webhook again, and sign with its key.")
}

// store takes everything in one transaction, together with the mark that the request was seen.
func (d Door) store(ctx context.Context, p push) (results []RecordResult, err error) {
	err = d.DB.Update(ctx, func(tx *store.Tx) error {
		first, err := tx.SeeSignature(p.seen[:])
		if err != nil {
			return err
		}
		if !first {
			return switchboard.Refuse(switchboard.CodeReplayed, "This signed request was taken before.").
				WithHint("Nothing is lost. Sign anew to send the same records again.")
		}
		t := taking{door: d, tx: tx, from: p.account, accounts: map[accountKey]switchboard.Account{}}
		results = make([]RecordResult, len(p.records))
		for i, r := range p.records {
			if results[i], err = t.take(r); err != nil {
				return err
			}
			results[i].Index = i
		}
		if d.Inbound.Bell != nil {
			tx.AfterCommit(d.Inbound.Bell)
		}
		return nil
	})
	return results, err
}

type accountKey struct {
	network switchboard.NetworkKey
	handle  string
}

// taking is one request while its transaction runs.
type taking struct {
	door     Door
	tx       *store.Tx
	from     switchboard.Account
	accounts map[accountKey]switchboard.Account
}

func (t *taking) take(p pushed) (RecordResult, error) {
	if p.err != nil {
		return t.refuse(p)
	}
	account, err := t.account(accountKey{p.record.Network, p.record.Account})
	if switchboard.IsCode(err, switchboard.CodeUnsupported) {
		p.err = err
		return t.refuse(p)
	}
	if err != nil {
		return RecordResult{}, err
	}
	receipt, err := t.door.Inbound.Intake.Accept(t.tx, intake.Handed{Account: account, Lane: connector.LaneStream,
		Batch: connector.Batch{Items: []connector.Item{p.record.Item}}})
	return RecordResult{Result: outcomeOf(receipt)}, err
}

func outcomeOf(r intake.Receipt) Outcome {
	switch {
	case r.Stored > 0:
		return OutcomeStored
	case r.Revised > 0:
		return OutcomeRevised
	case r.Deleted > 0:
		return OutcomeDeleted
	}
	return OutcomeDuplicate
}

// refuse answers for a record that cannot be taken and keeps it in quarantine, unless the key has no right to it, it is
// too long to be a record, or there is no room for it.
func (t *taking) refuse(p pushed) (RecordResult, error) {
	result := RecordResult{Result: OutcomeRefused, Error: refusedBy(p.err)}
	code := result.Error.Code
	if code == switchboard.CodeForbidden || code == switchboard.CodeDiskReserve || len(p.raw) > record.MaxLine {
		return result, nil
	}
	_, err := t.door.Inbound.Intake.Accept(t.tx, intake.Handed{Account: t.from, Lane: connector.LaneStream,
		Batch: connector.Batch{Unmapped: []connector.Unmapped{{Raw: p.raw, Err: p.err}}}})
	return result, err
}

// account finds the account a record names. On a network that no connector knows it is made, to listen only; on one
// that a connector knows, a person has to connect it.
func (t *taking) account(key accountKey) (switchboard.Account, error) {
	if known, ok := t.accounts[key]; ok {
		return known, nil
	}
	account, found, err := t.tx.AccountByHandle(key.network, key.handle)
	if err == nil && !found {
		account, err = t.found(key)
	}
	if err == nil {
		t.accounts[key] = account
	}
	return account, err
}

func (t *taking) found(key accountKey) (switchboard.Account, error) {
	if _, known := t.door.Spec(key.network); known {
		return switchboard.Account{}, switchboard.Refuse(switchboard.CodeUnsupported,
			"There is no account of that name on this network.").WithField("account").
			WithHint("Connect the account first, then drive the record again from quarantine.")
	}
	a := switchboard.Account{ID: switchboard.NewID[switchboard.AccountID](t.tx.Now()), Network: key.network,
		Realm: switchboard.Realm(key.network), Handle: key.handle, Name: key.handle, BrandID: t.from.BrandID,
		Voice: switchboard.VoiceCorporate, State: switchboard.AccountListen, CreatedAt: t.tx.Now()}
	_, err := t.tx.InsertAccount(a)
	return a, err
}
