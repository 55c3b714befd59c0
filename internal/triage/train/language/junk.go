package language

import (
	"encoding/base64"
	"encoding/hex"
	"math/rand/v2"
	"strings"
)

// neutral are words that people of any language write.
var neutral = strings.Fields(`ok okay lol haha hahaha wow wifi www xd xoxo hmm mmm aaa ah oh eh hey yo yeah omg wtf app email
	online iphone android google whatsapp facebook instagram twitter youtube netflix amazon samsung apple microsoft paypal
	visa usb pdf html gps vip sms pin tv dvd cd pc ps xbox rt dm fyi tbt ig fb bmw audi nike adidas zara ikea`)

// rows of a keyboard that hands fall on.
var keyboard = []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop"}

// junk is a text of no language.
func junk(random *rand.Rand) string {
	switch random.IntN(5) {
	case 0:
		return base64.RawStdEncoding.EncodeToString(noise(9+random.IntN(40), random))
	case 1:
		return strings.Map(onlyLetters, hex.EncodeToString(noise(4+random.IntN(16), random)))
	case 2:
		return mashed(random)
	case 3:
		return scattered(random)
	}
	words := make([]string, 1+random.IntN(2))
	for i := range words {
		words[i] = neutral[random.IntN(len(neutral))]
	}
	return strings.Join(words, " ")
}

func onlyLetters(r rune) rune {
	if r >= '0' && r <= '9' {
		return -1
	}
	return r
}

func noise(n int, random *rand.Rand) []byte {
	out := make([]byte, n)
	for i := range out {
		out[i] = byte(random.Uint32())
	}
	return out
}

// mashed are pieces of rows of the keyboard.
func mashed(random *rand.Rand) string {
	var out strings.Builder
	for range 1 + random.IntN(4) {
		row := keyboard[random.IntN(len(keyboard))]
		from := random.IntN(len(row) - 3)
		out.WriteString(row[from : from+3+random.IntN(len(row)-from-2)])
		if random.IntN(3) == 0 {
			out.WriteByte(' ')
		}
	}
	return out.String()
}

// scattered are letters picked by chance.
func scattered(random *rand.Rand) string {
	out := make([]byte, 4+random.IntN(24))
	for i := range out {
		out[i] = byte('a' + random.IntN(26))
		if random.IntN(9) == 0 {
			out[i] = ' '
		}
	}
	return string(out)
}
