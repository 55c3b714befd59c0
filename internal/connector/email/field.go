package email

import (
	"errors"
	"net/mail"
	"strings"

	"switchboard/internal/connector"
)

func fields() []connector.Field {
	list := append([]connector.Field{
		{Name: "address", Label: "Address", Kind: connector.FieldText, Required: true, Check: checkAddress,
			Help: "The mailbox's own address, from which answers are sent.", Example: "care@ferrywell.example"},
		{Name: "sender", Label: "Sender's name", Kind: connector.FieldText, Check: checkName,
			Help: "What customers see beside the address.", Example: "Ferrywell"},
		{Name: "provider", Label: "Provider", Kind: connector.FieldChoice, Default: "other", Choices: providerChoices(),
			Help: "Whose servers it is on. A known provider fills in servers and OAuth2 addresses that are left empty."},
	}, servers()...)
	return append(append(list, signIn()...), habits()...)
}

func servers() []connector.Field {
	security := []connector.Choice{{Value: "auto", Label: "As the port tells"}, {Value: "tls", Label: "TLS from the first byte"},
		{Value: "starttls", Label: "STARTTLS"}, {Value: "none", Label: "None, on this machine or a private network only"}}
	return []connector.Field{
		{Name: "imap_host", Label: "IMAP server", Kind: connector.FieldText, Check: checkHost,
			Help: "Where mail is read; needed unless the provider is known.", Example: "imap.ferrywell.example"},
		{Name: "imap_port", Label: "IMAP port", Kind: connector.FieldNumber, Default: "993", Check: checkPort, Advanced: true,
			Help: "Usually 993, or 143 with STARTTLS."},
		{Name: "imap_security", Label: "IMAP encryption", Kind: connector.FieldChoice, Default: "auto", Choices: security, Advanced: true,
			Help: "How the connection for reading is protected."},
		{Name: "smtp_host", Label: "SMTP server", Kind: connector.FieldText, Check: checkHost,
			Help: "Where answers are handed in; needed unless the provider is known.", Example: "smtp.ferrywell.example"},
		{Name: "smtp_port", Label: "SMTP port", Kind: connector.FieldNumber, Default: "587", Check: checkPort, Advanced: true,
			Help: "Usually 587 with STARTTLS, or 465."},
		{Name: "smtp_security", Label: "SMTP encryption", Kind: connector.FieldChoice, Default: "auto", Choices: security, Advanced: true,
			Help: "How the connection for sending is protected."},
	}
}

func signIn() []connector.Field {
	return []connector.Field{
		{Name: "auth", Label: "Sign-in", Kind: connector.FieldChoice, Default: "password",
			Choices: []connector.Choice{{Value: "password", Label: "Password or app password"}, {Value: "oauth2", Label: "OAuth2"}},
			Help:    "How Switchboard proves that it may use the mailbox."},
		{Name: "user", Label: "User", Kind: connector.FieldText, Check: checkName, Help: "The name to sign in with, when it is not the address."},
		{Name: "password", Label: "Password", Kind: connector.FieldSecret, Secret: true, Help: "The mailbox's password, or better an app password."},
		{Name: "smtp_user", Label: "SMTP user", Kind: connector.FieldText, Advanced: true, Check: checkName,
			Help: "The name to sign in with for sending, when it is another one."},
		{Name: "smtp_password", Label: "SMTP password", Kind: connector.FieldSecret, Secret: true, Advanced: true,
			Help: "The password for sending, when it is another one."},
		{Name: "oauth_client_id", Label: "OAuth2 client", Kind: connector.FieldText, Help: "The id of the client made at the provider."},
		{Name: "oauth_client_secret", Label: "OAuth2 client secret", Kind: connector.FieldSecret, Secret: true,
			Help: "Its secret, when it has one."},
		{Name: refreshField, Label: "OAuth2 refresh token", Kind: connector.FieldSecret, Secret: true,
			Help: "What the provider gave when the mailbox's owner agreed."},
		{Name: "oauth_token_url", Label: "OAuth2 token address", Kind: connector.FieldURL, Advanced: true,
			Help: "Where tokens are renewed; known for known providers."},
		{Name: "oauth_scope", Label: "OAuth2 scope", Kind: connector.FieldText, Advanced: true,
			Help: "What is asked for when renewing; known for known providers."},
	}
}

