package capture

import "regexp"

// form is how the words of addresses and of notifications are written.
var form = struct {
	handleIn, didWhat, ofWhom, inQuotes, mailTail, webAddress, hostForm, tracking, anchor, packageName *regexp.Regexp
	reviewID, recordKey, atProfile, fediverseUser, fediverseID, mapsReview, appID, digits, statusID    *regexp.Regexp
	shortcode, name, base36, videoID, objectID, activity, commentOn, commentID                         *regexp.Regexp
}{
	handleIn: regexp.MustCompile(`(?:^|[\s(])(@[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}(?:@[A-Za-z0-9.-]+\.[A-Za-z]{2,})?|u/[A-Za-z0-9_-]{3,20})`),
	didWhat: regexp.MustCompile(`(?i)^(?:re: |fwd: |fw: |new )*["“]?(.{1,80}?)["”]?(?:\s*\([^)]*\))?,?\s+(?:has\s+|just\s+|also\s+)?` +
		`(?:mentioned|replied|commented|tagged|reviewed|posted|quoted|answered|left|wrote|sent|responded|asked)\b`),
	ofWhom:   regexp.MustCompile(`(?i)\b(?:comment|reply|review|mention|message|response|question) (?:from|by) ["“]?([^"”:,()]{1,80}?)(?:\s+(?:on|for|about|to)\s|["”:,()]|$)`),
	inQuotes: regexp.MustCompile(`(?s)[“"«„]([^”"»“]{3,900})[”"»“]`),
	mailTail: regexp.MustCompile(`(?i)unsubscribe|notification settings|view (?:it |this )?(?:on|in)\b|this (?:e-?mail|message) was|` +
		`you(?:'re| are) receiving|privacy policy|terms of|©|help cent|reply to this email|manage your|all rights|see (?:it|post|comment) on`),
	webAddress: regexp.MustCompile(`https?://[^\s<>"'\x60\\^{}|]+`),
	hostForm:   regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`),
	// tracking parameters tell where somebody came from and never what they see.
	tracking: regexp.MustCompile(`^(utm_.*|fbclid|gclid|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|igsh|igshid|mc_[ce]id|` +
		`_hs(enc|mi)|mkt_tok|ref|ref_src|ref_url|referrer|spm|vero_(id|conv)|oly_(anon|enc)_id|wt_.*|pk_.*|piwik_.*|` +
		`matomo_.*|trk.*|cmpid|ncid|sr_share|amp|xmt|si|feature)$`),
	// anchor is a fragment that names one thing somebody said.
	anchor:        regexp.MustCompile(`(?i)^[a-z_-]*(comment|reply|post|review|answer|message|c|p|r)[-_]?[a-z-]*[0-9][0-9a-z_-]*$`),
	packageName:   regexp.MustCompile(`^[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)+$`),
	reviewID:      regexp.MustCompile(`^[A-Za-z0-9_:.-]{8,200}$`),
	recordKey:     regexp.MustCompile(`^[A-Za-z0-9._~:-]{5,64}$`),
	atProfile:     regexp.MustCompile(`^(did:[a-z]+:[A-Za-z0-9._:%-]+|[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+)$`),
	fediverseUser: regexp.MustCompile(`^@[A-Za-z0-9_.-]{1,64}(@[A-Za-z0-9.-]{3,253})?$`),
	fediverseID:   regexp.MustCompile(`^[0-9]{15,20}$`),
	mapsReview:    regexp.MustCompile(`!1s([A-Za-z0-9_=-]{16,200})(?:!|$)`),
	appID:         regexp.MustCompile(`^id[0-9]{5,15}$`),
	digits:        regexp.MustCompile(`^[0-9]{1,25}$`),
	statusID:      regexp.MustCompile(`^[0-9]{5,25}$`),
	shortcode:     regexp.MustCompile(`^[A-Za-z0-9_-]{5,64}$`),
	name:          regexp.MustCompile(`^[A-Za-z0-9_.]{1,64}$`),
	base36:        regexp.MustCompile(`^[a-z0-9]{4,12}$`),
	videoID:       regexp.MustCompile(`^[A-Za-z0-9_-]{11}$`),
	objectID:      regexp.MustCompile(`^[0-9a-f]{24}$`),
	activity:      regexp.MustCompile(`(?:^|[-:])(activity|share|ugcPost)[-:]([0-9]{15,25})`),
	commentOn:     regexp.MustCompile(`^urn:li:comment:\((?:urn:li:)?(activity|share|ugcPost):([0-9]+),([0-9]+)\)$`),
	commentID:     regexp.MustCompile(`^[A-Za-z0-9_.-]{10,80}$`),
}
