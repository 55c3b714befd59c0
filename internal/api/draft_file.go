package api

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"switchboard"
	"switchboard/internal/blob"
	"switchboard/internal/connector"
	"switchboard/internal/store"
)

// attached checks what parts attach and fills in what is known of the files: what a caller says of size and type does not
// count. Who may attach them is for mayAttach to say, in the transaction.
func (f floor) attached(parts []switchboard.Part) ([]switchboard.Part, error) {
	parts = slices.Clone(parts)
	for p := range parts {
		if len(parts[p].Attachments) > connector.MaxAttachments {
			return nil, switchboard.Refuse(switchboard.CodeTooLarge, "A part has more than %d attachments.",
				connector.MaxAttachments).WithField(fmt.Sprintf("parts[%d].attachments", p)).WithHint("Remove some.")
		}
		parts[p].Attachments = slices.Clone(parts[p].Attachments)
		for n := range parts[p].Attachments {
			if err := f.describe(&parts[p].Attachments[n], fileField(p, n)); err != nil {
				return nil, err
			}
		}
	}
	return parts, nil
}

func fileField(part, n int) string { return fmt.Sprintf("parts[%d].attachments[%d]", part, n) }

func (f floor) describe(a *switchboard.Attachment, field string) error {
	if f.blobs == nil {
		return switchedOff("Keeping files")
	}
	bad := func(name, text, hint string) error {
		return switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField(field + "." + name).WithHint(hint)
	}
	switch {
	case a.URL != "":
		return bad("url", "A file that is sent is not named by an address.", "Upload the file and name its hash as blob.")
	case len(a.Name) > connector.MaxName || strings.ContainsFunc(a.Name, unicode.IsControl):
		return bad("name", "This is no name of a file.", "Give it a shorter name, without line ends.")
	case len(a.Alt) > maxPart:
		return bad("alt", "The description is too long.", "Say it shorter.")
	case a.Blob == "":
		return bad("blob", "There is no file in this attachment.", "Upload the file and name its hash here.")
	}
	h, err := blob.ParseHash(a.Blob)
	if err != nil {
		return bad("blob", "This is no hash of a file.", "Name the hash as the upload gave it.")
	}
	ref, err := f.blobs.Describe(h, a.MediaType)
	if errors.Is(err, blob.ErrNotFound) {
		return noUpload(field)
	}
	a.Size, a.MediaType = ref.Size, ref.MediaType
	return err
}

// fits refuses files that together are more than one post of the channel's account may carry, at the file with which they
// become too many.
func (f floor) fits(tx *store.Tx, leg switchboard.Leg, parts []switchboard.Part) error {
	if !slices.ContainsFunc(parts, func(p switchboard.Part) bool { return len(p.Attachments) > 0 }) {
		return nil
	}
	account, err := tx.Account(leg.AccountID)
	if err != nil {
		return err
	}
	spec, found := f.out.Spec(account.Network)
	most := spec.Carries(account.Config).MaxTotal
	if !found || most == 0 {
		return nil
	}
	for p, part := range parts {
		total := int64(0)
		for n, file := range part.Attachments {
			if total += file.Size; total > most {
				return switchboard.Refuse(switchboard.CodeTooLarge, "With this file the attachments are %s, and %s takes %s together.",
					megabytes(total), spec.Name, megabytes(most)).WithField(fileField(p, n)).WithHint("Remove some, make them smaller, or send a link.")
			}
		}
	}
	return nil
}

func megabytes(bytes int64) string { return fmt.Sprintf("%.1f MB", float64(bytes)/(1<<20)) }

// noUpload does not say whether somebody else has the file.
func noUpload(field string) error {
	return switchboard.Refuse(switchboard.CodeInvalid, "You have uploaded no such file.").WithField(field + ".blob").
		WithHint("Upload it, again if that was more than a day ago.")
}

// mayAttach refuses files that the author of a draft has neither uploaded lately nor attached to it before: a hash is no
// key to what somebody else sent.
func mayAttach(tx *store.Tx, d switchboard.Draft) error {
	for p, part := range d.Parts {
		for n, a := range part.Attachments {
			held, err := tx.HoldsBlob(a.Blob, d.AuthorID, d.ID)
			if err != nil {
				return err
			}
			if !held {
				return noUpload(fileField(p, n))
			}
		}
	}
	return nil
}
