package password

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MinLength is the shortest password that Check accepts, in characters after normalisation. Length is what counts; no
// mixture of kinds of character is asked for.
const MinLength = 10

// Errors of Check, beside ErrTooLong and ErrNotText. Their texts are meant for the person choosing.
var (
	ErrTooShort = fmt.Errorf("the password has fewer than %d characters; a few unrelated words make a good one", MinLength)
	ErrObvious  = errors.New("the password is one of the first that anybody would try; choose another")
	ErrPersonal = errors.New("the password contains your name or address; choose one that does not")
)

// minPersonal is how long a personal word must be to count: short ones stand in too many good passwords by chance.
const minPersonal = 4

// Check judges a new password. Personal are words that must not stand in it, such as the person's name and email
// address; each is also taken apart into its words.
func Check(password string, personal ...string) error {
	text, err := normalise(password)
	if err != nil {
		return err
	}
	if utf8.RuneCountInString(text) < MinLength {
		return ErrTooShort
	}
	text = strings.ToLower(text)
	if obvious(text) {
		return ErrObvious
	}
	for _, word := range personalWords(personal) {
		if strings.Contains(text, word) {
			return ErrPersonal
		}
	}
	return nil
}

func personalWords(personal []string) []string {
	var words []string
	for _, text := range personal {
		text, err := normalise(text)
		if err != nil {
			continue
		}
		apart := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
		words = append(words, strings.FieldsFunc(strings.ToLower(text), apart)...)
	}
	return slices.DeleteFunc(words, func(w string) bool { return utf8.RuneCountInString(w) < minPersonal })
}

// obvious reports whether a lower-case password is a well-known word with or without decoration, a run along the
// keyboard or the alphabet, or a short piece repeated.
func obvious(text string) bool {
	if repeats(text) {
		return true
	}
	for _, run := range runs() {
		if strings.Contains(run, text) {
			return true
		}
	}
	both, right := strings.Trim(text, decoration), strings.TrimRight(text, decoration)
	for _, core := range []string{both, strings.Map(plainLetter, both), strings.Map(plainLetter, right)} {
		if slices.Contains(words(), core) {
			return true
		}
	}
	return false
}

// decoration is what people put around a word to satisfy a rule.
const decoration = "0123456789!?.#$*_- "

// repeats reports whether text is a piece of at most four characters said over and over.
func repeats(text string) bool {
	runes := []rune(text)
	for size := 1; size <= 4; size++ {
		same := true
		for i := size; i < len(runes) && same; i++ {
			same = runes[i] == runes[i-size]
		}
		if same {
			return true
		}
	}
	return false
}

// plainLetter undoes the usual disguises.
func plainLetter(r rune) rune {
	switch r {
	case '0':
		return 'o'
	case '1', '!':
		return 'i'
	case '3':
		return 'e'
	case '4', '@':
		return 'a'
	case '5', '$':
		return 's'
	case '7':
		return 't'
	}
	return r
}

// runs are rows that fingers walk along, both ways.
func runs() []string {
	return []string{
		"01234567890123456789", "98765432109876543210",
		"abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
		"qwertyuiopasdfghjklzxcvbnm", "mnbvcxzlkjhgfdsapoiuytrewq",
		"qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn",
		"1qaz2wsx3edc4rfv5tgb6yhn7ujm", "1q2w3e4r5t6y7u8i9o0p", "q1w2e3r4t5y6u7i8o9p0",
	}
}

// words are the cores of passwords that head every published list of leaked ones, and the product's own name.
func words() []string {
	return []string{
		"password", "passwords", "passwort", "passw", "motdepasse", "contrasena", "wachtwoord", "passphrase", "mypassword",
		"letmein", "welcome", "willkommen", "bienvenue", "changeme", "iloveyou", "iloveu", "trustno", "admin",
		"administrator", "administration", "superuser", "root", "rootroot", "default", "secret", "topsecret", "login",
		"qwerty", "qwertz", "azerty", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abc", "abcd", "abcdef", "monkey", "dragon",
		"sunshine", "princess", "football", "baseball", "superman", "batman", "starwars", "pokemon", "shadow", "master",
		"summer", "winter", "spring", "autumn", "company", "customer", "customercare", "customerservice", "support",
		"helpdesk", "switchboard", "unknown", "guest", "test", "testtest", "testing", "testpassword", "temporary",
	}
}
