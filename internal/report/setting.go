package report

import (
	"encoding/json"
	"net/netip"
	"slices"
	"strings"

	"switchboard"
	"switchboard/internal/store"
	"switchboard/internal/store/consults"
)

// Form says who may use the page for reports.
type Form string

// Forms.
const (
	FormOff     Form = "off"
	FormWord    Form = "word"    // whoever knows the company's word
	FormNetwork Form = "network" // whoever comes from one of the company's networks
)

// Setting is how colleagues may report.
type Setting struct {
	Form     Form     `json:"form"`
	Word     []byte   `json:"word,omitempty"` // digest of the company's word, under a key of the installation
	Networks []string `json:"networks,omitempty"`
	Domains  []string `json:"domains,omitempty"` // the company's own, in small letters
}

// most bounds lists of settings.
const mostListed = 50

// ReadSetting reads the setting; while nobody has said anything, the form is off and nobody is believed.
func ReadSetting(tx *store.Tx) (s Setting, err error) {
	body, err := consults.In(tx.Tx).ReportSetting()
	if err == nil && body != nil {
		err = json.Unmarshal(body, &s)
	}
	if s.Form == "" {
		s.Form = FormOff
	}
	return s, err
}

// Save writes the setting, and refuses one that would let in whom it should not.
func (s *Setting) Save(tx *store.Tx) error {
	if err := s.clean(); err != nil {
		return err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return consults.In(tx.Tx).SetReportSetting(body)
}

func (s *Setting) clean() error {
	if len(s.Domains) > mostListed || len(s.Networks) > mostListed {
		return switchboard.Refuse(switchboard.CodeTooLarge, "At most %d are listed.", mostListed)
	}
	for n, one := range s.Domains {
		one = strings.ToLower(strings.TrimPrefix(strings.TrimSpace(one), "@"))
		if !strings.Contains(one, ".") || strings.ContainsAny(one, "@ /:,;\r\n") || len(one) > 253 {
			return switchboard.Refuse(switchboard.CodeInvalid, "That is no domain of a company.").WithField("domains").
				WithHint("Write what stands behind the @ of your people's addresses, as ferrywell.example.")
		}
		s.Domains[n] = one
	}
	slices.Sort(s.Domains)
	s.Domains = slices.Compact(s.Domains)
	for n, one := range s.Networks {
		prefix, err := prefixOf(strings.TrimSpace(one))
		if err != nil || prefix.Bits() == 0 {
			return switchboard.Refuse(switchboard.CodeInvalid, "That is no network of a company.").WithField("networks").
				WithHint("Write networks as 10.1.0.0/16 or fd12::/64, and single addresses as they are.")
		}
		s.Networks[n] = prefix.String()
	}
	switch {
	case s.Form == FormNetwork && len(s.Networks) == 0:
		return switchboard.Refuse(switchboard.CodeInvalid, "It is not said which networks are the company's.").WithField("networks")
	case s.Form == FormWord && len(s.Word) == 0:
		return switchboard.Refuse(switchboard.CodeInvalid, "There is no company's word yet.").WithField("word")
	}
	return nil
}

func prefixOf(text string) (netip.Prefix, error) {
	if at, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(at.Unmap(), at.Unmap().BitLen()), nil
	}
	prefix, err := netip.ParsePrefix(text)
	return prefix.Masked(), err
}

// Admits reports whether somebody at an address is in one of the company's networks.
func (s Setting) Admits(from string) bool {
	at, err := netip.ParseAddr(from)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(s.Networks, func(one string) bool {
		prefix, err := netip.ParsePrefix(one)
		return err == nil && prefix.Contains(at.Unmap())
	})
}

// Own reports whether an address is at one of the company's domains.
func (s Setting) Own(email string) bool {
	_, domain, found := strings.Cut(strings.ToLower(email), "@")
	return found && slices.Contains(s.Domains, domain)
}
