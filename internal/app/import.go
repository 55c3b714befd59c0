package app

import (
	"time"

	"switchboard/internal/importer"
)

// Importer reads message records through this installation's line.
func (a *App) Importer(liveAfter time.Time, reject func(importer.Rejection)) *importer.Importer {
	return &importer.Importer{DB: a.DB, Node: a.Node, In: a.In, Line: a.Line, Time: a.Time, LiveAfter: liveAfter, Reject: reject}
}
