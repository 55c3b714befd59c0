package guard

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"switchboard"
)

// content finds what is wrong with what is said.
func content(draft switchboard.Draft, limits Limits) []switchboard.RulingReason {
	if len(draft.Parts) == 0 {
		return []switchboard.RulingReason{whole(RuleEmpty, "There is nothing to send.", "Write an answer.")}
	}
	var found []switchboard.RulingReason
	if n, most := len(draft.Parts), limits.MaxParts; most > 0 && n > most {
		found = append(found, whole(RuleParts, fmt.Sprintf("%d parts are more than the %d allowed.", n, most),
			"Say it shorter, or take it to a private channel."))
	}
	for i, part := range draft.Parts {
		for _, reason := range onePart(part, limits) {
			reason.Part = i
			found = append(found, reason)
		}
	}
	return found
}

func onePart(part switchboard.Part, limits Limits) []switchboard.RulingReason {
	var found []switchboard.RulingReason
	switch {
	case !clean(part.Text):
		found = append(found, whole(RuleText, "The text has bytes that are not text.",
			"Type it again instead of pasting it."))
	case len(part.Attachments) == 0 && blank(part.Text):
		found = append(found, whole(RuleEmpty, "This part says nothing.", "Write something or remove the part."))
	}
	if length := limits.Length(part.Text); limits.MaxLength > 0 && length > limits.MaxLength {
		found = append(found, whole(RuleLength,
			fmt.Sprintf("%d %s are over the limit of %d.", length, limits.unit(), limits.MaxLength),
			"Shorten it, or split it into several parts."))
	}
	return append(found, files(part.Attachments, limits)...)
}

func files(attachments []switchboard.Attachment, limits Limits) []switchboard.RulingReason {
	if len(attachments) == 0 {
		return nil
	}
	if !limits.Attachments {
		return just(RuleAttachments, "This network takes no attachments here.", "Remove them, or send a link.")
	}
	var found []switchboard.RulingReason
	if n, most := len(attachments), limits.MaxAttachments; most > 0 && n > most {
		found = just(RuleAttachments, fmt.Sprintf("%d attachments are more than the %d allowed.", n, most),
			"Remove some, or put them into another part.")
	}
	if most := limits.MaxFiles; most > 0 && together(attachments) > most {
		found = append(found, whole(RuleAttachments, fmt.Sprintf("The attachments together are %d bytes, over the limit of %d.", together(attachments), most),
			"Remove some, or send a link."))
	}
	for _, each := range attachments {
		if each.Blob == "" {
			return append(found, whole(RuleAttachments, "An attachment is not stored yet.",
				"Wait for it, or add it again."))
		}
		found = append(found, carried(each, limits)...)
	}
	return found
}

func together(attachments []switchboard.Attachment) (bytes int64) {
	for _, each := range attachments {
		bytes += each.Size
	}
	return bytes
}

// carried finds why the network would not take a file.
func carried(file switchboard.Attachment, limits Limits) []switchboard.RulingReason {
	var found []switchboard.RulingReason
	if limits.MaxFile > 0 && file.Size > limits.MaxFile {
		found = just(RuleAttachments, fmt.Sprintf("An attachment of %d bytes is over the limit of %d.", file.Size, limits.MaxFile),
			"Make it smaller, or send a link.")
	}
	if len(limits.FileTypes) > 0 && !slices.Contains(limits.FileTypes, file.MediaType) {
		found = append(found, whole(RuleAttachments, "This network takes no files of type "+file.MediaType+".",
			"Use one of "+strings.Join(limits.FileTypes, ", ")+", or send a link."))
	}
	return found
}

// blank reports whether a reader would see nothing: spaces, controls and invisible characters only.
func blank(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return !unicode.IsSpace(r) && !unicode.In(r, unicode.Cf, unicode.Cc, unicode.Variation_Selector) && !hollow(r)
	}) < 0
}

// hollow letters are letters to Unicode and nothing to the eye.
func hollow(r rune) bool {
	switch r {
	case '\u034f', '\u115f', '\u1160', '\u2800', '\u3164', '\uffa0':
		return true
	}
	return false
}

// clean refuses broken UTF-8 and controls other than tab and line ends.
func clean(text string) bool {
	return utf8.ValidString(text) && !strings.ContainsFunc(text, func(r rune) bool {
		return unicode.Is(unicode.Cc, r) && r != '\t' && r != '\n' && r != '\r'
	})
}
