package mime

import (
	"strings"
	"testing"
)

func TestResultsAreRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ field, server, dmarc, spf, dkim string }{
		"as servers write it":                  {"mx.brand.test; dmarc=pass (p=reject dis=none) header.from=a.test;\r\n\tspf=pass smtp.mailfrom=a.test; dkim=pass header.d=a.test", "mx.brand.test", "pass", "pass", "pass"},
		"with a version":                       {"MX.Brand.test 1; dmarc=fail", "mx.brand.test", "fail", "", ""},
		"none":                                 {"mx.brand.test; none", "mx.brand.test", "", "", ""},
		"no name":                              {"spf=softfail smtp.mailfrom=a.test", "", "", "softfail", ""},
		"empty":                                {"", "", "", "", ""},
		"several signatures, one good":         {"mx; dkim=fail header.d=b.test; dkim=pass header.d=a.test", "mx", "", "", "pass"},
		"blanks around the sign":               {"mx; dmarc = none ; spf= neutral", "mx", "none", "neutral", ""},
		"a comment that talks of a pass":       {"mx; dmarc=fail (really: dmarc=pass; \\) dkim=pass) header.from=a.test", "mx", "fail", "", ""},
		"a quoted sender that talks of a pass": {`mx; spf=fail smtp.mailfrom="x; dmarc=pass; dkim=pass header.d=bank.test"@a.test`, "mx", "", "fail", ""},
		"an open comment swallows the rest":    {"mx; spf=pass (dmarc=pass; dkim=pass", "mx", "", "pass", ""},
		"a method with a version":              {"mx; dkim/1=pass header.d=a.test", "mx", "", "", "pass"},
		"a verdict nobody knows":               {"mx; dmarc=<script>; spf=pass", "mx", "", "pass", ""},
		"a quoted server":                      {`"mx.brand.test"; dmarc=temperror`, "mx.brand.test", "temperror", "", ""},
		"the first word of a method without a pass counts": {"mx; spf=none; spf=fail", "mx", "", "none", ""},
	} {
		r := ReadResults(c.field)
		if r.Server != c.server || r.Verdict("dmarc") != c.dmarc || r.Verdict("spf") != c.spf || r.Verdict("dkim") != c.dkim {
			t.Errorf("%s: %q: dmarc %q, spf %q, dkim %q of %+v", name, r.Server, r.Verdict("dmarc"), r.Verdict("spf"), r.Verdict("dkim"), r)
		}
	}
}

// TestOnlyTheTopmostOfOurServerCounts: what stands below it, or names another server, the sender may have written.
func TestOnlyTheTopmostOfOurServerCounts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		head string
		want Authenticity
	}{
		"ours says pass":                  {"Authentication-Results: mx.ours.test; dmarc=pass\n", Genuine},
		"ours says fail above a forgery":  {"Authentication-Results: mx.ours.test; dmarc=fail\nAuthentication-Results: mx.ours.test; dmarc=pass\n", Forged},
		"another server's on top":         {"Authentication-Results: evil.test; dmarc=pass\nAuthentication-Results: mx.ours.test; dmarc=pass\n", Untold},
		"none":                            {"", Untold},
		"hidden in the envelope's sender": {"Authentication-Results: mx.ours.test; spf=fail smtp.mailfrom=\"a; dmarc=pass\"@evil.test\n", Untold},
	} {
		head, _ := SplitHeader([]byte(c.head + "From: Mara <mara@workshop.example>\n\nx"))
		if got := Authentic(head, "mx.ours.test"); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func FuzzResults(f *testing.F) {
	for _, seed := range []string{"mx; dmarc=pass (p=none) header.from=a", `mx 1; spf=fail smtp.mailfrom="a\"; dmarc=pass"@b`, "((((", `"`, "=;=;=", "mx;dkim\\=pass"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, field string) {
		r := ReadResults(field)
		for _, method := range []string{"dmarc", "spf", "dkim"} {
			verdict := r.Verdict(method)
			if verdict != "" && !strings.Contains(strings.ToLower(field), verdict) {
				t.Errorf("%q: %s=%q is not in it", field, method, verdict)
			}
			// Whatever stands in a comment or between quotes behind it says nothing of its own.
			hidden := ReadResults("mx; " + method + "=fail (" + strings.Map(plain, field) + ") x=\"" + strings.Map(plain, field) + "\"")
			if hidden.Verdict(method) != "fail" {
				t.Errorf("%q between brackets and quotes turned %s to %q", field, method, hidden.Verdict(method))
			}
		}
	})
}

// plain leaves out what ends a comment or a quoted text.
func plain(r rune) rune {
	if strings.ContainsRune(`()"\`, r) {
		return -1
	}
	return r
}