func habits() []connector.Field {
	return []connector.Field{
		{Name: "aliases", Label: "Aliases", Kind: connector.FieldList, Check: checkAliases,
			Help: "Other addresses that lead into this mailbox, and @domain for all of a domain.", Example: "help@ferrywell.example, @ferrywell.example"},
		{Name: "capture", Label: "Address for captures", Kind: connector.FieldText, Check: checkAddress, Example: "capture@ferrywell.example",
			Help: "An alias to which your people forward, or networks send, notifications of what was said elsewhere."},
		{Name: "report", Label: "Address for reports", Kind: connector.FieldText, Check: checkAddress, Example: "seen@ferrywell.example",
			Help: "An alias to which anybody of the company sends a link or forwards a mail about something they saw; they hear what became of it."},
		{Name: "auth_server", Label: "Name in Authentication-Results", Kind: connector.FieldText, Advanced: true, Check: checkHost, Example: "mx.ferrywell.example",
			Help: "How the server that takes your mail in signs what it found out about senders; with it, messages say whether their sender is genuine, answers without references find their thread, and only a sender it vouches for can bring in captures."},
		{Name: "folders", Label: "Folders", Kind: connector.FieldList, Default: "INBOX", Advanced: true, Check: checkFolders,
			Help: "Folders in which customers' mail arrives."},
		{Name: "sent_folder", Label: "Sent folder", Kind: connector.FieldText, Advanced: true, Check: checkName,
			Help: "Where sent mail is kept; found by itself when the server marks it."},
		{Name: "sent_copy", Label: "Copy of what is sent", Kind: connector.FieldChoice, Default: "auto", Advanced: true,
			Choices: []connector.Choice{{Value: "auto", Label: "As the provider does it"}, {Value: "append", Label: "Switchboard puts it into the Sent folder"}, {Value: "server", Label: "The server does so by itself"}},
			Help:    "Who puts a copy of an answer into the Sent folder."},
		{Name: sizeField, Label: "Largest mail", Kind: connector.FieldNumber, Advanced: true, Check: checkSize,
			Help: "How many megabytes one mail may have for the server for sending; filled in by itself when the connection is tested and the server tells."},
		{Name: "history_days", Label: "Days of history", Kind: connector.FieldNumber, Default: "0", Check: checkDays,
			Help: "How far back to read mail from before the mailbox is connected; it is kept as history and asks for nothing."},
		{Name: "mark_seen", Label: "Mark as read", Kind: connector.FieldBool, Default: "false", Advanced: true,
			Help: "Whether mails that were taken in are marked as read in the mailbox."},
		{Name: "quote", Label: "Repeat the question", Kind: connector.FieldBool, Default: "true", Advanced: true,
			Help: "Whether what is answered is repeated beneath an answer, as most mail programs do."},
		{Name: "reply_all", Label: "Answer everybody", Kind: connector.FieldBool, Default: "false", Advanced: true,
			Help: "Whether answers also go to those to whom the customer sent a copy."},
	}
}

var errAddress = errors.New("it takes one address, as care@ferrywell.example")

// checkAddress gives an address with its letters small.
func checkAddress(value string) (string, error) {
	value = strings.TrimSpace(value)
	parsed, err := mail.ParseAddress(value)
	if err != nil || parsed.Name != "" || parsed.Address != value || len(value) > 320 {
		return "", errAddress
	}
	return strings.ToLower(value), nil
}

func checkName(value string) (string, error) {
	if len(value) > 500 {
		return "", errors.New("it is too long")
	}
	return value, nil
}

func checkHost(value string) (string, error) {
	if value == "" || len(value) > 253 || strings.ContainsAny(value, "/:@ ") {
		return "", errors.New("it takes a name as imap.ferrywell.example, without port or address")
	}
	return strings.ToLower(value), nil
}

func checkPort(value string) (string, error) {
	return value, between(value, 1, 65535)
}

func checkDays(value string) (string, error) {
	return value, between(value, 0, 3650)
}

func checkSize(value string) (string, error) {
	if value == "" {
		return "", nil
	}
	return value, between(value, 1, mostMegabytes)
}

func checkAliases(value string) (string, error) {
	list := connector.List(value)
	for n, alias := range list {
		full := alias
		if strings.HasPrefix(alias, "@") {
			full = "all" + alias
		}
		if _, err := checkAddress(full); err != nil {
			return "", errors.New("it takes addresses, and @domain for all of a domain")
		}
		list[n] = strings.ToLower(alias)
	}
	return strings.Join(list, ","), nil
}

func checkFolders(value string) (string, error) {
	list := connector.List(value)
	if len(list) == 0 || len(list) > 20 {
		return "", errors.New("it takes 1 to 20 folders")
	}
	return strings.Join(list, ","), nil
}
