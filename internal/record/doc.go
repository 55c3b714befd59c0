// Package record reads message records: one JSON object a line, the form in which messages are imported and pushed in
// by the generic webhook.
//
//	{"network":"x","account":"@acme","id":"123","thread":"120","in_reply_to":"122","direction":"in",
//	 "visibility":"public","kind":"mention","author":{"id":"u9","handle":"@nine","name":"Nine","followers":12},
//	 "text":"…","created_at":"2026-01-02T03:04:05Z","url":"…"}
//
// Further fields are subject, html, lang, recipients, attachments, quote_of, rating, edited_at, deleted, automated, overheard and
// client_key. An attachment has name, media_type, size, url, alt and data: its bytes in base64. Needed are network, account, id, author.id, created_at and something that is said. Left out, direction
// is `in`; kind is `direct` when the visibility is private, else `reply` when in_reply_to is given, else `mention`;
// visibility is `private` for the kinds direct, email, chat and call, else `public`. Fields nobody knows are kept in
// Extra. A deletion is {"network","account","id","deleted"}, where deleted is true or the time; what else it carries
// is not kept.
//
// docs/reference/message-record.md says it field by field. Types are strict, and every refusal is a *switchboard.Error that names the field and the way out.
package record
