// Package backup takes backups of a running installation and brings them back.
//
// A backup is one plain tar file: manifest.json first, then the database, then every attachment, in the order of the
// manifest, each with its size and SHA-256. Plain, because pictures do not shrink, because a reader then cannot be made
// to unpack more than it is given, because one bad byte spoils one member only, and because whoever wants it smaller or
// secret pipes it through a program of their choice. The keys are never in it.
//
//	manifest.json
//	switchboard.db
//	blobs/<first two digits>/<SHA-256 in hexadecimal>
//
// A restored installation has a new incarnation and sends nothing until it is reconciled. What waited, was being sent or
// was unknown when the backup was taken may have been posted since by the installation that was lost. A leg can have one
// delivery of open fate, so the one that would have gone first becomes unknown, and is looked for like any other (see
// outbox.Restored for the times this counts from); what was queued behind it is dropped, and its text comes back as a new
// draft for its author, who sees what stands on the network before sending it again. Reading goes on meanwhile: the
// lanes' cursors are those of the backup, so what was posted after it comes back, and echoes settle what is unknown.
package backup
