package email

import "switchboard/internal/connector"

// SpecReading is Spec with other bounds of what is read at once.
func SpecReading(behind func() int, mail, glimpse int64) connector.Spec {
	l := usual()
	l.behind, l.mail, l.glimpse = behind, mail, glimpse
	return spec(l)
}
