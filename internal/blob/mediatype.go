package blob

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"net/http"
	"slices"
	"strings"
)

// sniffLen is how much of a file is looked at; an SVG may hide behind a long comment, so it is more than the 512 bytes
// that decide everything else.
const sniffLen = 4096

// MediaTypeSVG marks vector images, which can carry script and so are never shown in place.
const MediaTypeSVG = "image/svg+xml"

// refinements lists which declared types are believed, by what the content looks like. None of them is one a browser
// runs.
func refinements(sniffed string) []string {
	switch sniffed {
	case "text/plain":
		return []string{"text/csv", "text/calendar", "text/vcard", "text/markdown", "application/json", "message/rfc822"}
	case "application/zip":
		return []string{
			"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
			"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			"application/vnd.openxmlformats-officedocument.presentationml.presentation",
			"application/vnd.oasis.opendocument.text",
			"application/vnd.oasis.opendocument.spreadsheet",
			"application/epub+zip",
		}
	case "application/octet-stream":
		return []string{
			"application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint",
			"audio/aac", "audio/amr", "audio/mp4", "image/heic", "image/avif", "video/quicktime",
		}
	}
	return nil
}

func mediaType(f io.ReaderAt, hint string) (string, error) {
	head := make([]byte, sniffLen)
	n, err := f.ReadAt(head, 0)
	if err != nil && err != io.EOF {
		return "", fmt.Errorf("read back: %w", err)
	}
	return Sniff(head[:n], hint), nil
}

// Sniff tells the media type of content from its first bytes, without parameters. What a sender declared is believed
// only where the content agrees and the type is harmless; so nothing becomes HTML or an image because somebody said so.
func Sniff(head []byte, hint string) string {
	sniffed, _, _ := strings.Cut(http.DetectContentType(head), ";")
	if strings.HasPrefix(sniffed, "text/") && bytes.Contains(bytes.ToLower(head), []byte("<svg")) {
		return MediaTypeSVG
	}
	declared, _, err := mime.ParseMediaType(hint)
	if err == nil && slices.Contains(refinements(sniffed), declared) {
		return declared
	}
	return sniffed
}
