package connector

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// replyMarks are what programs put before the subject of an answer, and forwardMarks before that of a forwarded mail, in
// small letters. Programs translate them.
var (
	replyMarks = []string{"re", "aw", "antw", "antwort", "sv", "vs", "vá", "odp", "ynt", "res", "resp", "r", "rif", "ref",
		"bls", "atb", "ats", "απ", "σχετ", "отв", "回复", "回覆", "答复", "答覆", "返信", "회신", "רד", "تر", "رد"}
	forwardMarks = []string{"fw", "fwd", "wg", "tr", "enc", "rv", "i", "vl", "vb", "doorst", "fs", "pd", "ilt", "továbbítás",
		"转发", "轉寄", "転送", "전달", "πρθ"}
)

// PlainSubject is a subject without the marks of answers and forwarding before it, blanks made one. answers says that the
// outermost mark is that of an answer.
func PlainSubject(subject string) (plain string, answers bool) {
	plain = strings.Join(strings.Fields(subject), " ")
	for first := true; ; first = false {
		mark, rest, found := cutMark(plain)
		if !found {
			return plain, answers
		}
		if first {
			answers = among(mark, replyMarks)
		}
		plain = rest
	}
}

// ReplySubject is the subject of an answer to a subject.
func ReplySubject(subject string) string {
	plain, _ := PlainSubject(subject)
	if plain == "" {
		return "Re:"
	}
	return "Re: " + clipRunes(plain, MaxSubject-len("Re: "))
}

// cutMark cuts one mark: "Re:", "AW :", "SV[2]:", "回复：".
func cutMark(subject string) (mark, rest string, found bool) {
	const longest = 24 // bytes of a mark with its number
	end := strings.IndexAny(subject, ":：")
	if end < 0 || end > longest {
		return "", subject, false
	}
	_, size := utf8.DecodeRuneInString(subject[end:])
	mark = strings.ToLower(strings.TrimFunc(subject[:end], func(r rune) bool {
		return unicode.IsDigit(r) || strings.ContainsRune("[]()^ *", r)
	}))
	if !among(mark, replyMarks) && !among(mark, forwardMarks) {
		return "", subject, false
	}
	return mark, strings.TrimSpace(subject[end+size:]), true
}

func among(word string, list []string) bool {
	for _, one := range list {
		if word == one {
			return true
		}
	}
	return false
}

func clipRunes(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most])
}
