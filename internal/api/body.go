package api

import (
	"bytes"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"unicode/utf8"

	"switchboard"
)

const (
	maxBody  = 1 << 20 // bytes, unless the route says otherwise
	maxDepth = 32      // levels of lists and objects
)

// body reads what was sent before anything acts on it: bounded, of the right type, valid text, not nested too deeply.
func (s *server) body(r route, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, req *http.Request) {
		if !r.unsafe() {
			next.ServeHTTP(w, req)
			return
		}
		if r.Raw {
			req.Body = http.MaxBytesReader(w, req.Body, r.limit())
			next.ServeHTTP(w, req)
			return
		}
		sent, err := readBody(w, req, r.limit())
		if err == nil {
			err = checkBody(req, sent)
		}
		if err != nil {
			s.fail(w, req, err)
			return
		}
		req.Body = io.NopCloser(bytes.NewReader(sent))
		next.ServeHTTP(w, req)
	})
}

func readBody(w http.ResponseWriter, req *http.Request, limit int64) ([]byte, error) {
	sent, err := io.ReadAll(http.MaxBytesReader(w, req.Body, limit))
	if err != nil {
		return nil, cutBody(err, limit)
	}
	return sent, nil
}

// cutBody says why a body could not be read to its end.
func cutBody(err error, limit int64) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return switchboard.Refuse(switchboard.CodeTooLarge, "The body is too large.").WithField("body").
			WithHint("At most " + strconv.FormatInt(limit, 10) + " bytes are taken here.")
	}
	return refusal{status: http.StatusBadRequest, what: switchboard.Refuse(switchboard.CodeInvalid,
		"The body did not arrive whole.").WithField("body").WithHint("Send it again.").WithCause(err)}
}

func checkBody(req *http.Request, sent []byte) error {
	if len(sent) == 0 {
		return nil
	}
	bad := func(status int, text string) error {
		return refusal{status: status, what: switchboard.Refuse(switchboard.CodeInvalid, "%s", text).WithField("body")}
	}
	media, params, err := mime.ParseMediaType(req.Header.Get("Content-Type"))
	charset := params["charset"]
	switch {
	case err != nil || media != "application/json":
		return bad(http.StatusUnsupportedMediaType, "The body must be of type application/json.")
	case charset != "" && charset != "utf-8" && charset != "UTF-8":
		return bad(http.StatusUnsupportedMediaType, "The body must be in UTF-8.")
	case req.Header.Get("Content-Encoding") != "":
		return bad(http.StatusUnsupportedMediaType, "The body must not be compressed.")
	case !utf8.Valid(sent):
		return bad(http.StatusBadRequest, "The body is not valid UTF-8.")
	case hasNUL(sent):
		return bad(http.StatusUnprocessableEntity, "A text holds the character U+0000, which is none.")
	case depth(sent) > maxDepth:
		return bad(http.StatusBadRequest, "The body is nested more than "+strconv.Itoa(maxDepth)+" levels deep.")
	}
	return nil
}

// hasNUL reports whether a text within a JSON text holds U+0000, which not every database keeps.
func hasNUL(text []byte) bool {
	for {
		i := bytes.IndexByte(text, '\\')
		if i < 0 || i+1 >= len(text) {
			return false
		}
		if bytes.HasPrefix(text[i:], []byte(`\u0000`)) {
			return true
		}
		text = text[i+2:]
	}
}

// depth is how deeply the lists and objects of a JSON text are nested. It stops counting behind the limit.
func depth(text []byte) (deepest int) {
	level, quoted, escaped := 0, false, false
	for _, b := range text {
		switch {
		case escaped:
			escaped = false
		case quoted:
			escaped, quoted = b == '\\', b != '"'
		case b == '"':
			quoted = true
		case b == '{' || b == '[':
			level++
			if deepest = max(deepest, level); deepest > maxDepth {
				return deepest
			}
		case b == '}' || b == ']':
			level--
		}
	}
	return deepest
}
