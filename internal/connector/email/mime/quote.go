package mime

import (
	"regexp"
	"strings"
	"unicode"
)

// FoldQuotes parts what is new in an answer from what it repeats below. Answers between the lines of what they answer
// are left as they are, since neither makes sense without the other, and so is a forwarded mail. Both parts together are
// the whole; nothing is ever left out.
func FoldQuotes(text string) (fresh, quoted string) {
	lines := strings.Split(text, "\n")
	at := quoteBegins(lines)
	fresh = strings.TrimSpace(strings.Join(lines[:at], "\n"))
	if fresh == "" {
		return strings.TrimSpace(text), ""
	}
	return fresh, strings.TrimSpace(strings.Join(lines[at:], "\n"))
}

// quoteBegins is the first line of what is repeated below; the number of lines when nothing is.
func quoteBegins(lines []string) int {
	next, fresh := nextQuoted(lines), lastFresh(lines)
	for n := range lines {
		if isQuoted(lines[n]) {
			if n > fresh {
				return n
			}
			continue
		}
		if isForwarded(lines[n]) {
			return len(lines)
		}
		if isDivider(lines[n]) && headerFollows(lines[n+1:]) || headerBegins(lines[n:]) {
			return n
		}
		// Under the line that says who wrote it, an answer may also repeat without a mark before the lines.
		if end := attributionAt(lines, n); end > 0 && next[end] > fresh {
			return n
		}
	}
	return len(lines)
}

// nextQuoted is for each line the first marked one from there on.
func nextQuoted(lines []string) []int {
	next := make([]int, len(lines)+1)
	next[len(lines)] = len(lines)
	for n := len(lines) - 1; n >= 0; n-- {
		next[n] = next[n+1]
		if isQuoted(lines[n]) {
			next[n] = n
		}
	}
	return next
}

// lastFresh is the last line that is new; -1 when none is. What programs and lists put under everything is not new, if
// something marked stands above it.
func lastFresh(lines []string) int {
	const most = 12 // lines of such a tail
	n := len(lines) - 1
	tail := n
	for ; tail >= 0 && tail > n-most && !isQuoted(lines[tail]); tail-- {
		if isSignatureLine(lines[tail]) || endsAMail(lines[tail]) {
			n = tail - 1
		}
	}
	for ; n >= 0; n-- {
		if !isQuoted(lines[n]) && !blank(lines[n]) {
			return n
		}
	}
	return -1
}

func isQuoted(one string) bool {
	one = strings.TrimSpace(one)
	return strings.HasPrefix(one, ">") || strings.HasPrefix(one, "|") && len(one) > 2
}

// endsAMail reports whether a line under what was repeated says nothing new: what programs and lists put there.
func endsAMail(one string) bool {
	one = strings.TrimSpace(one)
	return strings.HasPrefix(one, "--") || strings.HasPrefix(one, "__") || sentFrom(one)
}

var (
	dividers = regexp.MustCompile(`^\s*[-_=*]{2,}[ ]*(?i:original message|original-nachricht|urspr[üu]ngliche nachricht|message d'origine|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|ursprungligt meddelande|oprindelig meddelelse|opprinnelig melding|alkuper[äa]inen viesti|wiadomo[śs][ćc] oryginalna|исходное сообщение|原始邮件|原始郵件|元のメッセージ|원본 메시지)[ ]*[-_=*]{2,}\s*$`)
	rules    = regexp.MustCompile(`^\s*_{10,}\s*$`)
	forwards = regexp.MustCompile(`^\s*-{2,}[ ]*(?i:forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande|videresendt meddelelse|przekazana wiadomo[śs][ćc]|пересылаемое сообщение|转发的邮件|転送メッセージ|전달된 메시지)[ ]*-{2,}\s*$|^(?i:begin forwarded message|anfang der weitergeleiteten nachricht|début du message réexpédié):\s*$`)
	labels   = regexp.MustCompile(`^\s*\*?(?i:from|von|de|da|van|från|fra|od|от|kimden|lähettäjä|发件人|寄件者|差出人|보낸 사람|sent|date|gesendet|datum|envoyé|enviado|data|inviato|verzonden|skickat|sendt|wysłano|отправлено|lähetetty|发送时间|日期|送信日時|보낸 날짜|to|an|à|para|a|aan|till|til|do|кому|vastaanottaja|收件人|宛先|받는 사람|cc|kopie|subject|betreff|objet|asunto|oggetto|assunto|onderwerp|ämne|emne|temat|тема|aihe|主题|主旨|件名|제목)\s*\*?\s*[:：]\*?\s*\S`)
	wrote    = regexp.MustCompile(`(?i)(\bwrote|\bschrieb|\ba écrit|\bescribió|\bha scritto|\bescreveu|\bschreef( het volgende)?|\bskrev|\bkirjoitti|\bnapisał(\(a\))?|написал(а)?|\byazdı|写道|寫道|のメール|님이 작성)\s*[:：]\s*$`)
	dated    = regexp.MustCompile(`\d`)
)

