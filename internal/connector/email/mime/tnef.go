package mime

import (
	"encoding/binary"
	"errors"
	"strings"
)

// TNEF, the format of winmail.dat: MS-OXTNEF sections 2.1.3.1 (stream), 2.1.3.2 (attributes).
const (
	tnefSignature    = 0x223E9F78
	tnefBody         = 0x800C
	tnefTitle        = 0x8010
	tnefData         = 0x800F
	tnefRendering    = 0x9002
	tnefMaxFiles     = 200
	tnefAttributeEnd = 2 // bytes of a checksum behind each
)

var errTNEF = errors.New("no TNEF stream")

// wrapped is what a TNEF stream holds.
type wrapped struct {
	body  string
	files []File
}

// unwrap reads a TNEF stream. A stream that breaks off gives what came before.
func unwrap(raw []byte) (wrapped, error) {
	var w wrapped
	if len(raw) < 6 || binary.LittleEndian.Uint32(raw) != tnefSignature {
		return w, errTNEF
	}
	for rest := raw[6:]; len(rest) >= 9; {
		kind, size := binary.LittleEndian.Uint16(rest[1:]), binary.LittleEndian.Uint32(rest[5:])
		rest = rest[9:]
		if uint64(size)+tnefAttributeEnd > uint64(len(rest)) {
			break
		}
		w.take(kind, rest[:size])
		rest = rest[size+tnefAttributeEnd:]
	}
	w.drop()
	return w, nil
}

func (w *wrapped) take(kind uint16, data []byte) {
	switch {
	case kind == tnefBody:
		w.body = textOfTNEF(data)
	case kind == tnefRendering && len(w.files) < tnefMaxFiles:
		w.files = append(w.files, File{Name: "file", MediaType: "application/octet-stream"})
	case len(w.files) == 0:
	case kind == tnefTitle:
		if name := safeName(textOfTNEF(data)); name != "" {
			w.files[len(w.files)-1].Name = name
		}
	case kind == tnefData:
		w.files[len(w.files)-1].Data = data
	}
}

// drop leaves out files without a byte.
func (w *wrapped) drop() {
	kept := w.files[:0]
	for _, file := range w.files {
		if len(file.Data) > 0 {
			kept = append(kept, file)
		}
	}
	w.files = kept
}

// textOfTNEF is a string that ends with a zero byte.
func textOfTNEF(data []byte) string {
	text, _, _ := strings.Cut(string(data), "\x00")
	return utf8Of(text)
}
