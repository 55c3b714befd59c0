package notice

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"switchboard"
	"switchboard/internal/push"
	"switchboard/internal/store"
	"switchboard/internal/store/notices"
	"switchboard/internal/timesource"
)

// Sealer seals and opens secrets for the row they stand in.
type Sealer interface {
	Seal(plain []byte, binding string) ([]byte, error)
	Open(sealed []byte, binding string) ([]byte, error)
}

// PushBinding is where a browser's sealed address belongs, and HookBinding a chat hook's.
func PushBinding(id switchboard.PushID) string { return "push/" + id.String() }

// HookBinding is where a chat hook's sealed address and secret belong.
func HookBinding(id switchboard.ChatHookID) string { return "chat_hook/" + id.String() }

// SecretBinding is where a sealed secret of the installation belongs.
func SecretBinding(name string) string { return "installation/" + name }

// vapid is the secret that web push is signed with.
const vapid = "vapid"

// PushKeys reads the keys the installation pushes with, and makes them at their first use. Keys that the ring does not
// open any more are replaced, with every browser that was subscribed under them: those could not be told again.
func PushKeys(tx *store.Tx, sealer Sealer) (k push.Keys, err error) {
	tables := notices.In(tx.Tx)
	sealed, found, err := tables.Secret(vapid)
	if err != nil {
		return k, err
	}
	if found {
		if plain, err := sealer.Open(sealed, SecretBinding(vapid)); err == nil {
			return k, json.Unmarshal(plain, &k)
		}
		if err := forgetPushes(tables); err != nil {
			return k, err
		}
	}
	if k, err = push.NewKeys(); err != nil {
		return k, err
	}
	plain, err := json.Marshal(k)
	if err != nil {
		return k, err
	}
	if sealed, err = sealer.Seal(plain, SecretBinding(vapid)); err != nil {
		return k, err
	}
	kept, err := tables.KeepSecret(vapid, sealed)
	if err != nil {
		return k, err
	}
	if plain, err = sealer.Open(kept, SecretBinding(vapid)); err != nil {
		return k, err
	}
	return k, json.Unmarshal(plain, &k)
}

func forgetPushes(tables notices.Tables) error {
	all, err := tables.Pushes(switchboard.AgentID{})
	if err != nil {
		return err
	}
	for _, p := range all {
		if err := tables.DeletePush(p.ID); err != nil {
			return err
		}
	}
	return tables.ForgetSecret(vapid)
}

// Browser tells by browser push.
type Browser struct {
	DB      *store.DB
	Sealer  Sealer
	Client  push.Client
	Time    timesource.Source
	Subject string // who runs the installation, for push services
}

// Send implements Sender.
func (b Browser) Send(ctx context.Context, letter Letter) Result {
	to, keys, err := b.open(ctx, letter.Target)
	switch {
	case switchboard.IsCode(err, switchboard.CodeNotFound):
		return Result{Fate: Gone, Code: "target_gone"}
	case err != nil:
		return Result{Fate: Again, Code: "not_opened"}
	}
	sender := push.Sender{Client: b.Client, Keys: keys, Subject: b.Subject, Now: b.Time.Now}
	return pushed(sender.Push(ctx, to, pushMessage(letter)))
}

func pushed(err error) Result {
	var later *push.Later
	switch {
	case err == nil:
		return Result{Fate: Told}
	case errors.As(err, &later):
		return Result{Fate: Again, Code: later.Code, After: later.After}
	case errors.Is(err, push.ErrGone):
		return Result{Fate: Gone, Code: "target_gone"}
	case errors.Is(err, push.ErrRefused):
		return Result{Fate: Refused, Code: "refused"}
	}
	return Result{Fate: Unknown, Code: "no_answer"}
}

func pushMessage(letter Letter) push.Message {
	first := letter.Lines[0]
	m := push.Message{Title: first.Title, Body: first.About, Tag: first.Notice.ID.String(), URL: first.URL, Event: string(first.Notice.Event),
		Count: len(letter.Lines), Loud: letter.Loud, Data: map[string]any{"notice_id": first.Notice.ID}}
	if first.Preview != "" {
		m.Body += " — " + first.Preview
	}
	if !first.Notice.ConversationID.IsZero() {
		m.Data["conversation_id"] = first.Notice.ConversationID
	}
	if letter.Digest {
		m.Title, m.Body, m.Tag, m.Event = fmt.Sprintf("%d things you have not seen yet", len(letter.Lines)), first.Text(), "digest", "digest"
		m.URL, m.Data = "", map[string]any{}
	}
	return m
}

// open reads and unseals where a browser is told.
func (b Browser) open(ctx context.Context, target string) (to push.Browser, keys push.Keys, err error) {
	var id switchboard.PushID
	if err := id.UnmarshalText([]byte(target)); err != nil {
		return to, keys, err
	}
	var row notices.Push
	err = b.DB.Update(ctx, func(tx *store.Tx) error {
		if keys, err = PushKeys(tx, b.Sealer); err != nil {
			return err
		}
		found := false
		if row, found, err = notices.In(tx.Tx).Push(id); err == nil && !found {
			err = switchboard.Refuse(switchboard.CodeNotFound, "There is no such browser.")
		}
		return err
	})
	if err != nil {
		return to, keys, err
	}
	plain, err := b.Sealer.Open(row.Sealed, PushBinding(id))
	if err != nil {
		return to, keys, err
	}
	return to, keys, json.Unmarshal(plain, &to)
}
