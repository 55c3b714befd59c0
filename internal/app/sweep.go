package app

import (
	"context"
	"time"

	"switchboard/internal/blob"
	"switchboard/internal/store"
)

const (
	// unnamedFor is how long a file stays that no message and no draft names. It outlasts by far the time between the
	// storing of a file and the commit that names it.
	unnamedFor = 24 * time.Hour
	// shardsAtOnce is how much of the files one round of housekeeping looks at: all of them within a day.
	shardsAtOnce = 8
)

// sweep removes files that nothing needs any more, a part of them each time.
func (a *App) sweep(ctx context.Context) error {
	before := a.Time.Now().Add(-unnamedFor)
	needed := func(h blob.Hash) (bool, error) { return a.needed(ctx, h.String()) }
	for range shardsAtOnce {
		shard := byte(a.swept % blob.Shards)
		a.swept++ // also past a part that fails, which must not keep the others from their turn
		done, err := a.Blobs.SweepShard(shard, needed, before)
		if done.Files > 0 {
			a.Log.Info("removed files that nothing needs", "files", done.Files, "bytes", done.Bytes)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// needed reports whether a message or draft needs a file; an upload of long ago does not hold it any longer.
func (a *App) needed(ctx context.Context, hash string) (needed bool, err error) {
	err = a.DB.View(ctx, func(tx *store.Tx) error {
		needed, err = tx.BlobInUse(hash)
		return err
	})
	if err != nil || needed {
		return needed, err
	}
	err = a.DB.Update(ctx, func(tx *store.Tx) error {
		needed, err = tx.LetGoOfBlob(hash)
		return err
	})
	return needed, err
}
