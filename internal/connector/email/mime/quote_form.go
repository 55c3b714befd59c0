package mime

import (
	"regexp"
	"strings"
)

// wordsOf are the words by which programs of many languages mark what an answer repeats, as parts of patterns.
var wordsOf = struct{ original, forwarded, beginForward, from, sent, to, subject, wrote, telephone []string }{
	original: []string{"original message", "original-nachricht", "urspr[üu]ngliche nachricht", "message d'origine", "mensaje original",
		"messaggio originale", "mensagem original", "oorspronkelijk bericht", "ursprungligt meddelande", "oprindelig meddelelse",
		"opprinnelig melding", "alkuper[äa]inen viesti", "wiadomo[śs][ćc] oryginalna", "исходное сообщение", "原始邮件", "原始郵件",
		"元のメッセージ", "원본 메시지"},
	forwarded: []string{"forwarded message", "weitergeleitete nachricht", "message transféré", "mensaje reenviado", "messaggio inoltrato",
		"mensagem encaminhada", "doorgestuurd bericht", "vidarebefordrat meddelande", "videresendt meddelelse",
		"przekazana wiadomo[śs][ćc]", "пересылаемое сообщение", "转发的邮件", "転送メッセージ", "전달된 메시지"},
	beginForward: []string{"begin forwarded message", "anfang der weitergeleiteten nachricht", "début du message réexpédié"},
	from: []string{"from", "von", "de", "da", "van", "från", "fra", "od", "от", "kimden", "lähettäjä", "发件人", "寄件者", "差出人",
		"보낸 사람"},
	sent: []string{"sent", "date", "gesendet", "datum", "envoyé", "enviado", "data", "inviato", "verzonden", "skickat", "sendt", "wysłano",
		"отправлено", "lähetetty", "发送时间", "日期", "送信日時", "보낸 날짜"},
	to: []string{"to", "an", "à", "para", "a", "aan", "till", "til", "do", "кому", "vastaanottaja", "收件人", "宛先", "받는 사람", "cc", "kopie"},
	subject: []string{"subject", "betreff", "objet", "asunto", "oggetto", "assunto", "onderwerp", "ämne", "emne", "temat", "тема", "aihe",
		"主题", "主旨", "件名", "제목"},
	wrote: []string{`\bwrote`, `\bschrieb`, `\ba écrit`, `\bescribió`, `\bha scritto`, `\bescreveu`, `\bschreef( het volgende)?`, `\bskrev`,
		`\bkirjoitti`, `\bnapisał(\(a\))?`, "написал(а)?", `\byazdı`, "写道", "寫道", "のメール", "님이 작성"},
	telephone: []string{"sent (from|with|via)", "get outlook for", "gesendet (von|mit)", "von meinem .{1,40} gesendet", "envoyé (depuis|de)",
		"enviado (desde|do|de)", "inviato da", "verzonden (vanaf|met)", "skickat från", "sendt fra", "lähetetty", "wysłane? z",
		"отправлено (с|из)", "发自我的", "iphoneから送信"},
}

// quoteForm is how the lines around what a mail repeats look.
var quoteForm = struct{ divider, rule, forward, label, subject, wrote, telephone, armour *regexp.Regexp }{
	divider: regexp.MustCompile(`^\s*[-_=*]{2,}[ ]*` + anyOf(wordsOf.original) + `[ ]*[-_=*]{2,}\s*$`),
	rule:    regexp.MustCompile(`^\s*_{10,}\s*$`),
	forward: regexp.MustCompile(`^\s*-{2,}[ ]*` + anyOf(wordsOf.forwarded) + `[ ]*-{2,}\s*$|^` + anyOf(wordsOf.beginForward) + `:\s*$`),
	label: regexp.MustCompile(`^\s*\*?` + anyOf(wordsOf.from, wordsOf.sent, wordsOf.to, wordsOf.subject) +
		`\s*\*?\s*[:：]\*?\s*\S`),
	subject:   regexp.MustCompile(`^` + anyOf(wordsOf.subject) + `$`),
	wrote:     regexp.MustCompile(anyOf(wordsOf.wrote) + `\s*[:：]\s*$`),
	telephone: regexp.MustCompile(`^\s*` + anyOf(wordsOf.telephone) + `.{0,60}$`),
	// of an OpenPGP clear text signature
	armour: regexp.MustCompile(`(?s)^\s*-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Za-z-]+: [^\n]*\n)*\n(.*?)\n` +
		`-----BEGIN PGP SIGNATURE-----.*?-----END PGP SIGNATURE-----\s*$`),
}

// anyOf is a pattern for any of the words, in letters of any size.
func anyOf(lists ...[]string) string {
	var words []string
	for _, list := range lists {
		words = append(words, list...)
	}
	return "(?i:" + strings.Join(words, "|") + ")"
}
