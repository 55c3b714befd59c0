package flow

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
	"switchboard/internal/intake"
)

// Files keeps the bytes that come with messages. What it returns for is durable.
type Files interface {
	PutBytes(ctx context.Context, content []byte, hint string) (blob.Ref, error)
}

// Keep stores the bytes that came with a message and names them in its attachments: before any transaction, so that a
// committed message never names what is not there. It refuses, naming the attachment, when there is no room or no place
// for them. Keeping what was kept does nothing.
func (in Inbound) Keep(ctx context.Context, item connector.Item) (connector.Item, error) {
	if len(item.Files) == 0 {
		return item, nil
	}
	attachments := slices.Clone(item.Content.Attachments)
	for _, n := range slices.Sorted(maps.Keys(item.Files)) {
		field := fmt.Sprintf("attachments[%d].data", n)
		if in.Files == nil {
			return item, switchboard.Refuse(switchboard.CodeUnsupported, "Files cannot be kept here.").WithField(field).
				WithHint("Send the address of the file instead.")
		}
		if n < 0 || n >= len(attachments) {
			return item, switchboard.Refuse(switchboard.CodeInvalid, "There is no such attachment.").WithField(field)
		}
		ref, err := in.Files.PutBytes(ctx, item.Files[n], attachments[n].MediaType)
		if refused := blob.Refusal(err); refused != nil {
			return item, refused.WithField(field)
		}
		if err != nil {
			return item, fmt.Errorf("flow: keep a file: %w", err)
		}
		a := &attachments[n]
		a.Blob, a.Size, a.MediaType = ref.Hash.String(), ref.Size, ref.MediaType
	}
	item.Content.Attachments, item.Files = attachments, nil
	return item, nil
}

// keepAll keeps what came with a batch. An item that is refused for itself goes to quarantine; want of room, which is
// nobody's fault, fails the whole batch, so that it is read again once there is room.
func (in Inbound) keepAll(ctx context.Context, h intake.Handed) (intake.Handed, []intake.Refusal, error) {
	if !slices.ContainsFunc(h.Batch.Items, func(i connector.Item) bool { return len(i.Files) > 0 }) {
		return h, nil, nil
	}
	var refused []intake.Refusal
	items := make([]connector.Item, 0, len(h.Batch.Items))
	unmapped := slices.Clone(h.Batch.Unmapped)
	for n, item := range h.Batch.Items {
		kept, err := in.Keep(ctx, item)
		switch code := switchboard.CodeOf(err); {
		case err == nil:
			items = append(items, kept)
		case code == switchboard.CodeInternal || code == switchboard.CodeDiskReserve:
			return h, nil, err
		default:
			refused = append(refused, intake.Refusal{Index: n, Err: err})
			unmapped = append(unmapped, connector.Unmapped{ExternalID: item.ExternalID, Raw: item.Raw, Err: err})
		}
	}
	h.Batch.Items, h.Batch.Unmapped = items, unmapped
	return h, refused, nil
}
