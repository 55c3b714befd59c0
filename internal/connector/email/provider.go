package email

import "switchboard/internal/connector"

// provider is what is known of a large mail provider. A new one is a row here.
type provider struct {
	key, name       string
	imap, smtp      string
	tokenURL, scope string
	authServer      string // how it signs Authentication-Results
	keepsSent       bool   // puts a copy of what is handed in into the Sent folder by itself
}

func providers() []provider {
	return []provider{
		{key: "other", name: "Another, or our own"},
		{key: "gmail", name: "Gmail, Google Workspace", imap: "imap.gmail.com", smtp: "smtp.gmail.com", keepsSent: true, authServer: "mx.google.com",
			tokenURL: "https://oauth2.googleapis.com/token", scope: "https://mail.google.com/"},
		{key: "microsoft365", name: "Microsoft 365", imap: "outlook.office365.com", smtp: "smtp.office365.com", keepsSent: true,
			tokenURL: "https://login.microsoftonline.com/common/oauth2/v2.0/token",
			scope:    "https://outlook.office.com/IMAP.AccessAsUser.All https://outlook.office.com/SMTP.Send offline_access"},
		{key: "fastmail", name: "Fastmail", imap: "imap.fastmail.com", smtp: "smtp.fastmail.com",
			tokenURL: "https://api.fastmail.com/oauth/refresh", scope: "protocol-imap protocol-smtp offline_access"},
	}
}

func providerChoices() []connector.Choice {
	var list []connector.Choice
	for _, p := range providers() {
		list = append(list, connector.Choice{Value: p.key, Label: p.name})
	}
	return list
}

func providerOf(key string) provider {
	for _, p := range providers() {
		if p.key == key {
			return p
		}
	}
	return provider{}
}