func isDivider(one string) bool { return dividers.MatchString(one) || rules.MatchString(one) }

func isForwarded(one string) bool { return forwards.MatchString(one) }

// headerFollows reports whether the lines begin with the header of the mail that is repeated.
func headerFollows(lines []string) bool {
	for len(lines) > 0 && blank(lines[0]) {
		lines = lines[1:]
	}
	return countLabels(lines) >= 2
}

// headerBegins reports whether a mail is repeated from this line on, without a line between.
func headerBegins(lines []string) bool { return countLabels(lines) >= 3 }

// countLabels is how many of the first lines are fields of a header as programs show it.
func countLabels(lines []string) int {
	count := 0
	for n, one := range lines {
		if n == 6 || !labels.MatchString(one) || len(one) > 1000 {
			break
		}
		count++
	}
	return count
}

// attributionAt reports the line behind "On Monday Lena wrote:", which may be broken over three lines; 0 when there is
// none here.
func attributionAt(lines []string, n int) int {
	joined := ""
	for end := n; end < min(n+3, len(lines)); end++ {
		one := strings.TrimSpace(lines[end])
		if one == "" || isQuoted(one) || len(joined)+len(one) > 400 {
			return 0
		}
		joined += " " + one
		if wrote.MatchString(joined) {
			if dated.MatchString(joined) || strings.Contains(joined, "@") {
				return end + 1
			}
			return 0
		}
	}
	return 0
}

// FoldSignature parts the words from the signature under them: what stands under the two dashes and a blank that mark
// one (RFC 3676 section 4.3), or the line that a telephone adds.
func FoldSignature(text string) (words, signature string) {
	const most = 25 // lines; more than that is no signature
	lines := strings.Split(text, "\n")
	for n := len(lines) - 1; n > 0 && n >= len(lines)-most; n-- {
		if isSignatureLine(lines[n]) {
			return trimRight(lines[:n]), strings.TrimSpace(strings.Join(lines[n+1:], "\n"))
		}
	}
	if last := len(lines) - 1; last > 0 && sentFrom(lines[last]) {
		return trimRight(lines[:last]), strings.TrimSpace(lines[last])
	}
	return strings.TrimSpace(text), ""
}

func trimRight(lines []string) string {
	return strings.TrimRightFunc(strings.Join(lines, "\n"), unicode.IsSpace)
}

func isSignatureLine(one string) bool { return one == "-- " || one == "--" }

var telephones = regexp.MustCompile(`(?i)^\s*(sent (from|with|via)|get outlook for|gesendet (von|mit)|von meinem .{1,40} gesendet|envoyé (depuis|de)|enviado (desde|do|de)|inviato da|verzonden (vanaf|met)|skickat från|sendt fra|lähetetty|wysłane? z|отправлено (с|из)|发自我的|iphoneから送信).{0,60}$`)

func sentFrom(one string) bool { return len(one) < 200 && telephones.MatchString(one) }

var armour = regexp.MustCompile(`(?s)^\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*\n(.*?)\n-----BEGIN PGP SIGNATURE-----.*?-----END PGP SIGNATURE-----\s*$`)

// unarmour takes the words out of an OpenPGP clear text signature (RFC 9580 section 7).
func unarmour(text string) string {
	plain := strings.ReplaceAll(text, "\r\n", "\n")
	found := armour.FindStringSubmatch(plain)
	if found == nil {
		return text
	}
	return strings.ReplaceAll("\n"+found[1], "\n- ", "\n")[1:]
}
